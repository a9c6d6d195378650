"""People who watch a hearing over sockets, and a chair who acts: when each act reached each of them, and what they hold.

`python -m tests.bench.watchers SECONDS EVERY_MS` reads on standard input what `main` says, prints one line of JSON when all
are there, and another after so many seconds.
"""

import json
import sys
import threading
import time
from typing import Any

import websocket

PATIENCE = 20.0
QUIET = 2.0


class Watcher(threading.Thread):
    """One who only watches: the references in order, newest first, and when each turn of the clock arrived."""

    def __init__(self, port: int, stream: str, epoch: str, since: int, who: dict[str, str]) -> None:
        super().__init__(daemon=True)
        self.order: list[str] = []
        self.clocks: list[float] = []
        self.seq, self.stream, self.epoch = since, stream, epoch
        self.broken, self.asking = "", False
        self.last = time.time()
        self.socket = connected(port, who)
        self._ask("stream.join")

    def _ask(self, name: str) -> None:
        self.asking = True
        self.socket.send("420" + json.dumps([name, {"stream": self.stream, "epoch": self.epoch, "since": self.seq}]))

    def run(self) -> None:
        """Read until the socket is closed."""
        try:
            while True:
                self._take(str(self.socket.recv()))
        except (websocket.WebSocketException, OSError):
            return

    def _take(self, packet: str) -> None:
        if packet == "2":
            self.socket.send("3")
        elif packet.startswith("430"):
            self._answered(json.loads(packet[3:])[0])
        elif packet.startswith('42["stream.batch"'):
            self._apply(json.loads(packet[2:])[1]["events"])
        elif packet.startswith('42["stream.head"') and json.loads(packet[2:])[1]["seq"] > self.seq and not self.asking:
            self._ask("stream.sync")

    def _answered(self, answer: dict[str, Any]) -> None:
        self.asking = False
        if answer.get("reset") or not answer["ok"]:
            self.broken = f"told to begin anew after {self.seq}"
        self._apply(answer.get("events", []))
        if answer.get("more"):
            self._ask("stream.sync")

    def _apply(self, events: list[dict[str, Any]]) -> None:
        """Each event once and in order; whatever is missing is asked for, as every client does."""
        self.last = time.time()
        for event in events:
            if event["seq"] <= self.seq:
                continue
            if event["seq"] > self.seq + 1:
                if not self.asking:
                    self._ask("stream.sync")
                return
            self.seq = event["seq"]
            if event["kind"] == "timer.changed":
                self.clocks.append(self.last)
            elif event.get("new"):
                self.order.append(event["ref"])


def connected(port: int, who: dict[str, str]) -> websocket.WebSocket:
    """A socket that has shaken hands."""
    origin = f"http://127.0.0.1:{port}"
    address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
    made = websocket.create_connection(address, cookie=who["cookie"], origin=origin, timeout=PATIENCE)
    made.recv()
    made.send("40" + json.dumps({"csrf": who["csrf"], "lang": "en"}))
    answer = str(made.recv())
    assert answer.startswith("40"), answer
    return made


def chair(told: dict[str, Any], seconds: float, every: float) -> list[float]:
    """Pause the clock and let it run again, in turn; when each act was due."""
    socket, seen, due = connected(told["port"], told["chair"]), told["moves"], []
    first = time.time() + 1.5
    for number in range(int(seconds / every)):
        at = first + number * every
        time.sleep(max(0.0, at - time.time()))
        act = "pause_turn" if number % 2 == 0 else "resume_turn"
        socket.send(f"42{number}" + json.dumps(["floor.act", {"hearing": told["hearing"], "act": act, "seen": seen}]))
        answer = str(socket.recv())
        while answer == "2":
            socket.send("3")
            answer = str(socket.recv())
        given = json.loads(answer[answer.index("[") :])[0]
        assert given["ok"], given
        seen = given["moves"]
        due.append(at)
    return due


def main(seconds: float, every_ms: int) -> None:
    """Standard input: {port, stream, epoch, since, watchers: [{cookie, csrf}], and for the chair hearing, moves, chair}."""
    told = json.load(sys.stdin)
    where = (told["port"], told["stream"], told["epoch"], told["since"])
    watchers = [Watcher(*where, who) for who in told["watchers"]]
    for one in watchers:
        one.start()
    print(json.dumps({"ready": len(watchers)}), flush=True)
    due: list[float] = []
    if "chair" in told:
        due = chair(told, seconds, every_ms / 1000)
    else:
        time.sleep(seconds)
    quiet_since = time.time() + PATIENCE
    while time.time() < quiet_since and time.time() - max(one.last for one in watchers) < QUIET:
        time.sleep(0.1)
    late = [1000 * (at - start) for one in watchers for start, at in zip(due, one.clocks, strict=False)]
    missing = sum(len(due) - len(one.clocks) for one in watchers)
    broken = [one.broken for one in watchers if one.broken]
    orders = {tuple(reversed(one.order)) for one in watchers}
    print(json.dumps({"late": late, "missing": missing, "broken": broken, "orders": [list(one) for one in orders]}))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
