"""A follower without a socket: it keeps what it was sent."""

from typing import Any

import orjson

from consult.live.followers import Follower
from consult.live.hub import Hub
from consult.live.wire import Frame
from tests.live.scene import Browser


class Ear(Follower):
    """Hears frames as long as it reads."""

    def __init__(self, hub: Hub, browser: Browser) -> None:
        super().__init__(browser.content["browser"], browser.content, "en", None, self._hang_up)
        self.hub = hub
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.reads = True
        self.is_gone = self.is_cut = False
        hub.connect(self)

    def _hang_up(self) -> None:
        self.is_gone = True
        self.hub.disconnect(self.sid)

    def deliver(self, frame: Frame) -> bool:
        if self.reads:
            name, data = orjson.loads(str(frame.packet.data)[1:])
            self.heard.append((name, data))
        return self.reads

    def cut(self) -> None:
        self.is_cut = True
        self._hang_up()

    @property
    def is_drained(self) -> bool:
        return self.reads

    def all_of(self, name: str) -> list[dict[str, Any]]:
        """What came under one name."""
        return [data for heard, data in self.heard if heard == name]

    @property
    def texts(self) -> list[str | None]:
        """The texts of all events, in order."""
        return [event["data"].get("text") for batch in self.all_of("stream.batch") for event in batch["events"]]
