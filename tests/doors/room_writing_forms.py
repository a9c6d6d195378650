"""Requests of those who write a document together."""

from tests.doors.forms import ROOM_LEAD, WRITERS, Case
from tests.doors.room_writing import CONFLICT, EDIT, HISTORY
from tests.doors.scene import ROOM, Scene

KEYS = {
    name: f"6f2c4f0e-3a51-4a43-9f0e-0d9d2a5f7b{number}" for number, name in enumerate(("save", "restore", "merge"), 10)
}


def writing(scene: Scene) -> list[Case]:
    """Taking a paragraph, saving, restoring, merging and setting aside."""
    at = {"slug": "private-workspace", "piece": scene.furniture["written document"]}
    one = at | {"key": scene.furniture["written paragraph"]}
    late = at | {"conflict": scene.furniture["late version"]}
    save = {"act": "save", "seen": "2", "window": "window-of-doors", "text": "Other words.", "client_id": KEYS["save"]}
    restore = {"act": "restore", "seen": "2", "revision": "1", "client_id": KEYS["restore"]}
    merge = {"act": "merge", "seen": "2", "text": "Both at once.", "client_id": KEYS["merge"]}
    return [
        Case(EDIT, one, WRITERS, {"act": "take", "window": "window-of-doors"}, ROOM),
        Case(EDIT, one, WRITERS, save, ROOM),
        Case(HISTORY, one, WRITERS, restore, ROOM),
        Case(CONFLICT, late, WRITERS, merge, ROOM),
        Case(CONFLICT, late, ROOM_LEAD, {"act": "set_aside"}, ROOM),
    ]
