"""A real SMTP server on loopback that keeps what arrives."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller

from tests.servers import free_port


class Box:
    """Keeps what arrives; refuses while told to, and always what is for those it does not know."""

    def __init__(self, url: str) -> None:
        self.mails: list[Any] = []
        self.url = url
        self.refuses = False
        self.unknown: set[str] = set()

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        """Take a recipient."""
        if address in self.unknown:
            return "550 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

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
