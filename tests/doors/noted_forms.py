"""Requests that write the minutes."""

from tests.doors.door import H
from tests.doors.forms import ROOM_LEAD, Case
from tests.doors.scene import ROOM, Scene


def noting(scene: Scene) -> list[Case]:
    """Writing, correcting and removing a line, and agreeing a text."""
    at = {"slug": "private-hearing"}
    line = at | {"line": scene.furniture["line"]}
    key = {"client_id": "6f2c4f0e-3a51-4a43-9f0e-0d9d2a5f7b11"}
    new = {"text": "One more line.", "kind": "speech", "turn": "none", "item": "none"}
    agreed = f"{H}/minutes/agreed/<item>/<code>"
    correct = f"{H}/minutes/lines/<line>/correct"
    return [
        Case(f"{H}/minutes/", at, ROOM_LEAD, new | key, ROOM),
        Case(correct, line, ROOM_LEAD, {"act": "correct", "text": "Otherwise.", "seen": "1"}, ROOM),
        Case(correct, line, ROOM_LEAD, {"act": "remove", "seen": "1"}, ROOM),
        Case(agreed, at | {"item": scene.furniture["noted item"], "code": "en"}, ROOM_LEAD, {}, ROOM, stands=agreed),
    ]
