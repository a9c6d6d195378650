"""A live client that keeps the floor of a hearing beside the comments, and a chair who acts until the server has said so."""

import json
import re
import time
import urllib.request
from contextlib import suppress
from html import unescape
from typing import Any

import socketio

from consult.hearings.floor.queries import floor_of
from consult.hearings.hall.queries import Hall, hall_of
from consult.live.streams import Event
from consult.site import Site
from tests.hearings.hall.scene import Scene as Hearing
from tests.live.launch import Running
from tests.live.mirror import Mirror

HELD = ("item", "speaker", "timer")
State = dict[tuple[str, str], dict[str, Any]]


def applied(state: State, event: Event) -> None:
    """Keep what an event tells of the floor; who is gone is there no more."""
    of = event["kind"].partition(".")[0]
    if of not in HELD:
        return
    if not event["data"] or event["data"].get("state") in ("left", "removed"):
        state.pop((of, event["ref"]), None)
    else:
        state[of, event["ref"]] = event["data"]


class HallMirror(Mirror):
    """Follows the stream of a hearing; `heard` is all that was told since it was emptied last."""

    def __init__(self, url: str, browser: Any, stream: str, epoch: str) -> None:
        self.floor: State = {}
        self.heard: list[str] = []
        self.acknowledged: list[int] = []
        super().__init__(url, browser, stream, epoch)

    def _take_answer(self, answer: dict[str, Any]) -> bool:
        if answer.get("reset"):
            self.floor = {}
        return super()._take_answer(answer)

    def _apply(self, event: dict[str, Any]) -> None:
        self.heard.append(json.dumps(event))
        super()._apply(event)
        applied(self.floor, event)

    def act(self, hearing: Hearing, act: str, **values: Any) -> dict[str, Any] | None:
        """Do one act of the chair on what stands in the database; the answer, None where none came."""
        seen = moves_of(hearing)
        answer = None
        with suppress(socketio.exceptions.SocketIOError, OSError):
            told = {"hearing": hearing.hearing.public_id, "act": act, "seen": seen, **values}
            answer = self.client.call("floor.act", told, timeout=3)
        if answer and answer.get("ok"):
            self.acknowledged.append(answer["moves"])
        return answer

    def until_acted(self, hearing: Hearing, act: str, seconds: float = 30.0, **values: Any) -> dict[str, Any]:
        """Act until the server says that it is done, or why not."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answer = self.act(hearing, act, **values)
            if answer and answer.get("code") not in ("unavailable",):
                return answer
            time.sleep(0.05)  # until the server is back
        raise AssertionError("no answer")


def moves_of(hearing: Hearing) -> int:
    """How many acts the chairs have done."""
    with hearing.site.database.reading() as db:
        return floor_of(db, hearing.hearing.id).moves


def in_database(site: Site, stream: str) -> State:
    """The floor as the rows say it."""
    with site.database.reading() as db:
        hall: Hall = hall_of(db, stream)
    return {(of, ref): data for of in HELD for ref, data in hall.told[of].items()}


def on_page(server: Running, slug: str) -> State:
    """The floor as somebody gets it who opens the page only now."""
    with urllib.request.urlopen(f"{server.url}/en/hearings/{slug}/live", timeout=10) as answer:
        page = answer.read().decode()
    found = re.search(r"data-events='([^']*)'", page)
    assert found, page
    state: State = {}
    for event in json.loads(unescape(found[1])):
        applied(state, event)
    return state
