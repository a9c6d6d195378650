"""A process sends what is private only while it holds a lease, so that a removal holds in all processes when it is confirmed.

The lease is a row that a process renews as long as somebody here follows a private stream. The row also says how far the
process has heard what was announced (core/announcements.py). Whoever removes waits until each other process has heard of
it or its lease has run out. Two seconds are measured by the database's clock for the row, and by this process from before
it asked for the row: its own lease ends first. Redis is not needed.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

import gevent
from gevent.lock import BoundedSemaphore
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consult.core.actors import Actor, system
from consult.core.announcements import announced_after, last_announced
from consult.core.clock import now
from consult.core.db import Database, new_public_id
from consult.core.errors import Unavailable
from consult.core.work import Work
from consult.live.models import LiveProcess

log = logging.getLogger(__name__)
LEASE_S, MARGIN_S, RENEW_S, LISTEN_S = 2.0, 0.25, 1.0, 0.25
LOOK_S, LONGEST_S = 0.05, 3.0
CLOCK = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)  # goes on while the machine sleeps
LIVE = system("live")


def moment() -> float:
    """Seconds of a clock that never stops and that nobody sets."""
    return time.clock_gettime(CLOCK)


class Lease:
    """The lease of this process. `hear` obeys one announcement, `recheck` says that rights must be looked at afresh.

    `number` counts the leases: what was looked at under an earlier one is not known to hold any more.
    """

    def __init__(
        self, work: Work, wanted: Callable[[], bool], hear: Callable[[str, int], None], recheck: Callable[[], None]
    ) -> None:
        self.id = new_public_id()
        self.heard = 0
        self.number = 0
        self._work = work
        self._wanted, self._hear, self._recheck = wanted, hear, recheck
        self._asked = self._until = 0.0
        self._has_row = False
        self._door = BoundedSemaphore(1)
        self._task: gevent.Greenlet[[], None] | None = None

    @property
    def holds(self) -> bool:
        """Whether this process may send what is private. One that serves nobody yet has nothing to wait for."""
        return self._task is None or moment() < self._until

    def start(self) -> None:
        """Begin to look after the lease."""
        self._task = gevent.spawn(self._live)

    def stop(self) -> None:
        """Give it back."""
        if self._task is not None:
            self._task.kill()
            with suppress(DBAPIError, Unavailable):
                self._give_back()

    def still(self, number: int) -> bool:
        """Whether the lease of this number holds."""
        return self.number == number and self.holds

    def take(self) -> int:
        """Hold a lease; its number. Raises Unavailable."""
        with self._door:
            if not self.holds:
                self._renew(anew=True)
            return self.number

    def _live(self) -> None:
        while True:
            gevent.sleep(LISTEN_S)
            try:
                with self._door:
                    self._look_after()
            except (DBAPIError, Unavailable):
                log.warning("the lease cannot be renewed: nothing private is sent")

    def _look_after(self) -> None:
        if not self._wanted():
            if self._has_row and moment() - self._asked >= RENEW_S:
                self._give_back()
        elif not self.holds:
            self._renew(anew=True)
        elif self._listen() or moment() - self._asked >= RENEW_S:
            self._renew(anew=False)

    def _listen(self) -> bool:
        with self._work.database.reading() as db:
            rows = announced_after(db, self.heard)
        if rows and rows[0].id != self.heard + 1:
            self._recheck()
        for row in rows:
            self._hear(row.kind, row.value)
            self.heard = row.id
        return bool(rows)

    def _renew(self, *, anew: bool) -> None:
        asked = moment()
        heard = None if anew else self.heard
        self.heard = self._work.run(write_lease, LIVE, process=self.id, heard=heard).result
        self._has_row = True
        if anew:  # a removal that is not in `heard` waits for us from now on; of the earlier ones the rows tell
            self.number += 1
            self._recheck()
        self._asked, self._until = asked, asked + LEASE_S - MARGIN_S

    def _give_back(self) -> None:
        self._until = 0.0
        self._work.run(drop_lease, LIVE, process=self.id)
        self._has_row = False


def write_lease(db: Session, actor: Actor, *, process: str, heard: int | None) -> int:
    """Lease a process for another two seconds; a new lease (`heard` is None) begins with what is announced by now."""
    if heard is None:
        db.execute(delete(LiveProcess).where(LiveProcess.lease_until < clock_of(db) - timedelta(minutes=1)))
        heard = last_announced(db)
    row = {"lease_until": clock_of(db) + timedelta(seconds=LEASE_S), "heard": heard}
    there = update(LiveProcess).where(LiveProcess.id == process).values(row).returning(LiveProcess.id)
    if db.execute(there).first() is None:
        db.execute(insert(LiveProcess).values(row | {"id": process}))
    return heard


def drop_lease(db: Session, actor: Actor, *, process: str) -> None:
    """End a lease at once, so that nobody waits for it."""
    db.execute(delete(LiveProcess).where(LiveProcess.id == process))


def clock_of(db: Session) -> datetime:
    """The one clock by which leases are compared: that of the database's machine."""
    if db.get_bind().dialect.name == "sqlite":
        return now()
    at: datetime = db.execute(select(func.clock_timestamp())).scalar_one()
    return at


def await_others(database: Database, number: int, own: str | None = None) -> None:
    """Wait until each live process but one's own has heard an announcement, or its lease has run out."""
    deadline = moment() + LONGEST_S
    while _deaf(database, number, own):
        if moment() > deadline:
            log.error("a process renews its lease and does not hear")
            return
        time.sleep(LOOK_S)


def _deaf(database: Database, number: int, own: str | None) -> bool:
    with database.reading() as db:
        query = select(LiveProcess.id).where(LiveProcess.heard < number, LiveProcess.lease_until > clock_of(db))
        return any(process != own for process in db.scalars(query))
