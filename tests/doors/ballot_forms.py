"""Requests of polls, questions and the chair's limits."""

from tests.doors.forms import ROOM_LEAD, WRITERS, Case
from tests.doors.scene import ROOM, Scene
from tests.doors.table import H


def ballots(scene: Scene) -> list[Case]:
    """Voting and supporting; drafting, opening, marking and setting."""
    at = {"slug": "private-hearing"}
    draft, asked = (at | {"poll": scene.furniture[name]} for name in ("draft poll", "open poll"))
    question = at | {"reference": scene.furniture["question"]}
    new = {
        "question_en": "What?",
        "choices-0_en": "This",
        "choices-1_en": "That",
        "rule": "open",
        "electorate": "anyone",
    }
    new |= {"most": "1", "seconds": "", "item": ""}
    seen = {"seen": scene.furniture["seen"]}
    return [
        Case(f"{H}/polls/<poll>", asked, WRITERS, {"choice": "a"}, ROOM),
        Case(f"{H}/questions/<reference>/support", question, WRITERS, {"supports": "yes"}, ROOM),
        Case(f"{H}/chair/polls", at, ROOM_LEAD, new, ROOM),
        Case(f"{H}/chair/polls/<poll>", draft, ROOM_LEAD, new, ROOM, stands=f"{H}/chair/polls/<poll>"),
        Case(
            f"{H}/chair/polls/<poll>/<any(open,close,withdraw,discard):act>",
            draft | {"act": "open"},
            ROOM_LEAD,
            seen,
            ROOM,
        ),
        Case(
            f"{H}/chair/polls/<poll>/<any(open,close,withdraw,discard):act>",
            asked | {"act": "close"},
            ROOM_LEAD,
            seen,
            ROOM,
        ),
        Case(f"{H}/chair/questions/<reference>", question, ROOM_LEAD, seen | {"state": "answered"}, ROOM),
        Case(f"{H}/chair/limits", at, ROOM_LEAD, seen | {"seconds": "30"}, ROOM),
    ]
