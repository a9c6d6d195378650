"""Requests of advice and of the handing over of a record."""

from tests.doors.forms import ROOM_LEAD, Case
from tests.doors.room_advice import RECORD, G
from tests.doors.scene import ROOM, Scene


def advising(scene: Scene) -> list[Case]:
    """One request for each act, on advice that is kept; and the record of a room that has ended."""
    at = {"slug": "private-workspace"}
    kept = at | {"public_id": scene.furniture["kept advice"]}
    given = {"version": f"{scene.furniture['advice text']} 1", "signed": "A group", "covering": ""}
    return [
        Case(f"{G}/", at, ROOM_LEAD, given, ROOM),
        Case(f"{G}/<public_id>/publish", kept, ROOM_LEAD, {"addressee": ""}, ROOM),
        Case(f"{G}/<public_id>/withdraw", kept, ROOM_LEAD, {"reason": "Too early."}, ROOM),
        Case(
            f"{RECORD}/hand-over", {"slug": "ended-room"}, ROOM_LEAD, {"archive": "An archive", "note": ""}, ROOM_LEAD
        ),
    ]
