"""Real server processes for the live tests, each on a database and a port of its own."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from tests.live.proxy import Proxy
from tests.servers import free_port

ROOT = Path(__file__).resolve().parents[2]
SECRET = "live-test-secret-" + "x" * 40
ENTRY = "tests.live.entry"
COMMAND = "from consult.cli import main; main()"
PATIENCE = 30.0


class Running:
    """A server that can be killed and started again on the same port and database."""

    def __init__(
        self, database_url: str, folder: Path, composed: str | None = None, entry: str = ENTRY, **environment: str
    ) -> None:
        self.port = free_port()
        self.proxy = Proxy(self.port)
        self.url = f"http://127.0.0.1:{self.proxy.port}"
        self.folder = folder
        self.composed, self.entry = composed, entry
        self.barrier = folder / "barrier"
        self.environment = {
            **os.environ,
            "CONSULT_DATABASE_URL": database_url,
            "CONSULT_SECRET_KEY": SECRET,
            "CONSULT_BASE_URL": self.url,
            "CONSULT_DATA_DIR": str(folder),
            "CONSULT_WORKER": "off",
            "CONSULT_TEST_BARRIER": str(self.barrier),
            "CONSULT_RATE_ANONYMOUS": "100000/1",
            "CONSULT_RATE_MEMBERS": "100000/1",
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None
        self.log = folder / "server.log"

    def start(self) -> None:
        """Start it and wait until it answers."""
        start = [sys.executable, *(["-m", self.entry] if self.composed else ["-c", COMMAND])]
        environment = {**self.environment, "CONSULT_TEST_COMPOSED": self.composed or ""}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*start, "serve", "--port", str(self.port)],
                cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)  # between two looks

    def answers(self) -> bool:
        """Whether /healthz answers."""
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=2) as answer:
            return bool(json.load(answer)["status"] == "ok")
        return False

    def kill(self) -> None:
        """As when the power goes, for this one process."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(PATIENCE)

    def events(self, stream: str, since: int, cookie: str = "") -> Any:
        """Catching up over HTTP."""
        request = urllib.request.Request(f"{self.url}/api/v1/streams/{stream}/events?since={since}")
        request.add_header("Cookie", cookie)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.load(answer)


@contextmanager
def running(
    database_url: str, composed: str | None = None, entry: str = ENTRY, **environment: str
) -> Iterator[Running]:
    """A server that is up, reached through a proxy that can be cut; ended, whatever happens."""
    with tempfile.TemporaryDirectory() as folder:
        server = Running(database_url, Path(folder), composed, entry, **environment)
        try:
            server.start()
            yield server
        finally:
            server.proxy.close()
            if server.process is not None and server.process.poll() is None:
                server.kill()
