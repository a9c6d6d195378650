"""Each role of the scene at a socket: what it sends goes the way of every event, what it hears is kept."""

import json
from queue import Queue
from types import SimpleNamespace
from typing import Any

import gevent
import pytest
from flask import request

from consult.ledger.models import Stream
from consult.live.server import Live
from tests.doors.scene import Scene
from tests.live.ears import Ear
from tests.live.scene import Browser

Place = tuple[int, str]  # proceeding and audience


class Listeners:
    """An ear for each role."""

    def __init__(self, scene: Scene, patch: pytest.MonkeyPatch) -> None:
        self.scene = scene
        self.live: Live = scene.app.extensions["consult.live"]
        patch.setattr(self.live, "_socket_of", lambda _sid: SimpleNamespace(queue=Queue()))
        self.ears = {role: self._ear(role) for role in scene.browsers}
        with scene.site.database.reading() as db:
            self.streams = {(one.scope_id, one.audience): one.public_id for one in db.query(Stream)}
        self._heard = dict.fromkeys(self.ears, 0)

    def _ear(self, role: str) -> Ear:
        with self.scene.browsers[role].session_transaction() as session:
            content = dict(session)
        return Ear(self.live.hub, Browser("", "", content | {"browser": role}))

    def emit(self, role: str, event: str, **data: Any) -> dict[str, Any]:
        """Send an event as a role; its acknowledgement."""
        with self.scene.app.test_request_context():
            request.sid = self.ears[role].sid  # type: ignore[attr-defined]
            return self.live._answer(self.live.handlers[event], data)

    def join_all(self) -> dict[str, set[Place]]:
        """Let each role join every stream of the scene's own rooms that it may; which those are."""
        own = {one.id for one in self.scene.rooms}
        streams = {place: name for place, name in self.streams.items() if place[0] in own}
        return {
            role: {place for place, name in streams.items() if self.emit(role, "stream.join", stream=name)["ok"]}
            for role in self.ears
        }

    def may_join(self) -> dict[Place, set[str]]:
        """Which roles may join each stream, tried one after the other: a socket follows a few at a time."""
        found: dict[Place, set[str]] = {}
        for place, name in self.streams.items():
            for role in self.ears:
                if self.emit(role, "stream.join", stream=name)["ok"]:
                    found.setdefault(place, set()).add(role)
                    self.emit(role, "stream.leave", stream=name)
        return found

    def news(self) -> dict[str, str]:
        """What each role has heard since the last time, as it went over the wire."""
        for channel in list(self.live.hub.channels.values()):
            self.live.hub.news.send(channel)
        gevent.sleep(0)
        found = {role: json.dumps(ear.heard[self._heard[role] :]) for role, ear in self.ears.items()}
        self._heard = {role: len(ear.heard) for role, ear in self.ears.items()}
        return found

    def caught_up(self, role: str, places: set[Place]) -> str:
        """Everything that a role is told when it catches up from the beginning by socket, and with the newest by HTTP."""
        told = []
        for name in (self.streams[place] for place in sorted(places)):
            told.append(self.emit(role, "stream.sync", stream=name, since=0))
            told.append(self.scene.browsers[role].get(f"/api/v1/streams/{name}/events").get_json())
        return json.dumps(told)
