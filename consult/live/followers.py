"""Those who are connected to this process."""

from collections.abc import Callable
from typing import Any

from consult.live.streams import Stream
from consult.live.wire import Frame, cut, deliver, is_drained

MOST_STREAMS = 8


class Follower:
    """One connected client: who it was when last looked at, and the socket that leads to it.

    `cookie` is the content of its session cookie, from which the actor is loaded afresh for each event. `mark` moves with
    everything that may have changed its rights.
    """

    def __init__(self, sid: str, cookie: dict[str, Any], lang: str, socket: Any, end: Callable[[], None]) -> None:
        self.sid = sid
        self.cookie = cookie
        self.lang = lang
        self.account_id: int | None = None
        self.session_id: int | None = None
        self.streams: set[str] = set()
        self.mark = 0
        self.is_ended = False
        self._socket = socket
        self._end = end

    def deliver(self, frame: Frame) -> bool:
        """Send a frame without waiting; False when this client does not read."""
        return deliver(self._socket, frame)

    @property
    def is_drained(self) -> bool:
        """Whether it has taken all that was sent to it."""
        return is_drained(self._socket)

    def disconnect(self) -> None:
        """Hang up."""
        self._end()

    def cut(self) -> None:
        """Let nothing more of what waits for this client leave; it comes back by itself."""
        cut(self._socket)
        self._end()


class Channel:
    """A stream that somebody here follows: how far it was sent, to whom, and who fell behind."""

    def __init__(self, stream: Stream, checked_at: float) -> None:
        self.stream = stream.public_id
        self.is_private = stream.is_private
        self.epoch = stream.epoch
        self.seq = stream.head
        self.rights_version = stream.rights_version
        self.checked_at = checked_at
        self.followers: dict[str, Follower] = {}
        self.behind: dict[str, Follower] = {}
        self.others = 0  # who watch it by other processes

    def send(self, frame: Frame) -> None:
        """Send to all who read; who does not read is left behind until it has taken what it got."""
        for sid, follower in list(self.followers.items()):
            if not follower.deliver(frame):
                self.behind[sid] = self.followers.pop(sid)

    def take_back(self) -> None:
        """Let those who caught up with their own queue follow again; they ask for what they missed."""
        for sid, follower in list(self.behind.items()):
            if follower.is_drained:
                self.followers[sid] = self.behind.pop(sid)

    def drop(self, sid: str) -> None:
        """Let go of a follower."""
        self.followers.pop(sid, None)
        self.behind.pop(sid, None)

    @property
    def everyone(self) -> list[Follower]:
        """All who hold a place here."""
        return [*self.followers.values(), *self.behind.values()]

    def __bool__(self) -> bool:
        return bool(self.followers or self.behind)
