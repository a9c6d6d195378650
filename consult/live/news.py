"""Sending what is new in one stream to those who follow it here, with their rights checked in the same snapshot."""

import time
from collections.abc import Callable
from typing import Any

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now, rfc3339
from consult.core.db import Database
from consult.core.errors import ConsultError
from consult.live.catchup import PAGE, TOO_FAR
from consult.live.followers import Channel, Follower
from consult.live.leases import Lease
from consult.live.presence import about
from consult.live.streams import Stream, Streams
from consult.live.wire import Frame

CHECK_S = 15.0

LoadActor = Callable[[Session, dict[str, Any]], Actor]


class News:
    """One per hub, in its event loop; `end(follower, code)` hangs up on whoever has lost the right."""

    def __init__(
        self,
        database: Database,
        streams: Streams,
        lease: Lease,
        load_actor: LoadActor,
        end: Callable[[Follower, str], None],
    ) -> None:
        self._database, self._streams, self._lease = database, streams, lease
        self._load_actor, self._end = load_actor, end

    def send(self, channel: Channel) -> bool:
        """Send one stream's news, rights checked in the same snapshot; whether there was any.

        Something private waits while this process holds no lease; the polling comes back to it.
        """
        lease = self._lease.number
        if channel.is_private and not self._lease.holds:
            return False
        with self._database.reading() as db:
            stream = self._streams.find(db, channel.stream)
            if stream is None or stream.epoch != channel.epoch or stream.head - channel.seq > TOO_FAR:
                self._reset(channel, stream)
                return True
            lost = self._without_right(db, channel, stream)
            pages, seq = [], channel.seq
            while seq < stream.head and (events := self._streams.events(db, stream, seq, PAGE)):
                pages.append(batch_of(channel, events))
                seq = events[-1]["seq"]
        for follower in lost:
            self._end(follower, "not_found")
        for frame in pages:
            if channel.is_private and not self._lease.still(lease):
                return False
            channel.send(frame)
            channel.seq = seq if frame is pages[-1] else channel.seq
        return bool(pages)

    def _without_right(self, db: Session, channel: Channel, stream: Stream) -> list[Follower]:
        moment = time.monotonic()
        if not stream.is_private:
            channel.checked_at = moment
            return []
        if stream.rights_version == channel.rights_version and moment - channel.checked_at < CHECK_S:
            return []
        lost = []
        for follower in channel.everyone:
            try:
                self._streams.check(db, self._load_actor(db, follower.cookie), stream)
            except ConsultError:
                lost.append(follower)
        channel.rights_version, channel.checked_at = stream.rights_version, moment
        return lost

    def _reset(self, channel: Channel, stream: Stream | None) -> None:
        if stream is not None:
            channel.epoch, channel.seq = stream.epoch, stream.head
        channel.send(Frame("stream.reset", {"stream": channel.stream}))


def head_of(channel: Channel) -> Frame:
    """Where a stream stands, about how many watch it, and what time it is."""
    told = {"stream": channel.stream, "epoch": channel.epoch, "seq": channel.seq}
    watching = about(len(channel.everyone) + channel.others)
    return Frame("stream.head", {**told, "watching": watching, "server_now": rfc3339(now())})


def batch_of(channel: Channel, events: list[dict[str, Any]]) -> Frame:
    """News of a stream, without a gap."""
    return Frame(
        "stream.batch",
        {
            "v": 1,
            "stream": channel.stream,
            "epoch": channel.epoch,
            "from": events[0]["seq"],
            "to": events[-1]["seq"],
            "server_now": rfc3339(now()),
            "events": events,
        },
    )
