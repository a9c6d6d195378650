"""What the parts of workspaces do because something happened elsewhere, in each process that makes it happen."""

from consult.workspaces.documents.papers import papers
from consult.workspaces.rooms.operations.following import know_rooms
from consult.workspaces.rooms.operations.guests import PAPERS


def know_workspaces() -> None:
    """Let rooms follow their workspaces and the rights to them, and know whose guests their documents have."""
    know_rooms()
    PAPERS[:] = [papers]
