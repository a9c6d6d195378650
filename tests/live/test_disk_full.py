"""A full disk: whoever writes is told so in words, reading goes on, and writing comes back by itself."""

import os
import subprocess
import threading
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from consult.app import create_app
from consult.migrate import migrate
from consult.site import open_site
from tests.conftest import settings_for
from tests.live.conftest import Stage
from tests.live.launch import SECRET, Running, running
from tests.live.mirror import Mirror
from tests.live.scene import comment, make_scene
from tests.waiting import until

pytestmark = [pytest.mark.fault, pytest.mark.timeout(120)]
SENDERS = 4


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 16 MB in memory."""
    assert os.geteuid() == 0, "this test mounts a small disk (mount -t tmpfs) and must run as root"
    folder = tmp_path / "small"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)], check=True)
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Take all the room that is left."""
    path = folder / "ballast"
    with suppress(OSError), path.open("wb", buffering=0) as ballast:
        while ballast.write(bytes(4096)):
            pass
    return path


def send(client: Mirror, text: str) -> Any:
    """Send once, and give whatever comes back."""
    sent = {
        "stream": client.stream,
        "client_id": str(uuid.uuid4()),
        "body": text,
        "language": "en",
        "identity": "public",
    }
    return client.client.call("comment.submit", sent, timeout=20)


def send_all(clients: list[Mirror], text: str) -> list[Any]:
    """Let every client send at the same time."""
    answers: list[Any] = []
    threads = [threading.Thread(target=lambda one=one: answers.append(send(one, text))) for one in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return answers


def check_refusals(server: Running, stage: Stage, clients: list[Mirror]) -> None:
    """Everybody is told; nobody who reads notices."""
    answers = send_all(clients, "x" * 15_000)
    assert len(answers) == SENDERS
    for answer in answers:
        assert (answer["ok"], answer["code"]) == (False, "unavailable")
        assert answer["message"].startswith("Nothing was stored")
    read = server.events(stage.scene.stream, 0)["events"]
    assert [event["data"]["text"] for event in read] == ["before"]


def test_a_full_disk_refuses_in_words_and_recovers(small_disk: Path, tmp_path: Path) -> None:
    url = f"sqlite:///{small_disk / 'consult.sqlite'}"
    settings = replace(settings_for(url, tmp_path), secret_key=SECRET)
    migrate(settings)
    site = open_site(settings)
    stage = Stage(url, site, create_app(site=site), make_scene(site, word_limit=10_000))
    comment(site, stage.scene, "before")
    browsers = [stage.member(f"sender {number}") for number in range(SENDERS)]
    site.close()
    with running(url) as server:
        scene = stage.scene
        clients = [Mirror(server.url, browser, scene.stream, scene.epoch) for browser in browsers]
        assert until(lambda: all(client.seq == 1 for client in clients))
        ballast = fill(small_disk)
        check_refusals(server, stage, clients)
        ballast.unlink()
        answers = send_all(clients, "after")
        assert [answer["ok"] for answer in answers] == [True] * SENDERS
        assert until(lambda: all(client.seq == 1 + SENDERS for client in clients))
        for client in clients:
            client.stop()
