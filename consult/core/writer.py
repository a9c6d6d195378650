"""The one native writer thread of SQLite, with group commit.

What waits at one moment goes into one transaction of at most 64 operations or 20 ms, each in a savepoint with an
outcome of its own. A locked or slow disk stops this thread and never the event loop. The lock, the queue and the thread
are the interpreter's own even where gevent has patched the rest.
"""

import logging
import os
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any

import gevent
from gevent import monkey
from gevent.event import AsyncResult
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from consult.core.db import Database
from consult.core.errors import Unavailable

log = logging.getLogger(__name__)
BATCH_OPERATIONS = 64
BATCH_SECONDS = 0.020
DEADLINE_SECONDS = 10.0

SimpleQueue = monkey.get_original("queue", "SimpleQueue")
allocate_lock = monkey.get_original("_thread", "allocate_lock")
start_new_thread = monkey.get_original("_thread", "start_new_thread")


class Ticket:
    """One operation that waits for the writer, and its answer."""

    def __init__(self, step: Callable[[Session], Any], bulk: bool) -> None:
        self.step = step
        self.bulk = bulk
        self.since = time.monotonic()
        self.abandoned = False
        self.value: Any = None
        self.error: BaseException | None = None
        self._loop = gevent.get_hub().loop if monkey.is_module_patched("socket") else None
        self._done: Any = AsyncResult() if self._loop else allocate_lock()
        if not self._loop:
            self._done.acquire()

    def answer(self) -> None:
        """Wake who waits; called in the writer thread."""
        if self._loop:
            self._loop.run_callback_threadsafe(self._done.set, True)
        else:
            self._done.release()

    def wait(self) -> Any:
        """The operation's outcome; raises its error, or Unavailable after the deadline."""
        deadline = None if self.bulk else DEADLINE_SECONDS
        if not self._arrived(deadline):
            self.abandoned = True
            raise Unavailable("too_slow")
        if self.error is not None:
            raise self.error
        return self.value

    def _arrived(self, deadline: float | None) -> bool:
        if not self._loop:
            return bool(self._done.acquire(timeout=-1 if deadline is None else deadline))
        try:
            return bool(self._done.get(timeout=deadline))
        except gevent.Timeout:
            return False


class Writer:
    """Takes tickets in the order of their coming, people before bulk."""

    def __init__(self, database: Database, herald: Callable[[Any], None], tell: Callable[[Any], None]) -> None:
        self.database = database
        self._herald = herald
        self._tell = tell
        self._people: deque[Ticket] = deque()
        self._bulk: deque[Ticket] = deque()
        self._wake = SimpleQueue()
        self._stopped = allocate_lock()
        self._door = allocate_lock()
        self._running = False
        self._stopping = False

    def submit(self, ticket: Ticket) -> Ticket:
        """Put a ticket into the queue; the thread starts with the first one."""
        with self._door:  # several threads may send the first one, or the last one while the writer stops
            if self._stopping:
                raise Unavailable("stopping")
            if not self._running:
                self._running = True
                self._stopped.acquire()
                start_new_thread(self._live, ())
            (self._bulk if ticket.bulk else self._people).append(ticket)
        self._wake.put(None)
        return ticket

    def oldest_wait_s(self) -> float:
        """How long the oldest ticket has waited, in seconds."""
        heads = [queue[0].since for queue in (self._people, self._bulk) if queue]
        return time.monotonic() - min(heads) if heads else 0.0

    def stop(self) -> None:
        """Answer all that waits, then end the thread; may be asked for more than once."""
        with self._door:
            self._stopping = True
        if self._running:
            self._wake.put(None)
            with self._stopped:
                self._running = False

    def _live(self) -> None:
        connection: Connection | None = None
        try:
            connection = self.database.writers.connect()
            while True:
                self._wake.get()
                self._serve_waiting(connection)
                if self._stopping and not self._people and not self._bulk:
                    break
            connection.close()
            self._stopped.release()
        except BaseException:
            log.critical("the writer died; the process ends", exc_info=True)
            sys.stderr.flush()
            os._exit(70)

    def _next(self) -> Ticket | None:
        while self._people or self._bulk:
            ticket = (self._people or self._bulk).popleft()
            if not ticket.abandoned:
                return ticket
        return None

    def _serve_waiting(self, connection: Connection) -> None:
        ticket = self._next()
        while ticket is not None:
            batch, ticket = self._write_batch(connection, ticket)
            self.answer(batch)
            ticket = ticket or self._next()

    def _write_batch(self, connection: Connection, first: Ticket) -> tuple[list[Ticket], Ticket | None]:
        batch: list[Ticket] = []
        started = time.monotonic()
        ticket: Ticket | None = first
        try:
            transaction = connection.begin()
            while ticket is not None:
                batch.append(ticket)
                self._run_in_savepoint(connection, ticket)
                full = len(batch) >= BATCH_OPERATIONS or time.monotonic() - started > BATCH_SECONDS
                ticket = None if full else self._next()
            self.commit(transaction, batch)
        except Exception as error:
            self._give_up(connection, batch or [first], error)
        return batch or [first], None

    def commit(self, transaction: Any, batch: list[Ticket]) -> None:
        """Put the batch on disk. A composed test writer waits here."""
        transaction.commit()

    def answer(self, batch: list[Ticket]) -> None:
        """Tell the heralds, then the senders, then those who listen to the streams.

        A removal is so confirmed only after the sockets were told of it.
        """
        written = [ticket.value for ticket in batch if ticket.error is None and ticket.value is not None]
        for done in written:
            self._herald(done)
        for ticket in batch:
            ticket.answer()
        for done in written:
            self._tell(done)

    def _run_in_savepoint(self, connection: Connection, ticket: Ticket) -> None:
        with Session(connection, join_transaction_mode="create_savepoint", expire_on_commit=False) as db:
            try:
                ticket.value = ticket.step(db)
                db.commit()
                ticket.error = None
            except Exception as error:
                if is_lost(connection, error):
                    raise
                db.rollback()
                ticket.error = error

    def _give_up(self, connection: Connection, batch: list[Ticket], error: Exception) -> None:
        from consult.core.work import unavailable

        refusal = unavailable(error)
        for ticket in batch:
            ticket.value, ticket.error = None, refusal
        try:
            connection.rollback()
        except DBAPIError:
            connection.invalidate()


def is_lost(connection: Connection, error: BaseException) -> bool:
    """Whether an error has taken the whole transaction with it, or will: a full disk, a lock, an input/output error."""
    return isinstance(error, OperationalError) or not connection.connection.dbapi_connection.in_transaction  # type: ignore[union-attr]
