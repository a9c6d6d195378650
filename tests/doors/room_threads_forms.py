"""Requests of discussions: opening, writing, reading, deciding, closing."""

import uuid

from tests.doors.forms import ROOM_LEAD, WRITERS, Case
from tests.doors.room_threads import ONE, T
from tests.doors.scene import ROOM, Scene


def discussing(scene: Scene) -> list[Case]:
    """One request for each act, on a discussion of a member."""
    at = {"slug": "private-workspace"}
    one = at | {"discussion": scene.furniture["discussion"]}
    said = at | {"reference": scene.furniture["decided message"]}

    def words(**more: str) -> dict[str, str]:
        return {"body": "A message.", "language": "en", "client_id": str(uuid.uuid4())} | more

    return [
        Case(f"{T}/", at, WRITERS, words(title="Another"), ROOM),
        Case(f"{ONE}/", one, WRITERS, words(), ROOM),
        Case(f"{T}/read", at, ROOM, {}, ROOM),
        Case(f"{ONE}/read", one, ROOM, {}, ROOM),
        Case(f"{ONE}/title", one, ROOM_LEAD | {"member"}, {"title": "Another"}, ROOM),
        Case(f"{ONE}/state", one, ROOM_LEAD, {"act": "pin"}, ROOM),
        Case(f"{T}/messages/<reference>/decision", said, ROOM_LEAD, {"act": "unmark"}, ROOM),
    ]
