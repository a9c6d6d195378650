"""hearing.*: comments and the clock under 1,000 clients, what each of them costs, and a burst of comments from few senders."""

import json
import os
import re
import subprocess
import sys
import urllib.request
from collections.abc import Mapping, Sequence
from html import unescape
from typing import Any

from flask import Flask
from sqlalchemy import select

from consult.app import create_app
from consult.contributions.models import Contribution
from consult.hearings.floor.operations.giving import give_floor
from consult.site import Site
from tests.bench.live import P99, on_second_core
from tests.bench.rows import Row, row
from tests.bench.serving import Server, served
from tests.bench.tools import load_generator
from tests.bench.worlds import new_site, stream_of
from tests.factories import TEST
from tests.hearings.hall.scene import make_hall
from tests.live.scene import Scene, browser_for, make_person, make_scene

CLIENTS, RATE, SECONDS, SENDERS, WATCHERS = 1000, 50, 10, 50, 20
ACT_EVERY_MS = 500
WARMING = 20
BURST_RATE, BURST_SECONDS, BURST_SENDERS, REFUSED_SECONDS = 200, 60, 40, 30
CONNECTED = re.compile(r"rss0=(\d+)MB .*per_client=([\d.]+)kB")
RSS = re.compile(r"rss=(\d+)")

Who = dict[str, str]


def measure() -> list[Row]:
    """One round under full load; every message must have arrived at every client, and every act at every watcher."""
    program = load_generator()
    with new_site() as site:
        scene = make_scene(site)
        hall = make_hall(site, scene.proceeding)
        speaker = hall.add("Amina").public_id
        moves = site.work.run(give_floor, TEST, proceeding_id=scene.proceeding.id, seen=0, speaker=speaker).result
        app = create_app(site=site)
        chair = who(app, make_person(site, "chair", ("chair", "proceeding", scene.proceeding.id))[1])
        senders = [who(app, make_person(site, f"sender{number}")[1]) for number in range(SENDERS)]
        acting = {"hearing": scene.proceeding.public_id, "moves": moves, "chair": chair}
        with served(site) as server:
            told, connected, acts = under_load(str(program), site, server, scene, app, senders, acting)
    got, wanted, p50, p99, most, busy = map(int, P99.search(told).groups())  # type: ignore[union-attr]
    rss0, per_client = map(float, CONNECTED.search(connected).groups())  # type: ignore[union-attr]
    afterwards = (float(RSS.search(told)[1]) - rss0) * 1024 / CLIENTS  # type: ignore[index]
    late = sorted(acts["late"])
    clock = late[min(len(late) - 1, int(len(late) * 0.99))]
    print(
        f"  hearing: p50 {p50} ms, p99 {p99} ms, max {most} ms; {got:,} of {wanted:,}; server {busy} % of a core; "
        f"clock p50 {late[len(late) // 2]:.0f} ms, max {late[-1]:.0f} ms; {per_client:.1f} kB per client, {afterwards:.1f} after"
    )
    whole = got == wanted
    return [
        row("hearing.comment.p99.ms", float(p99), healthy=whole),
        row("hearing.clock.p99.ms", clock, healthy=whole and not acts["missing"] and not acts["broken"]),
        row("hearing.client.kb", per_client, healthy=whole),
    ]


def who(app: Flask, token: str | None = None) -> Who:
    """A browser's credentials."""
    found = browser_for(app, token)
    return {"cookie": found.cookie, "csrf": found.csrf}


def under_load(
    program: str, site: Site, server: Server, scene: Scene, app: Flask, senders: Sequence[Who], acting: dict[str, Any]
) -> tuple[str, str, dict[str, Any]]:
    """Clients, watchers, then comments and acts together; what the generator and the watchers say."""
    head, one = stream_of(site, scene.proceeding)[2], who(app)
    watching = {
        **os.environ,
        "NOSTART": "1",
        "COOKIE": one["cookie"],
        "AUTH": json.dumps({"csrf": one["csrf"], "lang": "en"}),
        "JOIN": "420" + json.dumps(["stream.join", {"stream": scene.stream, "epoch": scene.epoch, "since": head}]),
        "FIELD": "t=",
    }
    # What the first clients load stays for good and is no cost of a client.
    few = [program, str(server.port), str(WARMING), "sio", str(WARMING), str(server.pid)]
    subprocess.run(few, env=watching, stdout=subprocess.DEVNULL, check=True, preexec_fn=on_second_core)
    start = [program, str(server.port), str(CLIENTS), "sio", "50", str(server.pid), f"{RATE}:{SECONDS}"]
    clients = subprocess.Popen(start, env=watching, stdout=subprocess.PIPE, text=True, preexec_fn=on_second_core)
    assert clients.stdout is not None
    try:
        connected = clients.stdout.readline()
        assert f"ready={CLIENTS} " in connected, connected
        watchers = begin_watching(server, scene, head, [who(app) for _one in range(WATCHERS)], SECONDS, acting)
        send("senders", server, scene, senders, RATE, SECONDS)
        acts = json.loads(watchers.communicate(timeout=60)[0])
        return clients.communicate(timeout=60)[0], connected, acts
    finally:
        clients.kill()
        clients.wait()


