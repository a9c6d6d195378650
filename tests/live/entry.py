"""Servers composed wrongly on purpose, and one that stops at a barrier: `python -m tests.live.entry serve --port N`.

CONSULT_TEST_COMPOSED says which: `broadcast` emits and never lets anyone catch up, `early` acknowledges before the commit,
`held` is the real order; both of these wait before the commit until the file CONSULT_TEST_BARRIER + ".go" is there.
"""

from gevent import monkey

monkey.patch_all()

import os  # noqa: E402
import sys  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

from consult.core.config import read_settings  # noqa: E402
from consult.core.work import Work  # noqa: E402
from consult.core.writer import Ticket, Writer  # noqa: E402
from consult.live.hub import Hub  # noqa: E402
from consult.serving import serve_site  # noqa: E402

native_sleep = monkey.get_original("time", "sleep")


class BroadcastOnly(Hub):
    """Sends what happens while somebody listens, and that is all."""

    def __init__(self, *values: Any) -> None:
        super().__init__(*values)
        self._polled = self._headed = float("inf")

    def answer(self, stream: str, epoch: str | None, since: int | None) -> dict[str, Any]:
        with self.database.reading() as db:
            found = self.streams.find(db, stream)
        assert found is not None
        return {"epoch": found.epoch, "head": since, "events": [], "more": False}


def wait_at_barrier() -> None:
    """Say that the barrier is reached, and wait for the test."""
    barrier = os.environ["CONSULT_TEST_BARRIER"]
    Path(f"{barrier}.reached").touch()
    while not Path(f"{barrier}.go").exists():
        native_sleep(0.005)


class HeldWriter(Writer):
    """The real order of things, with the barrier before the commit."""

    def commit(self, transaction: Any, batch: list[Ticket]) -> None:
        wait_at_barrier()
        super().commit(transaction, batch)


class EarlyWriter(HeldWriter):
    """Acknowledges first."""

    def commit(self, transaction: Any, batch: list[Ticket]) -> None:
        for ticket in batch:
            ticket.answer()
        super().commit(transaction, batch)


class HeldWork(Work):
    writer_class = HeldWriter


class EarlyWork(Work):
    writer_class = EarlyWriter


if __name__ == "__main__":
    composed = os.environ["CONSULT_TEST_COMPOSED"]
    works = {"early": EarlyWork, "held": HeldWork}
    serve_site(
        read_settings(),
        "127.0.0.1",
        int(sys.argv[sys.argv.index("--port") + 1]),
        work_class=works.get(composed, Work),
        hub_class=BroadcastOnly if composed == "broadcast" else Hub,
    )
