"""What happens in a room because something happened to its workspace or to somebody's right."""

from consult.proceedings.operations import CREATED
from consult.workspaces.rooms.operations.shaping import begin_room


def know_rooms() -> None:
    """Let new workspaces become rooms, in each process that makes them."""
    CREATED[:] = [begin_room]
