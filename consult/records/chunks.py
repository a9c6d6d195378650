"""Bulk work in small transactions, so that people who wait for the writer never wait long for an import."""

import time
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.work import Work

AIM_SECONDS = 0.015  # of a chunk's own statements; numbers and commit come on top, and 50 ms is the limit
FIRST, LEAST, MOST = 32, 4, 4000

T = TypeVar("T")
Progress = Callable[[int], None]


def in_chunks(
    work: Work,
    actor: Actor,
    operation: Callable[..., T],
    rows: Iterable[Any],
    progress: Progress = lambda _n: None,
    **values: Any,
) -> Iterator[T]:
    """Run `operation(db, actor, rows=..., **values)` over all rows, bulk behind people; its result for each chunk.

    The size of the next chunk follows from the time that the last one took.
    """

    def timed(db: Session, actor: Actor, *, rows: list[Any], **values: Any) -> tuple[T, float]:
        started = time.monotonic()
        result = operation(db, actor, rows=rows, **values)
        db.flush()
        return result, time.monotonic() - started

    size, source = FIRST, iter(rows)
    while chunk := list(islice(source, size)):
        result, seconds = work.run(timed, actor, bulk=True, rows=chunk, **values).result
        size = next_size(len(chunk), seconds)
        progress(len(chunk))
        yield result


def next_size(rows: int, seconds: float) -> int:
    """How many rows may come next, after so many took so long; it grows at most fourfold at a time."""
    fitting = rows * min(4.0, AIM_SECONDS / max(seconds, 1e-6))
    return max(LEAST, min(MOST, int(fitting)))
