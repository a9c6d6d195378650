"""live.p99.ms: from the scheduled sending of a comment to its arrival at each of 1,000 clients; 50 comments a second."""

import json
import os
import re
import subprocess
import sys
from statistics import median
from typing import Any

from consult.app import create_app
from tests.bench.rows import Row, row
from tests.bench.serving import served
from tests.bench.tools import load_generator
from tests.bench.worlds import new_site, stream_of
from tests.live.scene import browser_for, make_person, make_scene

CLIENTS, RATE, SECONDS, ROUNDS, SENDERS = 1000, 50, 10, 3, 50
P99 = re.compile(r"got=(\d+)/(\d+).* p50=(\d+)ms p99=(\d+)ms max=(\d+)ms srvcpu=(\d+)%")


def measure() -> list[Row]:
    """The median of three rounds; every message must have arrived at every client."""
    program, found, complete = load_generator(), [], True
    with new_site() as site:
        scene = make_scene(site)
        app = create_app(site=site)
        watcher = browser_for(app)
        senders = []
        for number in range(SENDERS):
            one = browser_for(app, make_person(site, f"sender{number}")[1])
            senders.append({"cookie": one.cookie, "csrf": one.csrf})
        with served(site) as server:
            for _round in range(ROUNDS):
                _public_id, _epoch, head = stream_of(site, scene.proceeding)
                told = one_round(str(program), server, scene, watcher, senders, head)
                got, wanted, p50, p99, most, busy = map(int, told.groups())
                print(
                    f"  live: p50 {p50} ms, p99 {p99} ms, max {most} ms; {got:,} of {wanted:,}; server {busy} % of a core"
                )
                found.append(float(p99))
                complete = complete and got == wanted
    return [row("live.p99.ms", median(found), healthy=complete)]


def one_round(program: str, server: Any, scene: Any, watcher: Any, senders: list[Any], head: int) -> re.Match[str]:
    """Let the clients come, then the comments; what the generator says at its end."""
    watching = {
        **os.environ,
        "NOSTART": "1",
        "COOKIE": watcher.cookie,
        "AUTH": json.dumps({"csrf": watcher.csrf, "lang": "en"}),
        "JOIN": "420" + json.dumps(["stream.join", {"stream": scene.stream, "epoch": scene.epoch, "since": head}]),
        "FIELD": "t=",
    }
    start = [program, str(server.port), str(CLIENTS), "sio", "50", str(server.pid), f"{RATE}:{SECONDS}"]
    clients = subprocess.Popen(start, env=watching, stdout=subprocess.PIPE, text=True, preexec_fn=on_second_core)
    assert clients.stdout is not None
    connected = clients.stdout.readline()
    try:
        assert f"ready={CLIENTS} " in connected, connected
        sending = json.dumps({"port": server.port, "stream": scene.stream, "senders": senders})
        subprocess.run(
            [sys.executable, "-m", "tests.bench.senders", str(RATE), str(SECONDS)],
            input=sending, text=True, check=True, timeout=60, preexec_fn=on_second_core,
        )  # fmt: skip
        told = P99.search(clients.communicate(timeout=60)[0])
    finally:
        clients.kill()
        clients.wait()
    assert told is not None
    return told


def on_second_core() -> None:
    """Leave the first core to the server."""
    os.sched_setaffinity(0, {sorted(os.sched_getaffinity(0))[-1]})
