"""Requests of votes in a room: drafting, voting, opening, closing, withdrawing."""

from tests.doors.forms import ROOM_LEAD, WRITERS, Case
from tests.doors.room_votes import ACT, V
from tests.doors.scene import ROOM, Scene


def deciding(scene: Scene) -> list[Case]:
    """One request for each act, on a draft of who leads and on a vote that is open."""
    at = {"slug": "private-workspace"}
    draft, opened = (at | {"vote": scene.furniture[name]} for name in ("draft vote", "open vote"))
    new = {"title": "Another", "text": "", "language": "en", "method": "majority", "majority": "simple", "options": ""}
    new |= {"secrecy": "open", "quorum": "50", "closes_local": "", "document": "", "meeting": ""}
    seen = {"seen": "1"}
    return [
        Case(f"{V}/new", at, WRITERS, new, ROOM),
        Case(f"{V}/<vote>/edit", draft, ROOM_LEAD, new | seen, ROOM),
        Case(f"{V}/<vote>", opened, {"member", "chair"}, {"choice": "agree"}, ROOM),
        Case(ACT, draft | {"act": "open"}, ROOM_LEAD, seen, ROOM),
        Case(f"{V}/<vote>/discard", draft, ROOM_LEAD, seen, ROOM),
        Case(ACT, opened | {"act": "close"}, ROOM_LEAD, {}, ROOM),
        Case(ACT, opened | {"act": "withdraw"}, ROOM_LEAD, {"reason": "Not now."}, ROOM),
    ]
