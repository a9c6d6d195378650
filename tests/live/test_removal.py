"""Two processes, a member at one of them, removed through the other: once that is answered nothing private comes any more."""

import signal
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass

import pytest
from sqlalchemy import select

from consult.bodies.actors import load_actor
from consult.bodies.models import Grant
from tests.live.conftest import Stage
from tests.live.launch import Running, running
from tests.live.mirror import Mirror
from tests.live.scene import Browser, Scene, browser_for, comment, make_person, make_scene
from tests.servers import redis_server
from tests.waiting import until

pytestmark = [pytest.mark.fault, pytest.mark.timeout(120)]


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_values: object) -> None:
        """Do not follow: the answer is the redirect."""


@dataclass
class Room:
    """A private room with two members at one process and its secretary at the other."""

    stage: Stage
    scene: Scene
    here: Running
    there: Running
    secretary: Browser
    leaver: Browser
    grant_id: int
    author: str
    listening: Mirror
    staying: Mirror

    def say(self, text: str) -> None:
        """A comment by who stays."""
        with self.stage.site.database.reading() as db:
            author = load_actor(db, self.author, "browser")
        comment(self.stage.site, self.scene, text, author)

    def texts(self, mirror: Mirror) -> list[str]:
        """What somebody was sent."""
        return [one.get("text", "") for one in list(mirror.shown.values())]

    def remove(self) -> float:
        """Take the member's role away, through the other process; for how long that took, in seconds."""
        address = f"/en/desk/people/room/{self.scene.proceeding.public_id}/remove"
        return self.post(address, self.secretary, grant=str(self.grant_id))

    def sign_out(self) -> float:
        """End the member's session, through the other process."""
        return self.post("/en/account/sign-out", self.leaver)

    def post(self, address: str, browser: Browser, **fields: str) -> float:
        """Send a form to the process without sockets; how long the answer took."""
        data = urllib.parse.urlencode({"csrf_token": browser.csrf, **fields}).encode()
        request = urllib.request.Request(self.here.url + address, data)
        request.add_header("Cookie", browser.cookie)
        request.add_header("Referer", self.here.url + "/")
        started = time.monotonic()
        with suppress(urllib.error.HTTPError) as _, urllib.request.build_opener(Stay).open(request, timeout=20):
            raise AssertionError("no redirect")
        return time.monotonic() - started


@contextmanager
def room(stage: Stage, **environment: str) -> Iterator[Room]:
    """The room, with everybody connected and having seen one comment."""
    site = stage.site
    scene = make_scene(site, "room", kind="workspace", audience="members")
    at = ("proceeding", scene.proceeding.id)
    secretary = make_person(site, "secretary", ("secretary", *at))[1]
    person, leaver = make_person(site, "leaver", ("member", *at))
    stayer = make_person(site, "stayer", ("member", *at))[1]
    with site.database.reading() as db:
        grant_id = db.scalars(select(Grant.id).where(Grant.account_id == person.id)).one()
    with ExitStack() as stack:
        here, there = (stack.enter_context(running(stage.url, **environment)) for _ in range(2))
        browsers = [browser_for(stage.app, token) for token in (secretary, leaver, stayer)]
        mirrors = [Mirror(there.url, one, scene.stream, scene.epoch) for one in browsers[1:]]
        for mirror in mirrors:
            stack.callback(mirror.stop)
        made = Room(stage, scene, here, there, browsers[0], browsers[1], grant_id, stayer, *mirrors)
        made.say("before")
        assert until(lambda: made.texts(mirrors[0]) == made.texts(mirrors[1]) == ["before"])
        yield made


@contextmanager
def redis(wanted: bool) -> Iterator[dict[str, str]]:
    if not wanted:
        yield {}
        return
    with redis_server() as url:
        yield {"CONSULT_REDIS_URL": url}


@pytest.mark.parametrize("with_redis", [False, True], ids=["alone", "redis"])
@pytest.mark.parametrize("act", ["remove", "sign_out"])
def test_after_the_answer_nothing_private_comes(stage: Stage, act: str, with_redis: bool) -> None:
    with redis(with_redis) as environment, room(stage, **environment) as made:
        assert getattr(made, act)() < 1.5
        for number in range(5):
            made.say(f"after {number}")
        assert until(lambda: len(made.texts(made.staying)) == 6)
        assert until(lambda: made.listening.ended is not None)
        assert made.texts(made.listening) == ["before"]


@pytest.mark.parametrize("act", ["remove", "sign_out"])
def test_a_process_that_stands_still_sends_nothing_afterwards(stage: Stage, act: str) -> None:
    with room(stage) as made:
        assert made.there.process is not None
        made.there.process.send_signal(signal.SIGSTOP)
        try:
            took = getattr(made, act)()
            made.say("after")
        finally:
            made.there.process.send_signal(signal.SIGCONT)
        assert 0.5 < took < 3
        assert until(lambda: "after" in made.texts(made.staying))
        assert until(lambda: made.listening.ended is not None)
        assert made.texts(made.listening) == ["before"]


def test_a_process_that_died_is_waited_for_no_longer_than_its_lease(stage: Stage) -> None:
    with room(stage) as made:
        made.there.kill()
        assert made.remove() < 3
        assert made.sign_out() < 0.5
