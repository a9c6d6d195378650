"""The production server: HTTP and sockets in one event loop, stopped without losing what is under way.

gevent must have patched the process before anything else was imported; the command line does that.
"""

import errno
import gc
import logging
import signal
import sys
from collections.abc import Callable
from typing import Any

import gevent
from flask import Flask
from gevent.event import Event
from gevent.pool import Pool
from gevent.pywsgi import WSGIHandler, WSGIServer
from gevent.socket import IPPROTO_TCP, SO_REUSEADDR, SOCK_STREAM, SOL_SOCKET, TCP_NODELAY, getaddrinfo, socket

from consult.core.errors import SetupError

log = logging.getLogger(__name__)
STOP_SECONDS = 7.0
CONNECTIONS = 20_000
BACKLOG = 4096
GARBAGE = (
    10_000,
    10,
    50,
)  # new objects before a search of the youngest; searches before one of the older, and of the oldest

READ_BUFFER = 1024  # of each connection as long as it lasts; what is longer is read past it


class Handler(WSGIHandler):  # type: ignore[misc]
    """A connection: small answers leave at once, and errors are logged without saying who asked."""

    is_busy = False

    def __init__(self, sock: Any, address: Any, server: Any) -> None:
        super().__init__(sock, address, server, sock.makefile("rb", READ_BUFFER))

    def handle(self) -> None:
        """Serve the connection to its end."""
        self.socket.setsockopt(IPPROTO_TCP, TCP_NODELAY, 1)
        self.server.handlers.add(self)
        try:
            super().handle()
        finally:
            self.server.handlers.discard(self)

    def handle_one_response(self) -> None:
        """Answer one request; a connection that became a WebSocket or that is to stop takes no other."""
        self.is_busy = True
        try:
            super().handle_one_response()
        finally:
            self.is_busy = False
        if self.environ.get("consult.upgraded") or self.server.is_stopping:
            self.close_connection = True

    def finalize_headers(self) -> None:
        """Say so when this is the last answer of the connection."""
        if self.server.is_stopping:
            self.close_connection = True
        super().finalize_headers()

    def log_error(self, msg: str, *_values: Any) -> None:
        """Only that it happened: the details hold an address."""
        log.info("a request could not be read")

    def _log_error(self, kind: Any, error: Any, trace: Any) -> None:
        if not issubclass(kind, gevent.GreenletExit):
            log.error("a request failed", exc_info=(kind, error, trace))


class Server(WSGIServer):  # type: ignore[misc]
    """pywsgi that knows its connections and can stop in order."""

    def __init__(self, listener: Any, app: Flask) -> None:
        self.handlers: set[Handler] = set()
        self.is_stopping = False
        super().__init__(listener, app, handler_class=Handler, log=None, error_log=None, spawn=Pool(CONNECTIONS))

    def stop_accepting_and_idle(self) -> None:
        """Take no new connection, and close those on which nothing is asked."""
        self.is_stopping = True
        self.close()
        for handler in list(self.handlers):
            if not handler.is_busy:
                handler.socket.shutdown(2)


def listen(host: str, port: int) -> Any:
    """A listening socket. Raises SetupError, in one line, when the port cannot be had."""
    try:
        family, kind, protocol, _name, address = getaddrinfo(host, port, type=SOCK_STREAM)[0]
        listener = socket(family, kind, protocol)
        listener.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise SetupError(
                f"port {port} is in use: stop the program that holds it, or choose another with --port"
            ) from error
        raise SetupError(f"cannot listen on {host} port {port}: {error.strerror}") from error
    listener.listen(BACKLOG)
    listener.setblocking(False)
    return listener


def serve(app: Flask, listener: Any, *, started: Callable[[], None], stopped: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; then answer what is under way, tell sockets to come back, and return.

    `started` is called when the address answers, `stopped` after the last answer.
    """
    quiet_loop()
    settle_memory()
    live = app.extensions["consult.live"]
    server = Server(listener, app)
    ending = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        gevent.signal_handler(number, ending.set)
    live.hub.start()
    server.start()
    started()
    ending.wait()
    log.info("stopping")
    server.stop_accepting_and_idle()
    live.stop(STOP_SECONDS)
    server.stop(timeout=STOP_SECONDS)
    stopped()
    log.info("stopped")


def settle_memory() -> None:
    """Spare what stays for good (modules, routes, templates) from being searched for garbage, and search less often.

    A search through all of it stops every request for tens of milliseconds; what a request leaves in cycles is little. Nor is
    it kept which greenlet began which: with a thousand clients that is megabytes.
    """
    gevent.config.track_greenlet_tree = False
    gc.collect()
    gc.freeze()
    gc.set_threshold(*GARBAGE)


def quiet_loop() -> None:
    """Let errors of greenlets go to the log, without what stood in their variables."""
    hub = gevent.get_hub()

    def handle_error(_context: Any, kind: Any, error: Any, trace: Any) -> None:
        if kind is not None and issubclass(kind, (KeyboardInterrupt, SystemExit)):
            sys.exit(1)
        if kind is None or not issubclass(kind, gevent.GreenletExit):
            log.error("a task failed", exc_info=(kind, error, trace))

    hub.handle_error = handle_error
