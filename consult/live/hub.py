"""The hub of a process: it reads what is new in each stream that is followed here, in order, and sends it as one batch."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import gevent
from gevent import monkey
from gevent.event import Event as Waking
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.announcements import RIGHTS_CHANGED, SESSION_ENDED
from consult.core.errors import ConsultError, NotFound, Unauthenticated, Unavailable
from consult.core.work import Work
from consult.live.catchup import catch_up
from consult.live.followers import MOST_STREAMS, Channel, Follower
from consult.live.leases import Lease
from consult.live.news import CHECK_S, LoadActor, News, head_of
from consult.live.pokes import Pokes
from consult.live.presence import Presence
from consult.live.streams import Stream, Streams
from consult.live.wire import Frame

log = logging.getLogger(__name__)
get_ident = monkey.get_original("_thread", "get_ident")
TICK_S, POLL_S, HEAD_S = 0.1, 0.5, 5.0


class Hub:
    """One per process, in its event loop. `moved` may be called from any thread, everything else from the loop alone."""

    def __init__(self, work: Work, streams: Streams, load_actor: LoadActor) -> None:
        self.database = work.database
        self.streams = streams
        self.load_actor = load_actor
        self.channels: dict[str, Channel] = {}
        self.followers: dict[str, Follower] = {}
        self.lease = Lease(work, self._follows_private, self._suspend, self._recheck)
        self.presence = Presence(work, self.lease.id, self.channels)
        self.news = News(self.database, streams, self.lease, load_actor, self.end)
        self._others: Pokes | None = None
        self._loop, self._thread = gevent.get_hub().loop, get_ident()
        self._moved: set[str] = set()
        self._waking = Waking()
        self._polled = self._headed = 0.0
        self._task: gevent.Greenlet[..., None] | None = None

    def connect_others(self, others: Pokes) -> None:
        """Tell other processes too, and hear them."""
        self._others = others

    # Waking and heralds: from the writer's thread or from the loop

    def moved(self, numbers: Mapping[str, int]) -> None:
        """Streams have moved: a listener of the unit of work."""
        self._on_loop(self._note, tuple(numbers), True)

    def poked(self, streams: Iterable[str]) -> None:
        """Another process says that streams have moved."""
        self._on_loop(self._note, tuple(streams), False)

    def herald(self, kind: str, value: int) -> None:
        """A session has ended or rights have changed: whoever is concerned gets nothing more before this is confirmed."""
        self._on_loop(self._suspend, kind, value)

    def _on_loop(self, act: Callable[..., None], *values: Any) -> None:
        if get_ident() == self._thread:
            act(*values)
        else:
            self._loop.run_callback_threadsafe(act, *values)

    def _note(self, streams: tuple[str, ...], tell: bool) -> None:
        if tell and self._others is not None:
            self._others.send(streams)
        self._moved.update(stream for stream in streams if stream in self.channels)
        if self._moved:
            self._waking.set()

    def _suspend(self, kind: str, value: int) -> None:
        for follower in list(self.followers.values()):
            if kind == SESSION_ENDED and follower.session_id == value:
                follower.is_ended = True
                self._silence(follower)
                gevent.spawn(self.end, follower, "unauthenticated")
            elif kind == RIGHTS_CHANGED and follower.account_id == value:
                follower.mark += 1
                places = self._silence(follower)
                gevent.spawn(self._settle, follower, places)

    def _silence(self, follower: Follower) -> tuple[str, ...]:
        """Take a client out of its rooms; what is private and still waits for it never leaves."""
        has_private = any(channel.is_private for channel in map(self.channels.get, follower.streams) if channel)
        places = self._leave_all(follower)
        if has_private and not follower.is_drained:
            follower.cut()
        return places

    def _follows_private(self) -> bool:
        return any(channel.is_private for channel in self.channels.values())

    def _recheck(self) -> None:
        for channel in self.channels.values():
            channel.checked_at = float("-inf")

    # Coming and going

    def connect(self, follower: Follower) -> None:
        """A client is here."""
        self.look_at(follower)
        self.followers[follower.sid] = follower

    def disconnect(self, sid: str) -> None:
        """A client is gone."""
        follower = self.followers.pop(sid, None)
        if follower:
            self._leave_all(follower)

    def look_at(self, follower: Follower) -> Actor:
        """Who the client is now, loaded afresh. Raises Unauthenticated when it was signed in and no longer is."""
        with self.database.reading() as db:
            return self._known(db, follower)

    def _known(self, db: Session, follower: Follower) -> Actor:
        actor = self.load_actor(db, follower.cookie)
        if follower.session_id is not None and actor.session_id != follower.session_id:
            follower.is_ended = True
            gevent.spawn(self.end, follower, "unauthenticated")
            raise Unauthenticated
        follower.account_id, follower.session_id = actor.account_id, actor.session_id
        return actor

    def join(self, follower: Follower, stream: str, epoch: str | None, since: int | None) -> dict[str, Any]:
        """Let a client follow a stream, and tell it what it missed: in the room first, then reading.

        Raises Unavailable when the right to something private is not known to have held all the while.
        """
        with self.database.reading() as db:
            known = self.streams.find(db, stream)
        is_private = known is not None and known.is_private
        lease = self.lease.take() if is_private else 0
        self.enter(follower, stream)
        answer = self.answer(stream, epoch, since)
        if is_private and not (self.lease.still(lease) and stream in follower.streams):
            raise Unavailable("busy")
        return answer

    def answer(self, stream: str, epoch: str | None, since: int | None) -> dict[str, Any]:
        """What a client missed."""
        with self.database.reading() as db:
            return catch_up(db, self.streams, stream, epoch, since)

    def enter(self, follower: Follower, public_id: str) -> None:
        """Check the right and put the client into the room. Raises NotFound without the right."""
        while True:
            mark = follower.mark
            with self.database.reading() as db:
                stream = self._checked(db, self._known(db, follower), public_id)
            if follower.is_ended or follower.sid not in self.followers:
                raise NotFound
            if follower.mark == mark:
                break
        if public_id not in follower.streams and len(follower.streams) >= MOST_STREAMS:
            raise NotFound
        channel = self.channels.get(public_id)
        if channel is None:
            channel = self.channels[public_id] = Channel(stream, time.monotonic())
        channel.behind.pop(follower.sid, None)
        channel.followers[follower.sid] = follower
        follower.streams.add(public_id)

    def leave(self, follower: Follower, stream: str) -> None:
        """Take a client out of a room."""
        follower.streams.discard(stream)
        channel = self.channels.get(stream)
        if channel is not None:
            channel.drop(follower.sid)
            if not channel:
                del self.channels[stream]

    def end(self, follower: Follower, code: str) -> None:
        """Tell a client that its session is over, and hang up."""
        follower.is_ended = True
        self._leave_all(follower)
        follower.deliver(Frame("session.ended", {"code": code}))
        follower.disconnect()

    def _leave_all(self, follower: Follower) -> tuple[str, ...]:
        places = tuple(follower.streams)
        for stream in places:
            self.leave(follower, stream)
        return places

    def _settle(self, follower: Follower, places: tuple[str, ...]) -> None:
        for stream in places:
            try:
                self.enter(follower, stream)
            except ConsultError:
                self.end(follower, "not_found")
                return
            channel = self.channels[stream]
            follower.deliver(head_of(channel))

    def _checked(self, db: Session, actor: Actor, public_id: str) -> Stream:
        stream = self.streams.find(db, public_id)
        if stream is None:
            raise NotFound
        self.streams.check(db, actor, stream)
        return stream

    # The loop

    def start(self) -> None:
        """Begin to send."""
        if self._others is not None:
            self._others.start()
        self.lease.start()
        self.presence.start()
        self._task = gevent.spawn(self._live)

    def stop(self) -> None:
        """Send what is new a last time, then end."""
        if self._others is not None:
            self._others.stop()
        if self._task is not None:
            self._task.kill()
            self._task = None
            self.round()
            self.lease.stop()
            self.presence.stop()

    def _live(self) -> None:
        while True:
            self._waking.wait(timeout=POLL_S)
            self._waking.clear()
            try:
                if self.round():
                    gevent.sleep(TICK_S)
            except Exception:
                log.exception("the hub could not read; it goes on")
                self._moved.update(self.channels)
                gevent.sleep(POLL_S)

    def round(self) -> bool:
        """Send what is new; whether there was anything."""
        moved, moment = self._moved, time.monotonic()
        self._moved = set()
        if moment - self._polled >= POLL_S and self.channels:
            self._polled = moment
            with self.database.reading() as db:
                heads = self.streams.heads(db, list(self.channels))
            moved |= {name for name, head in heads.items() if name in self.channels and head != self.channels[name].seq}
            moved |= {name for name, channel in self.channels.items() if moment - channel.checked_at >= CHECK_S}
        sent = [self.news.send(channel) for name in sorted(moved) if (channel := self.channels.get(name))]
        if moment - self._headed >= HEAD_S:
            self._headed = moment
            for channel in list(self.channels.values()):
                channel.take_back()
                if not channel.is_private or self.lease.holds:
                    channel.send(head_of(channel))
        return any(sent)
