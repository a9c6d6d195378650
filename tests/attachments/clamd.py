"""A small server of ours that speaks clamd's protocol (PING, INSTREAM) over a real socket; its one virus is a word."""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

VIRUS = b"zqvirusqz"


class Scanner:
    """Listens until it is closed; `scanned` are the bytes that it was given."""

    def __init__(self, verdict: bytes | None = None) -> None:
        self.verdict = verdict
        self.scanned: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                link, _address = self._listener.accept()
            except OSError:
                return
            with link, link.makefile("rb") as lines:
                order = read_until_nul(lines)
                link.sendall(
                    b"PONG\0" if order == b"zPING" else self._scan(lines) if order == b"zINSTREAM" else b"ERROR\0"
                )

    def _scan(self, lines) -> bytes:
        content = b""
        while (size := struct.unpack("!I", lines.read(4))[0]) > 0:
            content += lines.read(size)
        self.scanned.append(content)
        if self.verdict is not None:
            return self.verdict
        return b"stream: Zq.Virus FOUND\0" if VIRUS in content else b"stream: OK\0"

    def close(self) -> None:
        """Stop listening."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()


def read_until_nul(lines) -> bytes:
    """One order."""
    found = b""
    while (one := lines.read(1)) not in (b"\0", b""):
        found += one
    return found


@contextmanager
def scanning(verdict: bytes | None = None) -> Iterator[Scanner]:
    """A scanner for as long as the block runs."""
    scanner = Scanner(verdict)
    try:
        yield scanner
    finally:
        scanner.close()
