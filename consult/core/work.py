"""The unit of work: the only way to change the database.

`Work.run(operation, actor, **input)` gives `(result, numbers)` once the change is on disk. An operation is a plain
function `(db, actor, **input)` that may be run again; it never commits, sleeps, renders, hashes passwords, touches
files or sends.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.announcements import Announcement, Herald, take_announcements, write_announcements
from consult.core.db import Database
from consult.core.errors import Unavailable
from consult.core.writer import Ticket, Writer

log = logging.getLogger(__name__)
RETRIES = 8
RETRYABLE = ("40P01", "40001")

Numbers = Mapping[str, int]
T = TypeVar("T")


class Outcome(NamedTuple, Generic[T]):
    """What an operation gave back, and the last number taken in each stream it touched, by the stream's public id."""

    result: T
    numbers: Numbers


class Done(NamedTuple, Generic[T]):
    """What one step leaves behind: the outcome for who asked, the announcements for the heralds, and their last number."""

    outcome: Outcome[T]
    announced: tuple[Announcement, ...]
    last_announced: int | None


class ReloadActor(Protocol):
    """Loads who acts once more inside the transaction, locked against a revocation; raises when the right is gone."""

    def __call__(self, db: Session, actor: Actor) -> Actor: ...


class NoteAct(Protocol):
    """Writes down, in the same transaction, what somebody of the staff did."""

    def __call__(self, db: Session, actor: Actor, operation: str, values: Mapping[str, Any], /) -> None: ...


class Work:
    """Runs operations: on SQLite in the writer thread, on PostgreSQL in transactions that are tried again."""

    writer_class: type[Writer] = Writer

    def __init__(self, database: Database) -> None:
        self.database = database
        self.reload_actor: ReloadActor = lambda _db, actor: actor
        self.note_act: NoteAct = lambda _db, _actor, _operation, _values: None
        self.take_numbers: Callable[[Session], Numbers] = lambda _db: {}
        self.listeners: list[Callable[[Numbers], None]] = []
        self.heralds: list[Herald] = []
        self.await_others: Callable[[int], None] = lambda _number: None
        self.writer = self.writer_class(database, self.herald, self.tell) if database.is_sqlite else None

    def run(self, operation: Callable[..., T], actor: Actor, *, bulk: bool = False, **values: Any) -> Outcome[T]:
        """Run one operation to the disk and tell the listeners. Raises what it raises, or Unavailable.

        Where it announced something, the other processes have heard that, too, before this returns (`await_others`).

        `bulk` work (imports, jobs, acts on many) waits behind what a person is waiting for.
        """

        def step(db: Session) -> Done[T]:
            known = self.reload_actor(db, actor)
            if known.account_id is not None:
                known = replace(known, used=[])  # what this operation asks for, and no page before it
            result = operation(db, known, **values)
            db.flush()
            if known.used:
                self.note_act(db, known, getattr(operation, "__name__", "operation"), values)
            numbers, announced = self.take_numbers(db), take_announcements(db)
            return Done(Outcome(result, numbers), announced, write_announcements(db, announced))

        done: Done[T]
        if self.writer is not None:
            done = self.writer.submit(Ticket(step, bulk)).wait()
        else:
            done = self._run_with_retries(step)
            self.herald(done)
            self.tell(done)
        if done.last_announced is not None:
            self.await_others(done.last_announced)
        return done.outcome

    def herald(self, done: Done[Any]) -> None:
        """Tell the heralds what was announced; after the commit, and before whoever asked has the answer.

        On SQLite this and `tell` happen in the writer thread: a herald or listener only passes on and returns.
        """
        for kind, value in done.announced:
            for herald in self.heralds:
                herald(kind, value)

    def tell(self, done: Done[Any]) -> None:
        """Tell the listeners that streams have moved; never before the commit, so that their failures undo nothing."""
        for listener in self.listeners if done.outcome.numbers else ():
            try:
                listener(done.outcome.numbers)
            except Exception:
                log.exception("a listener failed")

    def _run_with_retries(self, step: Callable[[Session], Done[T]]) -> Done[T]:
        for attempt in range(RETRIES):
            try:
                with Session(self.database.writers, expire_on_commit=False) as db, db.begin():
                    return step(db)
            except IntegrityError as error:
                if not was_quicker(error) or attempt:
                    raise
                log.info("transaction tried again: somebody was quicker")
            except OperationalError as error:
                if not may_retry(error):
                    raise unavailable(error) from error
                log.info("transaction tried again", extra={"attempt": attempt + 1})
            except PoolTimeout as error:
                raise Unavailable("busy") from error
        raise Unavailable("busy")

    def oldest_wait_s(self) -> float:
        """For how long the oldest waiting operation has waited, in seconds."""
        return self.writer.oldest_wait_s() if self.writer else 0.0

    def close(self) -> None:
        """Finish what waits, then stop the writer."""
        if self.writer is not None:
            self.writer.stop()


def may_retry(error: DBAPIError) -> bool:
    """Whether PostgreSQL gave this transaction up only because of another one."""
    return getattr(error.orig, "sqlstate", None) in RETRYABLE


def was_quicker(error: IntegrityError) -> bool:
    """Whether a row of this key is there already: run again, the operation sees a row that came while it ran."""
    return getattr(error.orig, "sqlstate", None) == "23505"


def unavailable(error: BaseException) -> Unavailable:
    """The refusal for a database that cannot write now; the cause goes to the log, without anybody's words."""
    cause = getattr(error, "orig", None) or error
    log.error("cannot write: %s", type(cause).__name__, extra={"cause": str(cause).splitlines()[0][:200]})
    return Unavailable("cannot_write")
