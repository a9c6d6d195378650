"""What the story tells of one part of a room."""

import json
from pathlib import Path
from typing import Any

from consult.demo.rooms.made import DemoRoom

CONTENT = Path(__file__).parent.parent / "content"


def part_of(name: str, room: DemoRoom) -> Any | None:
    """The file of a part, where it is about a room of this form; else None."""
    says = json.loads((CONTENT / f"{name}.json").read_text(encoding="utf-8"))
    return says if says["room"] == room.form else None
