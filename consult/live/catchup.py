"""Catching up with a stream: the same answer for `stream.join`, `stream.sync` and plain HTTP."""

from typing import Any

from sqlalchemy.orm import Session

from consult.core.errors import NotFound
from consult.live.streams import Streams

PAGE = 200
TOO_FAR = 2000
SNAPSHOT = 50


def catch_up(db: Session, streams: Streams, public_id: str, epoch: str | None, since: int | None) -> dict[str, Any]:
    """What follows `since`: `{epoch, head, events, more}`, or `{reset, epoch, snapshot, seq}` with nothing to go on from.

    The head is read before the rows, so that whatever comes later is found by the next asking.
    """
    stream = streams.find(db, public_id)
    if stream is None:
        raise NotFound
    if since is None or since > stream.head or stream.head - since > TOO_FAR or epoch not in (None, stream.epoch):
        snapshot = streams.snapshot(db, stream, SNAPSHOT)
        return {"reset": True, "epoch": stream.epoch, "snapshot": snapshot, "seq": stream.head}
    events = streams.events(db, stream, since, PAGE) if stream.head > since else []
    last = events[-1]["seq"] if events else since
    return {"epoch": stream.epoch, "head": max(stream.head, last), "events": events, "more": last < stream.head}
