"""The product's own server in a process of its own, on one core, with the doors that only measuring needs beside it."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from consult.site import Site

PATIENCE = 30.0


@dataclass(frozen=True)
class Server:
    """Where it answers, and its process."""

    port: int
    pid: int


@contextmanager
def served(site: Site, settings: Mapping[str, str] | None = None, **told: Any) -> Iterator[Server]:
    """A server on the site's database and address, with more settings of its environment; `told` goes to tests.bench.server.

    Ended, whatever happens.
    """
    port = int(site.settings.base_url.rpartition(":")[2])
    log = (site.settings.data_dir / "server.log").open("w+")
    environment = {
        **os.environ,
        "CONSULT_DATABASE_URL": site.settings.database_url,
        "CONSULT_SECRET_KEY": site.settings.secret_key,
        "CONSULT_BASE_URL": site.settings.base_url,
        "CONSULT_DATA_DIR": str(site.settings.data_dir),
        "CONSULT_WORKER": "off",
        **(settings or {}),
    }
    start = [sys.executable, "-m", "tests.bench.server", str(port), json.dumps(told)]
    process = subprocess.Popen(start, env=environment, stdout=log, stderr=log)
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError((site.settings.data_dir / "server.log").read_text())
            time.sleep(0.05)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(PATIENCE)
        process.kill()
        process.wait()
        log.close()


def answers(port: int) -> bool:
    """Whether /healthz answers."""
    with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
        return bool(answer.status == 200)
    return False
