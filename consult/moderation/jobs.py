"""What the worker does at the desk: it goes on with decisions that were asked for at once."""

import time
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.jobs import Handler, enqueue
from consult.core.work import Work
from consult.moderation.operations.bulk import GO_ON, drop_unconfirmed
from consult.moderation.operations.bulk_chunks import go_on
from consult.moderation.operations.likening import find_common_lines, group_again, group_new_texts, texts_read

WORKER = system("worker")
CHUNK_SECONDS = 0.030  # what one chunk is to take, of the 50 ms that it may
TURN_SECONDS = 3.0  # then other jobs have their turn, and a worker that is told to stop does
GROUP = "group_texts"
GROUPED_AT_ONCE = 10
GROUPED_EVERY = timedelta(seconds=15)
FIRST_LOOK = 8
BREATH_SECONDS = 0.010  # after each chunk, in which another process can write


def go_on_with_bulk(work: Work, values: dict[str, Any]) -> datetime | None:
    """Decide or undo what is left of a bulk, in chunks; at once again where there is more than a turn's work."""
    until, pace = time.monotonic() + TURN_SECONDS, Pace()
    while time.monotonic() < until:
        if not pace.step(work, str(values["bulk"])):
            return None
        time.sleep(BREATH_SECONDS)
    return now() + timedelta(milliseconds=1)


class Pace:
    """How many fit into a chunk, learned from the chunks before."""

    def __init__(self) -> None:
        self.limit = 10

    def step(self, work: Work, public_id: str) -> int:
        """One chunk; how many there were."""
        began = time.monotonic()
        done = work.run(go_on, WORKER, bulk=True, public_id=public_id, limit=self.limit).result
        took = max(time.monotonic() - began, 0.001)
        fitting = int(self.limit * CHUNK_SECONDS / took)
        self.limit = max(5, min(fitting, self.limit * 2, 100))
        return done


def group_texts(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Put what came since into groups of texts that are nearly alike, drop bulks that nobody confirmed; again in a while."""
    work.run(drop_unconfirmed, WORKER, bulk=True)
    before = work.run(texts_read, WORKER, bulk=True).result
    until = time.monotonic() + TURN_SECONDS
    while time.monotonic() < until and work.run(group_new_texts, WORKER, bulk=True, limit=GROUPED_AT_ONCE).result:
        time.sleep(BREATH_SECONDS)
    for proceeding_id, count in work.run(texts_read, WORKER, bulk=True).result.items():
        if _has_grown(before.get(proceeding_id, 0), count):
            _look_for_lines(work, proceeding_id)
    return now() + GROUPED_EVERY


def _has_grown(before: int, count: int) -> bool:
    """Whether there are so many more that what many share may be something else: at 8, 16, 32 and so on."""
    return count >= FIRST_LOOK and count.bit_length() > before.bit_length()


def _look_for_lines(work: Work, proceeding_id: int) -> None:
    """Where other lines than before are shared by many, all texts are compared anew without them."""
    if not work.run(find_common_lines, WORKER, bulk=True, proceeding_id=proceeding_id).result:
        return
    after: int | None = 0
    while after is not None:
        step = {"proceeding_id": proceeding_id, "after": after, "limit": GROUPED_AT_ONCE}
        after = work.run(group_again, WORKER, bulk=True, **step).result
        time.sleep(BREATH_SECONDS)


def ask_to_group(db: Session, _actor: Actor) -> None:
    """Ask for the job that groups texts, once for a site."""
    enqueue(db, GROUP, {}, key=GROUP)


HANDLERS: dict[str, Handler] = {GO_ON: go_on_with_bulk, GROUP: group_texts}
