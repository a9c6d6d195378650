"""Requests of the baskets and of the intake."""

import uuid

from consult.core.clock import now
from tests.doors.door import B, D
from tests.doors.forms import Case
from tests.doors.scene import DESK, ROOM, Scene

AT_A_DESK = DESK | {"elsewhere", "room moderator", "room rapporteur", "chair", "secretary"}


def collecting(scene: Scene) -> list[Case]:
    """Baskets: whoever sits at a desk makes one, its owner alone changes it."""
    own, pending = scene.furniture["basket"], scene.references["pendingtext"]
    at, mine = {"basket": own}, {"rapporteur"}
    return [
        Case(f"{B}/", {}, AT_A_DESK, {"name": "Quotations"}),
        Case(f"{B}/add", {}, mine, {"passage": f"{pending}:1", "basket": own}),
        Case(f"{B}/<basket>", at, mine, {"act": "rename", "name": "Another name"}),
        Case(f"{B}/<basket>", at, mine, {"act": "share"}),
        Case(f"{B}/<basket>", at, mine, {"act": "remove"}),
        Case(f"{B}/<basket>", {"basket": scene.furniture["shared basket"]}, {"moderator"}, {"act": "remove"}, DESK),
        Case(f"{B}/<basket>/items", at, mine, {"act": "remove", "item": scene.furniture["item"]}),
        Case(
            f"{B}/<basket>/items",
            at,
            mine,
            {"act": "save", "item": scene.furniture["item"], "comment": "x", "words": ""},
        ),
    ]


def selecting(scene: Scene) -> list[Case]:
    """Saved selections of a docket: whoever reads it saves them, and has the own ones alone."""
    here, room = {"public_id": scene.rooms[0].public_id}, {"public_id": scene.rooms[4].public_id}
    new, mine = {"name": "Bridges", "query": "q=bridge"}, here | {"view": scene.furniture["selection"]}
    return [
        Case(f"{D}/selections/", here, set(DESK), new),
        Case(f"{D}/selections/", room, ROOM - {"member", "observer"}, new, ROOM),
        Case(f"{D}/selections/<view>", mine, {"rapporteur"}, {"act": "rename", "name": "Rivers"}, DESK),
        Case(f"{D}/selections/<view>", mine, {"rapporteur"}, {"act": "remove"}, DESK),
    ]


def entering(scene: Scene) -> list[Case]:
    """What came otherwise: the office enters it, and checks what was typed."""
    here, room = {"public_id": scene.rooms[0].public_id}, {"public_id": scene.rooms[4].public_id}
    letter = here | {"reference": scene.furniture["letter"]}
    form = {
        "act": "enter", "client_id": str(uuid.uuid4()), "medium": "paper", "received_on": now().date().isoformat(),
        "text": "A letter.", "on_behalf": "self", "name": "Ama Toure", "language": "en", "category": "", "identity": "public",
        "confidentiality": "public",
    }  # fmt: skip
    better = {"act": "correct", "seen": "1", "text": "Another letter.", "corrections": "A word."}
    return [
        Case(f"{D}/intake/new", here, {"secretariat"}, form, DESK),
        Case(f"{D}/intake/new", room, {"secretary"}, form, ROOM),
        Case(f"{D}/intake/<reference>", letter, {"secretariat"}, {"act": "confirm", "seen": "1"}, DESK),
        Case(f"{D}/intake/<reference>", letter, {"secretariat"}, better, DESK),
    ]
