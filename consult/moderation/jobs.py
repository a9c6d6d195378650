"""What the worker does at the desk: it goes on with decisions that were asked for at once."""

import time
from datetime import datetime, timedelta
from typing import Any

from consult.core.actors import system
from consult.core.clock import now
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.moderation.operations.bulk import GO_ON
from consult.moderation.operations.bulk_chunks import go_on

WORKER = system("worker")
CHUNK_SECONDS = 0.030  # what one chunk is to take, of the 50 ms that it may
TURN_SECONDS = 10.0  # then other jobs have their turn
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


HANDLERS: dict[str, Handler] = {GO_ON: go_on_with_bulk}
