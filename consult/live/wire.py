"""WebSockets under our own rules: whole frames only, bounded waiting, and a frame that is encoded once for all.

Stands where Engine.IO expects its WebSocket class. The stock one may write half a frame and go on with the next, keeps a
compressor for each client, and waits for ever on a client that has gone.
"""

import struct
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any

import gevent
import gevent.event
import gevent.selectors
import orjson
import simple_websocket
from engineio.packet import MESSAGE, PING, Packet
from gevent.lock import BoundedSemaphore
from wsproto.utilities import LocalProtocolError

SEND_SECONDS = 20.0
QUEUE_PACKETS = 32


class Raw(bytes):
    """Bytes that are framed already."""


class Rest:
    """What is left of a frame that a socket took in part."""

    def __init__(self, data: bytes) -> None:
        self.data = Raw(data)

    def encode(self, b64: bool = False) -> Raw:
        """The bytes as they are, for the writer of the socket."""
        return self.data


class Frame:
    """One Socket.IO event, encoded once: a packet for those who must wait, bytes for those who are ready."""

    def __init__(self, event: str, data: dict[str, Any]) -> None:
        self.packet = Packet(MESSAGE, "2" + orjson.dumps([event, data]).decode())
        payload = self.packet.encode().encode()
        self.bytes = _header(len(payload)) + payload


def _header(length: int) -> bytes:
    if length < 126:
        return bytes((0x81, length))
    return struct.pack(">BBH", 0x81, 126, length) if length < 65536 else struct.pack(">BBQ", 0x81, 127, length)


class Line:
    """A socket on which one writes at a time, and everything or nothing."""

    def __init__(self, sock: Any) -> None:
        self._sock = sock
        self._writing = BoundedSemaphore(1)

    @property
    def is_idle(self) -> bool:
        """Whether nobody writes at this moment."""
        return not self._writing.locked()

    def send(self, data: bytes) -> None:
        """Write all of it. Raises OSError when the other side takes nothing for too long."""
        with self._writing, gevent.Timeout(SEND_SECONDS, OSError("the client does not read")):
            self._sock.sendall(data)

    def send_now(self, data: bytes) -> int:
        """Write what goes at once, without waiting; how many bytes went."""
        try:
            return int(self._sock._sock.send(data))
        except BlockingIOError:
            return 0

    def recv(self, size: int) -> bytes:
        """Read at most so many bytes; none at the end."""
        data: bytes = self._sock.recv(size)
        return data

    def close(self) -> None:
        """End the connection for both sides, so that whoever waits on it wakes up."""
        with suppress(OSError):
            self._sock.shutdown(2)
        with suppress(OSError):
            self._sock.close()


class Unthreaded:
    """Stands where a thread for reading is expected: whoever waits for a message reads it."""

    name = ""

    def __init__(self, target: Callable[[], None]) -> None:
        self.target = target

    def start(self) -> None:
        """Begin nothing: a stack for each client is most of what a client costs."""


class Connection(simple_websocket.Server):  # type: ignore[misc]
    """The server's side of one WebSocket, read by the one who waits for its messages."""

    connected: bool

    def receive(self, timeout: float | None = None) -> str | bytes | None:
        """The next message. Raises ConnectionClosed at the end; there is no timeout."""
        while self.connected and not self.input_buffer:
            try:
                data = self.sock.recv(self.receive_bytes)
                if not data:
                    raise OSError("the client has gone")
                self.ws.receive_data(data)
                self.connected = self._handle_events()
            except (OSError, LocalProtocolError):
                self.connected = False
        if self.input_buffer:
            message: str | bytes = self.input_buffer.pop(0)
            return message
        self.sock.close()
        raise simple_websocket.ConnectionClosed(self.close_reason, self.close_message)

    @property
    def sock(self) -> Line:
        """The line below."""
        return self._line

    @sock.setter
    def sock(self, sock: Any) -> None:
        self._line = Line(sock)


