"""Kills, cuts and a stop in the midst of live comments: what clients, page and disk hold afterwards."""

import json
import random
import re
import subprocess
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from consult.contributions.models import Contribution, Passage, Version
from consult.ledger.models import Entry, Stream
from tests.live.conftest import Stage
from tests.live.launch import ROOT, Running, running
from tests.live.mirror import Mirror
from tests.live.scene import Browser, comment
from tests.servers import node
from tests.waiting import until

pytestmark = [pytest.mark.fault, pytest.mark.timeout(180)]
KILLS = 10


class Peer:
    """A Node process with the official client and the modules of the pages."""

    def __init__(self, url: str, browser: Browser, stream: str, epoch: str) -> None:
        given = {"url": url, "cookie": browser.cookie, "csrf": browser.csrf, "stream": stream, "epoch": epoch, "seq": 0}
        self._process = subprocess.Popen(
            [node(), str(ROOT / "tests/live/peer.mjs"), json.dumps(given)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def _state(self) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return dict(json.loads(self._process.stdout.readline()))

    @property
    def order(self) -> list[str]:
        """The references as its page would show them, the newest first."""
        return list(self._state()["order"])

    @property
    def applied(self) -> list[int]:
        """The numbers of the events that it applied."""
        return list(self._state()["applied"])

    def stop(self) -> None:
        """Go away."""
        self._process.communicate()


@contextmanager
def audience(server: Running, stage: Stage, mirrors: int = 3) -> Iterator[tuple[list[Mirror], Peer]]:
    """Some clients in this process, and one in Node."""
    scene = stage.scene
    here = [Mirror(server.url, stage.member(f"person {at}"), scene.stream, scene.epoch) for at in range(mirrors)]
    there = Peer(server.url, stage.browser(), scene.stream, scene.epoch)
    try:
        yield here, there
    finally:
        for client in here:
            client.stop()
        there.stop()


def on_disk(stage: Stage) -> list[str]:
    """The references in the database's order, the newest first."""
    with stage.site.database.reading() as db:
        listed = select(Contribution.reference).where(Contribution.place.is_not(None))
        return list(db.scalars(listed.order_by(Contribution.place.desc())))


def freshly_read(server: Running, stage: Stage) -> list[str]:
    """What somebody sees who opens the page only now, and then the older ones."""
    found: list[str] = []
    address: str | None = f"/en/consultations/{stage.scene.proceeding.slug}/comments"
    while address:
        with urllib.request.urlopen(server.url + address, timeout=10) as answer:
            page = answer.read().decode()
        found += re.findall(r'<article class="comment" id="([^"]+)"', page)
        older = re.search(r'href="([^"]+)" rel="next"', page)
        address = unescape(older[1]) if older else None
    return found


def differences(stage: Stage, server: Running, clients: list[Mirror], peer: Peer) -> list[str]:
    """Who holds another order than the database."""
    wanted = on_disk(stage)
    wrong = [f"mirror {at}" for at, client in enumerate(clients) if client.order != wanted]
    wrong += ["node"] if peer.order != wanted else []
    return wrong + (["fresh"] if freshly_read(server, stage) != wanted else [])


def check_disk(stage: Stage, journals: list[str]) -> None:
    """Numbers without gaps, nothing twice, and everything that was acknowledged."""
    with stage.site.database.reading() as db:
        stream = db.scalars(select(Stream).where(Stream.public_id == stage.scene.stream)).one()
        numbers = list(db.scalars(select(Entry.seq).where(Entry.stream_id == stream.id).order_by(Entry.seq)))
        texts = list(db.scalars(select(Passage.text).join(Version, Version.id == Passage.version_id)))
    assert numbers == list(range(1, stream.last_seq + 1))
    assert len(texts) == len(set(texts))
    assert set(journals) <= set(on_disk(stage))


def keep_saying(client: Mirror, name: str, stopping: threading.Event, failures: list[str]) -> threading.Thread:
    """Let a client send one comment after the other in a thread."""

    def say() -> None:
        number = 0
        while not stopping.is_set():
            number += 1
            try:
                client.say(f"{name} says {number}")
            except AssertionError as error:
                failures.append(str(error))
                return

    thread = threading.Thread(target=say, daemon=True)
    thread.start()
    return thread


def test_kills_and_cuts_lose_nothing(stage: Stage) -> None:
    dice = random.Random(20261121)
    stopping = threading.Event()
    failures: list[str] = []
    with running(stage.url) as server, audience(server, stage) as (clients, peer):
        senders = [keep_saying(client, f"client {at}", stopping, failures) for at, client in enumerate(clients[:2])]
        for number in range(KILLS):
            said, wanted = sum(len(client.journal) for client in clients), dice.randint(1, 12)
            assert until(lambda: sum(len(one.journal) for one in clients) >= said + wanted, 30), failures  # noqa: B023
            threading.Event().wait(dice.random() * 0.03)  # somewhere in the midst of a write
            if number % 2:
                server.proxy.cut()
                assert until(lambda: clients[2].client.connected)
            server.kill()
            comment(stage.site, stage.scene, f"written elsewhere while the server is away, {number}")
            server.start()
            comment(stage.site, stage.scene, f"written elsewhere while the server is here, {number}")
        stopping.set()
        for thread in senders:
            thread.join(60)
        assert until(lambda: not differences(stage, server, clients, peer), 10), differences(
            stage, server, clients, peer
        )
        assert failures == []
        check_disk(stage, [ref for client in clients for ref in client.journal])
        for applied in (*(client.applied for client in clients), peer.applied):
            assert applied == sorted(set(applied))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_same_comparison_finds_what_an_emitter_loses(stage: Stage) -> None:
    with running(stage.url, composed="broadcast") as server, audience(server, stage, 1) as (clients, peer):
        assert until(lambda: clients[0].client.connected)
        clients[0].say("heard by those who are here")
        assert until(lambda: on_disk(stage) == clients[0].order)
        server.kill()
        comment(stage.site, stage.scene, "written while the server is away")
        server.start()
        assert until(lambda: clients[0].client.connected)
        clients[0].say("written afterwards")
        assert not until(lambda: not differences(stage, server, clients, peer), 3)
        assert "mirror 0" in differences(stage, server, clients, peer)
        assert "node" in differences(stage, server, clients, peer)


def say_at_barrier(server: Running, client: Mirror) -> threading.Thread:
    """Let a client send one comment and wait until the server stands at its barrier with it."""
    thread = threading.Thread(target=client.say, args=("at the barrier", 20), daemon=True)
    assert until(lambda: client.client.connected)
    thread.start()
    assert until(server.barrier.with_suffix(".reached").exists)
    return thread


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_acknowledgement_before_the_commit_loses_the_comment(stage: Stage) -> None:
    with running(stage.url, composed="early") as server:
        client = Mirror(server.url, stage.member("ann"), stage.scene.stream, stage.scene.epoch)
        say_at_barrier(server, client)
        assert until(lambda: client.journal)
        server.kill()
        client.stop()
        assert client.journal[0] not in on_disk(stage)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_real_order_acknowledges_nothing_before_the_commit(stage: Stage) -> None:
    with running(stage.url, composed="held") as server:
        client = Mirror(server.url, stage.member("ann"), stage.scene.stream, stage.scene.epoch)
        thread = say_at_barrier(server, client)
        assert not until(lambda: client.journal, 1.0)
        server.kill()
        assert on_disk(stage) == []
        server.barrier.with_suffix(".go").touch()
        server.start()
        thread.join(30)
        client.stop()
        assert on_disk(stage) == client.journal
        assert len(client.journal) == 1


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_a_stop_answers_what_waits(stage: Stage) -> None:
    with running(stage.url, composed="held") as server:
        client = Mirror(server.url, stage.member("ann"), stage.scene.stream, stage.scene.epoch)
        thread = say_at_barrier(server, client)
        assert server.process is not None
        server.process.terminate()
        started = time.monotonic()
        assert until(lambda: not server.answers())
        assert client.journal == []
        server.barrier.with_suffix(".go").touch()
        thread.join(10)
        assert server.process.wait(10) == 0
        assert time.monotonic() - started < 10
        assert client.journal == on_disk(stage)
        assert until(lambda: not client.client.connected)
        client.stop()


def test_a_stop_with_idle_clients_is_quick(stage: Stage) -> None:
    with running(stage.url) as server, audience(server, stage, 2) as (clients, _peer):
        assert until(lambda: all(client.client.connected for client in clients))
        started = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - started < 5
        server.start()
        assert until(lambda: all(client.client.connected for client in clients))
        clients[0].say("after the stop")
        assert until(lambda: [client.order for client in clients] == [on_disk(stage)] * 2)
