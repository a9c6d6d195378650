"""What the worker does at the desk: it goes on with decisions that were asked for at once."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.jobs import Handler, Job, enqueue
from consult.core.work import Work
from consult.moderation.operations.bulk import GO_ON, drop_unconfirmed
from consult.moderation.operations.bulk_chunks import go_on
from consult.moderation.operations.likening import find_common_lines, group_again, group_new_texts, texts_read

WORKER = system("worker")
T = TypeVar("T")
CHUNK_SECONDS = 0.035  # what the operation of a chunk is to take; with ledger and commit it stays at 50 ms
TURN_SECONDS = 3.0  # then other jobs have their turn, and a worker that is told to stop does
GROUP = "group_texts"
MOST_AT_ONCE = 100
GROUPED_EVERY = timedelta(seconds=15)
FIRST_LOOK = 8
BREATH_SECONDS = 0.004  # after each chunk, in which another process can write


def go_on_with_bulk(work: Work, values: dict[str, Any]) -> datetime | None:
    """Decide or undo what is left of a bulk, in chunks; at once again where there is more than a turn's work."""
    until, pace = time.monotonic() + TURN_SECONDS, Pace(10)
    while time.monotonic() < until:
        if not pace.step(work, go_on, public_id=str(values["bulk"])):
            return None
    return now() + timedelta(milliseconds=1)


class Pace:
    """How many fit into a chunk, learned from the chunks before; what waiting for others takes does not count."""

    def __init__(self, first: int) -> None:
        self.limit = first

    def step(self, work: Work, operation: Callable[..., T], **values: Any) -> T:
        """One chunk of an operation with a `limit`, and a breath; what it gives."""
        done: tuple[T, float] = work.run(_timed, WORKER, bulk=True, step=operation, limit=self.limit, **values).result
        result, took = done
        fitting = int(self.limit * CHUNK_SECONDS / max(took, 0.001))
        self.limit = max(1, min(fitting, self.limit * 2, MOST_AT_ONCE))
        time.sleep(BREATH_SECONDS)
        return result


def _timed(db: Session, actor: Actor, *, step: Callable[..., T], **values: Any) -> tuple[T, float]:
    began = time.monotonic()
    result = step(db, actor, **values)
    db.flush()
    return result, time.monotonic() - began


def group_texts(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Put what came since into groups of texts that are nearly alike, drop bulks that nobody confirmed; again in a while.

    Other jobs go before: people wait for those.
    """
    work.run(drop_unconfirmed, WORKER, bulk=True)
    before = work.run(texts_read, WORKER, bulk=True).result
    until, pace = time.monotonic() + TURN_SECONDS, Pace(2)
    while pace.step(work, group_new_texts):
        if time.monotonic() > until or work.run(_others_wait, WORKER, bulk=True).result:
            return now() + timedelta(seconds=1)
    for proceeding_id, count in work.run(texts_read, WORKER, bulk=True).result.items():
        if _has_grown(before.get(proceeding_id, 0), count):
            _look_for_lines(work, proceeding_id)
    return now() + GROUPED_EVERY


def _others_wait(db: Session, _actor: Actor) -> bool:
    """Whether another job is due."""
    due = select(Job.id).where(Job.state == "waiting", Job.due_at <= now(), Job.kind != GROUP)
    return db.scalar(due.limit(1)) is not None


def _has_grown(before: int, count: int) -> bool:
    """Whether there are so many more that what many share may be something else: at 8, 16, 32 and so on."""
    return count >= FIRST_LOOK and count.bit_length() > before.bit_length()


def _look_for_lines(work: Work, proceeding_id: int) -> None:
    """Where other lines than before are shared by many, all texts are compared anew without them."""
    if not work.run(find_common_lines, WORKER, bulk=True, proceeding_id=proceeding_id).result:
        return
    after, pace = 0, Pace(2)
    while (reached := pace.step(work, group_again, proceeding_id=proceeding_id, after=after)) is not None:
        after = reached


def ask_to_group(db: Session, _actor: Actor) -> None:
    """Ask for the job that groups texts, once for a site."""
    enqueue(db, GROUP, {}, key=GROUP)


HANDLERS: dict[str, Handler] = {GO_ON: go_on_with_bulk, GROUP: group_texts}
