"""How many watch a stream: each process counts its own, and tells the others now and then. The figure is approximate:
a window counts as one, the other processes are some seconds behind, and larger figures are rounded."""

import logging
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta

import gevent
from sqlalchemy import delete, func, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consult.core.actors import Actor, system
from consult.core.errors import Unavailable
from consult.core.work import Work
from consult.live.followers import Channel
from consult.live.leases import clock_of
from consult.live.models import LiveWatch

log = logging.getLogger(__name__)
SHARE_S = 10.0
KEPT = timedelta(seconds=35)
LIVE = system("live")


def about(count: int) -> int:
    """A count as it is told: exact below ten, then in fives, then with two digits that count."""
    if count < 10:
        return count
    step = 5 if count < 100 else int(10 ** (len(str(count)) - 2))
    return round(count / step) * step


class Presence:
    """The counts of the processes beside this one, kept in each channel as `others`; one process has nobody to ask."""

    def __init__(self, work: Work, process: str, channels: Mapping[str, Channel]) -> None:
        self._work, self._process, self._channels = work, process, channels
        self._told: dict[str, int] = {}
        self._task: gevent.Greenlet[[], None] | None = None

    def start(self) -> None:
        """Begin to share, where several processes may serve one database."""
        if not self._work.database.is_sqlite:
            self._task = gevent.spawn(self._live)

    def stop(self) -> None:
        """Take the own counts back."""
        if self._task is not None:
            self._task.kill()
            if self._told:
                with suppress(DBAPIError, Unavailable):
                    self._work.run(write_watch, LIVE, process=self._process, counts={})

    def _live(self) -> None:
        while True:
            try:
                self.share()
            except (DBAPIError, Unavailable):
                log.warning("the number of watchers cannot be shared")
            gevent.sleep(SHARE_S)

    def share(self) -> None:
        """Tell the own counts, and take in those of the others."""
        counts = {stream: len(channel.everyone) for stream, channel in list(self._channels.items())}
        if counts or self._told:
            self._work.run(write_watch, LIVE, process=self._process, counts=counts)
        self._told = counts
        if counts:
            with self._work.database.reading() as db:
                others = watched_elsewhere(db, self._process)
            for stream, channel in list(self._channels.items()):
                channel.others = others.get(stream, 0)


def write_watch(db: Session, actor: Actor, *, process: str, counts: Mapping[str, int]) -> None:
    """Replace the counts of a process, and drop those of processes that are gone."""
    moment = clock_of(db)
    db.execute(delete(LiveWatch).where((LiveWatch.process == process) | (LiveWatch.counted_at < moment - KEPT)))
    rows = [
        {"process": process, "stream": stream, "watchers": watchers, "counted_at": moment}
        for stream, watchers in counts.items()
    ]
    if rows:
        db.execute(insert(LiveWatch), rows)


def watched_elsewhere(db: Session, process: str) -> dict[str, int]:
    """Stream → how many watch it by other processes that were here a moment ago."""
    found = (
        select(LiveWatch.stream, func.sum(LiveWatch.watchers))
        .where(LiveWatch.process != process, LiveWatch.counted_at > clock_of(db) - KEPT)
        .group_by(LiveWatch.stream)
    )
    return {stream: int(watchers) for stream, watchers in db.execute(found)}
