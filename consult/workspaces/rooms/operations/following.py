"""What happens in a room because something happened to its workspace or to somebody's right."""

from consult.proceedings.operations import CREATED
from consult.proceedings.people.operations import ENDING, TAKEN_UP
from consult.proceedings.people.queries import UNTOLD
from consult.workspaces.rooms.joining_queries import directed_invitations
from consult.workspaces.rooms.operations.leaving import right_ending, seat_taken_up
from consult.workspaces.rooms.operations.shaping import begin_room


def know_rooms() -> None:
    """Let new workspaces become rooms, and seats follow the rights to them, in each process that makes or ends those."""
    CREATED[:] = [begin_room]
    TAKEN_UP[:] = [seat_taken_up]
    ENDING[:] = [right_ending]
    UNTOLD[:] = [directed_invitations]
