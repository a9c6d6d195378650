"""Between processes Redis carries only "these streams moved": a lost poke costs half a second of polling, never data."""

import logging
from collections.abc import Callable, Iterable

import gevent
import redis
from gevent.queue import Full, Queue

log = logging.getLogger(__name__)
CHANNEL = "consult.moved"
WAITING = 1000
AGAIN_SECONDS = 2.0


class Pokes:
    """Publishes and hears pokes; while Redis is away it drops them and tries again."""

    def __init__(self, url: str, hear: Callable[[Iterable[str]], None]) -> None:
        self._client = redis.Redis.from_url(url, socket_connect_timeout=2, socket_timeout=None)
        self._hear = hear
        self._waiting: Queue[str] = Queue(WAITING)
        self._tasks: list[gevent.Greenlet[[], None]] = []

    def start(self) -> None:
        """Begin to publish and to listen."""
        self._tasks = [gevent.spawn(self._publish), gevent.spawn(self._listen)]

    def stop(self) -> None:
        """End both."""
        gevent.killall(self._tasks)

    def send(self, streams: Iterable[str]) -> None:
        """Tell the other processes; called in the event loop, never waits."""
        for stream in streams:
            try:
                self._waiting.put_nowait(stream)
            except Full:
                return

    def _publish(self) -> None:
        for stream in self._waiting:
            try:
                self._client.publish(CHANNEL, stream)
            except redis.RedisError:
                log.warning("a poke was not sent: Redis is away")
                gevent.sleep(AGAIN_SECONDS)

    def _listen(self) -> None:
        while True:
            try:
                with self._client.pubsub(ignore_subscribe_messages=True) as heard:  # type: ignore[no-untyped-call]
                    heard.subscribe(CHANNEL)
                    for message in heard.listen():
                        self._hear([message["data"].decode()])
            except redis.RedisError:
                log.warning("pokes are not heard: Redis is away")
                gevent.sleep(AGAIN_SECONDS)
