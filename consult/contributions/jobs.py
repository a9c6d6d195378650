"""What the worker does for contributions: the daily release, closings, and forgetting who sent with what key."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.docket.folding import FOLD, fold
from consult.contributions.operations.listing import release_chunk
from consult.contributions.operations.submit import forget_sendings
from consult.core.actors import Actor, system
from consult.core.clock import next_local_hour
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.proceedings.models import RELEASE_HOUR, Proceeding
from consult.proceedings.operations import note_closing, note_opening

WORKER = system("worker")
RELEASED_AT_ONCE = 12  # a chunk of some 30 ms, so that people who wait for the writer are served between chunks


def release(work: Work, values: dict[str, Any]) -> datetime | None:
    """Give what waits in one proceeding its public entry; again at the same hour of the next day there."""
    proceeding_id = int(values["proceeding_id"])
    release_all(work, WORKER, proceeding_id)
    zone = work.run(_zone, WORKER, bulk=True, proceeding_id=proceeding_id).result
    return next_local_hour(RELEASE_HOUR, zone)


def release_all(work: Work, actor: Actor, proceeding_id: int) -> int:
    """Give all that waits in a proceeding its public entry, in small transactions; how many there were."""
    total, after = 0, ""
    while True:
        step = work.run(
            release_chunk, actor, bulk=True, proceeding_id=proceeding_id, after=after, limit=RELEASED_AT_ONCE
        ).result
        if not step.released:
            return total
        total, after = total + step.released, step.after


def release_closed(work: Work, values: dict[str, Any]) -> datetime | None:
    """Give what was to be published at the closing its public entry, shuffled; once."""
    release_all(work, WORKER, int(values["proceeding_id"]))
    return None


def forget(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Forget the keys of sendings older than a day; again tomorrow."""
    work.run(forget_sendings, WORKER, bulk=True)
    return next_local_hour(RELEASE_HOUR, "UTC")


def open_by_clock(work: Work, values: dict[str, Any]) -> datetime | None:
    """Do what follows when a proceeding has opened by the clock."""
    work.run(note_opening, WORKER, bulk=True, proceeding_id=int(values["proceeding_id"]))
    return None


def close(work: Work, values: dict[str, Any]) -> datetime | None:
    """Note that a proceeding has closed by the clock, with the tally of its votes."""
    work.run(note_closing, WORKER, bulk=True, proceeding_id=int(values["proceeding_id"]))
    return None


def _zone(db: Session, _actor: Actor, *, proceeding_id: int) -> str:
    return db.scalars(select(Proceeding.zone).where(Proceeding.id == proceeding_id)).one()


HANDLERS: dict[str, Handler] = {
    "release": release,
    "release_closed": release_closed,
    "open": open_by_clock,
    "close": close,
    "forget_sendings": forget,
    FOLD: fold,
}