def begin_watching(
    server: Server, scene: Scene, since: int, watchers: list[Who], seconds: float, acting: Mapping[str, Any]
) -> "subprocess.Popen[str]":
    """Those who watch, and a chair where `acting` says so; ready when this comes back."""
    program = [sys.executable, "-m", "tests.bench.watchers", str(seconds), str(ACT_EVERY_MS)]
    process = subprocess.Popen(
        program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, preexec_fn=on_second_core
    )
    assert process.stdin is not None
    assert process.stdout is not None
    given = {"port": server.port, "stream": scene.stream, "epoch": scene.epoch, "since": since, "watchers": watchers}
    process.stdin.write(json.dumps({**given, **acting}))
    process.stdin.close()
    process.stdin = None
    assert f'"ready": {len(watchers)}' in process.stdout.readline()
    return process


def send(module: str, server: Server, scene: Scene, senders: Sequence[Who], rate: int, seconds: int) -> str:
    """Comments at a rate from some senders together; what their program prints."""
    sending = json.dumps({"port": server.port, "stream": scene.stream, "senders": senders})
    done = subprocess.run(
        [sys.executable, "-m", f"tests.bench.{module}", str(rate), str(seconds)],
        input=sending, text=True, check=True, timeout=seconds + 90, preexec_fn=on_second_core, stdout=subprocess.PIPE,
    )  # fmt: skip
    return done.stdout


def measure_burst() -> list[Row]:
    """All acknowledged, in one order everywhere; and at the default limit every refusal says when to come again."""
    with new_site() as site:
        scene = make_scene(site)
        app = create_app(site=site)
        senders = [who(app, make_person(site, f"sender{number}")[1]) for number in range(BURST_SENDERS)]
        watchers = [who(app) for _one in range(WATCHERS)]
        with served(site, settings={"CONSULT_RATE_MEMBERS": "10/1"}) as server:
            watching = begin_watching(server, scene, 0, watchers, BURST_SECONDS, {})
            sent = json.loads(send("bursting", server, scene, senders, BURST_RATE, BURST_SECONDS))
            seen = json.loads(watching.communicate(timeout=90)[0])
            stored = in_database(site, scene)
            equal = seen["orders"] == [stored] and not seen["broken"] and on_pages(server, scene) == stored
        with served(site) as server:
            usual = json.loads(send("bursting", server, scene, senders, BURST_RATE, REFUSED_SECONDS))
    kindly = usual["refused"] > 0 and usual["told"] == usual["refused"]
    share = sent["acknowledged"] / (BURST_RATE * BURST_SECONDS)
    print(
        f"  burst: {sent['acknowledged']:,} acknowledged, {sent['refused']:,} refused; orders {'equal' if equal else 'DIFFER'}; "
        f"at the default limit {usual['refused']:,} refused, {usual['told']:,} with a waiting time"
    )
    return [row("hearing.burst.acked", share, healthy=equal and kindly)]


def in_database(site: Site, scene: Scene) -> list[str]:
    """The references in the order of their places, the newest first."""
    with site.database.reading() as db:
        listed = select(Contribution.reference).where(
            Contribution.proceeding_id == scene.proceeding.id, Contribution.place.is_not(None)
        )
        return list(db.scalars(listed.order_by(Contribution.place.desc())))


def on_pages(server: Server, scene: Scene) -> list[str]:
    """What somebody reads who opens the page only now, and then each older one."""
    found: list[str] = []
    address: str | None = f"/en/hearings/{scene.proceeding.slug}/live"
    while address:
        with urllib.request.urlopen(f"http://127.0.0.1:{server.port}{address}", timeout=30) as answer:
            page = answer.read().decode()
        found += re.findall(r'<article class="comment" id="([^"]+)"', page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(older[1]) if older else None
    return found
