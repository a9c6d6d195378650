"""Socket.IO: the handshake, the events that follow streams, and those that features add."""

import logging
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import gevent
from flask import Flask, request, session
from flask_socketio import ConnectionRefusedError, SocketIO
from flask_wtf.csrf import validate_csrf
from sqlalchemy.exc import OperationalError
from wtforms.validators import ValidationError

from consult.core.actors import Actor
from consult.core.errors import ConsultError, Invalid, NotFound, Unavailable
from consult.core.work import unavailable
from consult.live.followers import Follower
from consult.live.hub import Hub
from consult.live.wire import QUEUE_PACKETS, Wire, ping_without_waiting

log = logging.getLogger(__name__)
MESSAGE_LIMIT = 100_000


class Call(NamedTuple):
    """One event of a client: who it is now, and what it sent."""

    actor: Actor
    data: dict[str, Any]
    follower: Follower


Handler = Callable[[Call], dict[str, Any]]


class Words(NamedTuple):
    """How refusals are told: `speak(lang)` sets the language of the present event, `refuse` puts an error on the wire."""

    speak: Callable[[str], None]
    refuse: Callable[[ConsultError], dict[str, Any]]


class Live:
    """The sockets of one process. `handlers` names every event that a client may send."""

    def __init__(self, app: Flask, base_url: str, hub: Hub, words: Words) -> None:
        self.hub = hub
        self.words = words
        self.host = urlsplit(base_url).netloc
        self.handlers: dict[str, Handler] = {}
        self.in_flight = 0
        self.is_stopping = False
        self.socketio = SocketIO(
            app,
            async_mode="gevent",
            async_handlers=False,  # one event of a client at a time: order, and a bound
            manage_session=False,
            cors_allowed_origins=[base_url],
            max_http_buffer_size=MESSAGE_LIMIT,
            logger=logging.getLogger("consult.live.socketio"),
            engineio_logger=logging.getLogger("consult.live.engineio"),
        )
        for name in ("consult.live.socketio", "consult.live.engineio"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        engine = self.socketio.server.eio
        engine._async = {**engine._async, "websocket": Wire}
        ping_without_waiting(engine)
        self.socketio.on_event("connect", self._connect)
        self.socketio.on_event("disconnect", self._disconnect)
        self.on("stream.join", self._join)
        self.on("stream.sync", self._join)
        self.on("stream.leave", self._leave)
        app.extensions["consult.live"] = self

    def on(self, name: str, handler: Handler) -> None:
        """Answer an event with what the handler gives, or with its refusal."""
        self.handlers[name] = handler

        def answer(data: Any = None, *_more: Any) -> dict[str, Any]:
            return self._answer(handler, data)

        self.socketio.on_event(name, answer)

    def _connect(self, auth: Any = None) -> None:
        auth = auth if isinstance(auth, dict) else {}
        lang = str(auth.get("lang", ""))[:8]
        self.words.speak(lang)
        if self.is_stopping:
            raise ConnectionRefusedError("stopping")
        if request.host != self.host:
            raise ConnectionRefusedError("not_found")
        try:
            validate_csrf(auth.get("csrf") or "")
        except ValidationError as error:
            raise ConnectionRefusedError("csrf") from error
        sid = request.sid  # type: ignore[attr-defined]
        follower = Follower(sid, dict(session), lang, self._socket_of(sid), lambda: self.hang_up(sid))
        try:
            self.hub.connect(follower)
        except OperationalError as error:
            raise ConnectionRefusedError("unavailable") from error

    def _disconnect(self, *_reason: Any) -> None:
        self.hub.disconnect(request.sid)  # type: ignore[attr-defined]

    def _answer(self, handler: Handler, data: Any) -> dict[str, Any]:
        follower = self.hub.followers.get(request.sid)  # type: ignore[attr-defined]
        if follower is None:
            return {"ok": False, "code": "unauthenticated", "message": ""}
        self.words.speak(follower.lang)
        self.in_flight += 1
        try:
            return {"ok": True, **self._run(handler, follower, data)}
        except ConsultError as error:
            return self.words.refuse(error)
        except OperationalError as error:
            return self.words.refuse(unavailable(error))
        except Exception:
            log.exception("an event failed")
            return self.words.refuse(Unavailable("busy"))
        finally:
            self.in_flight -= 1

    def _run(self, handler: Handler, follower: Follower, data: Any) -> dict[str, Any]:
        if self.is_stopping:
            raise Unavailable("stopping")
        if not isinstance(data, dict):
            raise Invalid("data", "not_an_object")
        socket = self._socket_of(follower.sid)
        if socket is None or socket.queue.qsize() > QUEUE_PACKETS * 4:
            self.hang_up(follower.sid)  # it asks and asks and does not read
            raise Unavailable("busy")
        return handler(Call(self.hub.look_at(follower), data, follower))

    def _join(self, call: Call) -> dict[str, Any]:
        epoch, since = call.data.get("epoch"), call.data.get("since")
        if not (epoch is None or isinstance(epoch, str)) or not (since is None or (type(since) is int and since >= 0)):
            raise Invalid("since", "no_such_choice")
        return self.hub.join(call.follower, _stream(call), epoch, since)

    def _leave(self, call: Call) -> dict[str, Any]:
        self.hub.leave(call.follower, _stream(call))
        return {}

    def _socket_of(self, sid: str) -> Any:
        server = self.socketio.server
        return server.eio.sockets.get(server.manager.eio_sid_from_sid(sid, "/"))

    def hang_up(self, sid: str) -> None:
        """Close a client's connection; a client of good will comes back by itself."""
        self.hub.disconnect(sid)
        socket = self._socket_of(sid)
        if socket is not None:
            gevent.spawn(socket.close, wait=False)

    def stop(self, seconds: float) -> None:
        """Answer what is under way, send what is new, then hang up on everybody."""
        self.is_stopping = True
        with gevent.Timeout(seconds, False):
            while self.in_flight:
                gevent.sleep(0.01)
        self.hub.stop()
        for socket in list(self.socketio.server.eio.sockets.values()):
            gevent.spawn(socket.close, wait=False)


def _stream(call: Call) -> str:
    stream = call.data.get("stream")
    if not isinstance(stream, str) or len(stream) > 32:
        raise NotFound
    return stream
