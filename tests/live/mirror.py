"""A live client in Python: it keeps the list that a page would show, and a journal of what was acknowledged to it."""

import threading
import time
import uuid
from contextlib import suppress
from typing import Any

import socketio

from tests.live.scene import Browser


class Mirror:
    """Follows one stream as contract.md says, over any number of lost connections."""

    def __init__(self, url: str, browser: Browser, stream: str, epoch: str) -> None:
        self.url, self.browser, self.stream, self.epoch = url, browser, stream, epoch
        self.seq = 0
        self.applied: list[int] = []
        self.shown: dict[str, dict[str, Any]] = {}
        self.journal: list[str] = []
        self.ended: str | None = None
        self._lock = threading.RLock()
        self._asking = threading.Lock()
        self._stopping = threading.Event()
        self.client = self._connectable()
        self._keeper = threading.Thread(target=self._keep_connected, daemon=True)
        self._keeper.start()

    def _connectable(self) -> socketio.Client:
        client = socketio.Client(reconnection=False)
        client.on("stream.batch", self._batch)
        client.on("stream.head", self._head)
        client.on("stream.reset", lambda _message: self._ask_soon())
        client.on("session.ended", self._end)
        return client

    def _keep_connected(self) -> None:
        while not self._stopping.wait(0.1):
            if self.client.connected or self.ended:
                continue
            client = self._connectable()
            try:
                client.connect(
                    self.url,
                    auth={"csrf": self.browser.csrf, "lang": "en"},
                    headers={"Cookie": self.browser.cookie},
                    transports=["websocket"],
                    wait_timeout=3,
                )
            except socketio.exceptions.ConnectionError:
                continue
            self.client = client
            self.ask("stream.join")

    def ask(self, name: str = "stream.sync") -> None:
        """Ask for what is missing until there is nothing more."""
        with self._asking:
            more = True
            while more:
                try:
                    asked = {"stream": self.stream, "epoch": self.epoch, "since": self.seq}
                    answer = self.client.call(name, asked, timeout=2)
                except (socketio.exceptions.SocketIOError, OSError):
                    return
                if not answer.get("ok"):
                    return
                with self._lock:
                    more = self._take_answer(answer)

    def _take_answer(self, answer: dict[str, Any]) -> bool:
        self.epoch = answer["epoch"]
        if answer.get("reset"):
            self.shown = {}
            for event in reversed(answer["snapshot"]):
                self._apply(event)
            self.seq = answer["seq"]
            return False
        for event in answer["events"]:
            self._take(event)
        return bool(answer["more"])

    def _ask_soon(self) -> None:
        threading.Thread(target=self.ask, daemon=True).start()

    def _batch(self, message: dict[str, Any]) -> None:
        with self._lock:
            if message["epoch"] != self.epoch or message["from"] > self.seq + 1:
                self._ask_soon()
                return
            for event in message["events"]:
                self._take(event)

    def _head(self, head: dict[str, Any]) -> None:
        if head["epoch"] != self.epoch or head["seq"] > self.seq:
            self._ask_soon()

    def _end(self, message: dict[str, Any]) -> None:
        self.ended = message["code"]

    def _take(self, event: dict[str, Any]) -> None:
        if event["seq"] <= self.seq:
            return
        assert event["seq"] == self.seq + 1, f"{event['seq']} after {self.seq}"
        self.seq = event["seq"]
        self.applied.append(self.seq)
        self._apply(event)

    def _apply(self, event: dict[str, Any]) -> None:
        if event.get("new"):
            assert event["ref"] not in self.shown
        if event.get("new") or event["ref"] in self.shown:
            self.shown[event["ref"]] = event["data"]

    def say(self, text: str, seconds: float = 60.0) -> str:
        """Send a comment until it is acknowledged, with one key; its reference."""
        sent = {
            "stream": self.stream,
            "client_id": str(uuid.uuid4()),
            "body": text,
            "language": "en",
            "identity": "public",
        }
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answer = None
            with suppress(socketio.exceptions.SocketIOError, OSError):
                answer = self.client.call("comment.submit", sent, timeout=1.5)
            if answer and answer.get("ok"):
                self.journal.append(answer["ref"])
                return str(answer["ref"])
            time.sleep(0.05)
        raise AssertionError("no acknowledgement")

    @property
    def order(self) -> list[str]:
        """The references in the order of the page, the newest first."""
        with self._lock:
            return list(reversed(self.shown))

    def stop(self) -> None:
        """Go away."""
        self._stopping.set()
        self._keeper.join(10)
        with suppress(Exception):
            self.client.disconnect()
