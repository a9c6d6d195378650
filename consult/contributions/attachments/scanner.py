"""The virus scanner clamd, asked over its socket with INSTREAM: the bytes go over the wire, so it needs no way to our files."""

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

SECONDS = 60.0
KNOCK_SECONDS = 2.0
PIECE = 1 << 16
PORT = 3310


class ScannerAway(Exception):
    """The scanner cannot be asked now, or gave no answer: the file goes on waiting."""


class Clamd(NamedTuple):
    """Where clamd listens: `tcp://host:port` or `unix:///path`."""

    url: str

    def finds(self, path: Path) -> str | None:
        """The name of what it finds in a file, or None for a clean one. Raises ScannerAway."""
        try:
            with self._asked(b"zINSTREAM\0", SECONDS) as link, path.open("rb") as file:
                while data := file.read(PIECE):
                    link.sendall(struct.pack("!I", len(data)) + data)
                link.sendall(struct.pack("!I", 0))
                answer = _answer(link)
        except OSError as error:
            raise ScannerAway(type(error).__name__) from error
        if answer.endswith(" OK"):
            return None
        if answer.endswith(" FOUND"):
            return answer.removeprefix("stream: ").removesuffix(" FOUND")
        raise ScannerAway("no verdict")  # such as a limit of its own on the size

    def answers(self) -> bool:
        """Whether it is there."""
        try:
            with self._asked(b"zPING\0", KNOCK_SECONDS) as link:
                return _answer(link) == "PONG"
        except OSError:
            return False

    @contextmanager
    def _asked(self, order: bytes, seconds: float) -> Iterator[socket.socket]:
        parts = urlsplit(self.url)
        if parts.scheme == "unix":
            link = socket.socket(socket.AF_UNIX)
            link.settimeout(seconds)
            link.connect(parts.path)
        else:
            link = socket.create_connection((parts.hostname, parts.port or PORT), timeout=seconds)
        with link:
            link.sendall(order)
            yield link


def _answer(link: socket.socket) -> str:
    found = b""
    while not found.endswith(b"\0") and (data := link.recv(4096)):
        found += data
    return found.rstrip(b"\0\n").decode(errors="replace").strip()