class Wire:
    """What Engine.IO calls for an upgrade; its socket learns of it as `wire`."""

    def __init__(self, handler: Callable[["Wire"], Iterable[bytes]], server: Any) -> None:
        self._handler = handler
        self._limit = server.max_http_buffer_size
        self._connection: Any = None
        handler.__self__.wire = self  # type: ignore[attr-defined]

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        environ.pop("HTTP_SEC_WEBSOCKET_EXTENSIONS", None)  # one frame for all cannot be compressed for each
        environ["consult.upgraded"] = True
        self._connection = Connection(
            environ,
            max_message_size=self._limit,
            thread_class=Unthreaded,
            event_class=gevent.event.Event,
            selector_class=gevent.selectors.DefaultSelector,
        )
        return self._handler(self)

    @property
    def is_idle(self) -> bool:
        """Whether a frame may be written past the queue."""
        return self._connection is not None and self._connection.connected and self._connection.sock.is_idle

    def send_now(self, data: bytes) -> int:
        """Write what goes at once; how many bytes went. Raises OSError when the other side is gone."""
        return int(self._connection.sock.send_now(data))

    def send(self, message: str | bytes) -> None:
        """Send a message, or bytes that are framed already."""
        if isinstance(message, Raw):
            self._connection.sock.send(message)
            return
        try:
            self._connection.send(message)
        except simple_websocket.ConnectionClosed as error:
            raise OSError("closed") from error

    def wait(self) -> str | bytes | None:
        """The next message; None at the end."""
        try:
            message: str | bytes | None = self._connection.receive()
        except simple_websocket.ConnectionClosed:
            return None
        return message

    def cut(self) -> None:
        """Hang up without a word."""
        if self._connection is not None:
            self._connection.sock.close()

    def close(self) -> None:
        """Say goodbye and hang up."""
        connection = self._connection
        if connection.connected:
            with suppress(OSError, simple_websocket.ConnectionClosed):
                connection.close()
        connection.sock.close()


def deliver(socket: Any, frame: Frame) -> bool:
    """Send a frame to an Engine.IO socket without ever waiting; False when the client does not read or is gone."""
    if socket.closed or socket.closing:
        return False
    wire = getattr(socket, "wire", None)
    if wire is not None and socket.upgraded and socket.queue.empty() and wire.is_idle:
        try:
            sent = wire.send_now(frame.bytes)
        except OSError:
            return False
        if sent < len(frame.bytes):
            socket.queue.put(Rest(frame.bytes[sent:]))
        return True
    if socket.queue.qsize() >= QUEUE_PACKETS:
        return False
    socket.queue.put(frame.packet)
    return True


def ping_without_waiting(engine: Any) -> None:
    """Let an Engine.IO server ask its clients whether they are there without a greenlet of each that only sleeps."""
    start = engine.start_background_task

    def begin(target: Callable[..., Any], *values: Any, **named: Any) -> Any:
        if getattr(target, "__name__", "") != "_send_ping":
            return start(target, *values, **named)
        return gevent.spawn_later(engine.ping_interval, ping, target.__self__)  # type: ignore[attr-defined]

    engine.start_background_task = begin


def ping(socket: Any) -> None:
    """Ask one client whether it is there, unless it is known to be gone."""
    if not socket.closing and not socket.closed:
        socket.last_ping = time.time()
        socket.send(Packet(PING))


def is_drained(socket: Any) -> bool:
    """Whether all that was sent to a client has left this process."""
    wire = getattr(socket, "wire", None)
    return bool(socket.queue.empty() and (wire is None or wire.is_idle))


def cut(socket: Any) -> None:
    """Throw away what waits for a client and break its connection: half a frame may have left already."""
    while not socket.queue.empty():
        socket.queue.get_nowait()
        socket.queue.task_done()
    wire = getattr(socket, "wire", None)
    if wire is not None:
        wire.cut()
