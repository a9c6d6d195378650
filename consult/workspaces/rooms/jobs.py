"""What the worker does for rooms: it notes that the term of a seat is over."""

from datetime import datetime
from typing import Any

from consult.core.actors import system
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.workspaces.rooms.operations.leaving import note_term_end
from consult.workspaces.rooms.operations.seating import TERM_JOB


def note_term(work: Work, values: dict[str, Any]) -> datetime | None:
    """The seat is empty from now on; its right has ended by the clock."""
    work.run(note_term_end, system("worker"), seat=values["seat"])
    return None


HANDLERS: dict[str, Handler] = {TERM_JOB: note_term}
