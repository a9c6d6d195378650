"""Small operations over streams, for tests of the unit of work and the ledger."""

import threading
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.localized import LocalizedText
from consult.ledger.append import Pending, append
from consult.ledger.models import Entry, Stream
from consult.site import Site

TEST = system("test")
PATIENCE = 20.0


class Refused(Exception):
    """What an operation of a test raises."""


def make_streams(site: Site, count: int) -> list[int]:
    """The ids of fresh streams."""

    def add(db: Session, actor: Actor) -> list[int]:
        streams = [Stream(scope_id=number, audience="public") for number in range(count)]
        db.add_all(streams)
        db.flush()
        return [stream.id for stream in streams]

    return site.work.run(add, TEST).result


def note(
    db: Session, actor: Actor, *, streams: Sequence[int], word: str, then: Callable[[], None] | None = None
) -> str:
    """Append one entry to each stream in the order given, and keep the word in a row."""
    for stream_id in streams:
        append(db, Pending(stream_id, "test.noted", word, now()))
    db.add(LocalizedText(owner=word, field="word", language="en", text=word, status="original", source_hash=""))
    db.flush()
    if then is not None:
        then()
    return word


def entries(site: Site, stream_id: int) -> list[tuple[int, str]]:
    """(seq, reference) of a stream in the order of the numbers."""
    with site.database.reading() as db:
        query = select(Entry.seq, Entry.reference).where(Entry.stream_id == stream_id).order_by(Entry.seq)
        return [(row.seq, row.reference) for row in db.execute(query)]


def words(site: Site) -> list[str]:
    """Every word that was kept, in the order of its row."""
    with site.database.reading() as db:
        return list(db.scalars(select(LocalizedText.text).order_by(LocalizedText.id)))


def in_threads(tasks: Iterable[Callable[[], Any]]) -> list[Any]:
    """The results of tasks that run side by side, or the exceptions they raise, in the order of the tasks."""
    tasks = list(tasks)
    results: list[Any] = [None] * len(tasks)

    def run(place: int, task: Callable[[], Any]) -> None:
        try:
            results[place] = task()
        except Exception as error:
            results[place] = error

    threads = [threading.Thread(target=run, args=item, daemon=True) for item in enumerate(tasks)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads), "a task is stuck"
    return results
