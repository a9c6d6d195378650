"""A real SMTP server on loopback that keeps what arrives."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers import free_port


class Box:
    """Keeps what arrives; refuses while told to."""

    def __init__(self, url: str) -> None:
        self.mails: list[Any] = []
        self.url = url
        self.refuses = False

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Take a mail."""
        if self.refuses:
            return "451 Try again later"
        self.mails.append(envelope)
        return "250 OK"


@contextmanager
def open_box() -> Iterator[Box]:
    """A server for as long as the block runs."""
    port = free_port()
    kept = Box(f"smtp://127.0.0.1:{port}")
    controller = Controller(kept, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield kept
    finally:
        controller.stop()
