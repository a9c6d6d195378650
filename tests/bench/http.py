"""A small load generator: keep-alive connections, each sending its next request once it has the answer to the last."""

import os
import selectors
import socket
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

Ask = Callable[[int], bytes]
PATIENCE = 60.0


def asking(port: int, method: str, path: str, *, body: str = "", **headers: str) -> bytes:
    """The bytes of a request."""
    lines = [f"{method} {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Accept: text/html", "Accept-Language: en"]
    if method == "POST":
        lines += ["Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body.encode())}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", body]).encode()


class Connection:
    """One connection and the answer that is coming."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.data = b""
        self.wanted = -1

    def read(self) -> bytes | None:
        """The whole answer once it is there."""
        found = self.socket.recv(1 << 18)
        if not found:
            raise ConnectionError("the server hung up")
        self.data += found
        if self.wanted < 0 and b"\r\n\r\n" in self.data:
            self.wanted = _length(self.data)
        if self.wanted < 0 or len(self.data) < self.wanted:
            return None
        answer, self.data, self.wanted = self.data, b"", -1
        return answer

    def ask(self, request: bytes) -> bytes:
        """One request and its answer."""
        self.socket.sendall(request)
        while (answer := self.read()) is None:
            pass
        return answer


def _length(data: bytes) -> int:
    head, _, _rest = data.partition(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return len(head) + 4 + int(line.partition(b":")[2])
    raise ValueError(head)


class Load:
    """So many connections that stay open for all rounds, from the last core of this machine."""

    def __init__(self, port: int, connections: int) -> None:
        self.connections = [Connection(port) for _ in range(connections)]

    def per_second(self, ask: Ask, count: int, status: bytes) -> float:
        """Answers per second for `count` requests; `ask(n)` gives the n-th. Raises where an answer has another status."""
        begun = [b"HTTP/1.1 " + status, b"HTTP/1.0 " + status]
        with selectors.DefaultSelector() as selector, on_last_core():
            sent = answered = 0
            started = time.perf_counter()
            for one in self.connections[:count]:
                selector.register(one.socket, selectors.EVENT_READ, one)
                one.socket.sendall(ask(sent))
                sent += 1
            while answered < count:
                for key, _events in selector.select(PATIENCE):
                    answer = key.data.read()
                    if answer is None:
                        continue
                    if answer[:12] not in begun:
                        raise AssertionError(answer[:3000].decode(errors="replace"))
                    answered += 1
                    if sent < count:
                        key.data.socket.sendall(ask(sent))
                        sent += 1
                if time.perf_counter() - started > PATIENCE:
                    raise TimeoutError("the server is too slow to be measured")
            return count / (time.perf_counter() - started)

    def close(self) -> None:
        """Hang up."""
        for one in self.connections:
            one.socket.close()


@contextmanager
def on_last_core() -> Any:
    """Leave the first core to the server for a while."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(before)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
