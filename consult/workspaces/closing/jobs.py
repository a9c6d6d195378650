"""What the worker does for rooms that are closed: their last members stop reading when their day is over."""

from datetime import datetime
from typing import Any

from consult.core.actors import system
from consult.core.clock import next_local_hour, now
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.proceedings.models import RELEASE_HOUR
from consult.workspaces.closing.operations import END_READING, SWEEP_ROOMS, end_reading
from consult.workspaces.closing.queries import rooms_to_end

WORKER = system("worker")


def end(work: Work, values: dict[str, Any]) -> datetime | None:
    """One room, at the end of its day."""
    work.run(end_reading, WORKER, bulk=True, proceeding_id=values["proceeding_id"])
    return None


def sweep(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Every room whose day is over, also where it was changed after the closing; again tomorrow."""
    with work.database.reading() as db:
        found = rooms_to_end(db, now())
    for proceeding_id in found:
        work.run(end_reading, WORKER, bulk=True, proceeding_id=proceeding_id)
    return next_local_hour(RELEASE_HOUR, "UTC")


HANDLERS: dict[str, Handler] = {END_READING: end, SWEEP_ROOMS: sweep}
