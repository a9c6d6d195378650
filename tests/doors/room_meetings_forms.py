"""Requests of meetings: planning one, and saying who was there."""

from tests.doors.forms import ROOM_LEAD, Case
from tests.doors.room_meetings import JUNE, T
from tests.doors.scene import ROOM, Scene


def meeting(scene: Scene) -> list[Case]:
    """One of each."""
    at = {"slug": "private-workspace"}
    new = {"title": "A meeting", "language": "en", "place": "Here", "url": "", "agenda": "Opening", **JUNE}
    one = at | {"meeting": scene.furniture["meeting"]}
    return [
        Case(f"{T}/new", at, ROOM_LEAD, new, ROOM),
        Case(f"{T}/<meeting>", one, ROOM_LEAD, {"present": str(scene.people["member"].id)}, ROOM),
    ]
