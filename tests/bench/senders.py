"""People who write live: one comment a second each, over sockets; each body begins with the time it was due."""

import json
import sys
import threading
import time
import uuid
from typing import Any

import websocket

PATIENCE = 20.0


class Sender(threading.Thread):
    """One signed-in person with a socket."""

    def __init__(self, port: int, stream: str, who: dict[str, str], due: list[float]) -> None:
        super().__init__(daemon=True)
        self.stream = stream
        self.due = due
        self.acknowledged = 0
        origin = f"http://127.0.0.1:{port}"
        address = f"ws://127.0.0.1:{port}/socket.io/?EIO=4&transport=websocket"
        self.socket = websocket.create_connection(address, cookie=who["cookie"], origin=origin, timeout=PATIENCE)
        self.socket.recv()
        self.socket.send("40" + json.dumps({"csrf": who["csrf"], "lang": "en"}))
        answer = self.socket.recv()
        assert str(answer).startswith("40"), answer

    def run(self) -> None:
        """Send each comment when it is due, and wait for its acknowledgement."""
        for number, due in enumerate(self.due):
            time.sleep(max(0.0, due - time.time()))
            self.socket.send(f"42{number}" + json.dumps(["comment.submit", self._comment(due)]))
            answer = str(self.socket.recv())
            while answer == "2":
                self.socket.send("3")
                answer = str(self.socket.recv())
            assert '"ok":true' in answer.replace(" ", ""), answer
            self.acknowledged += 1

    def _comment(self, due: float) -> dict[str, Any]:
        body = f"t={int(due * 1_000_000)} " + "What I want to say takes a sentence or two, as most comments do. " * 4
        return {"stream": self.stream, "client_id": str(uuid.uuid4()), "body": body, "language": "en"}


def main(rate: int, seconds: int) -> None:
    """All senders in turn, so that together they keep the rate."""
    told = json.load(sys.stdin)
    count, first = len(told["senders"]), time.time() + 1.5
    due = [[first + (turn * count + place) / rate for turn in range(rate * seconds // count)] for place in range(count)]
    senders = [Sender(told["port"], told["stream"], who, due[place]) for place, who in enumerate(told["senders"])]
    for one in senders:
        one.start()
    for one in senders:
        one.join(seconds + PATIENCE)
    assert sum(one.acknowledged for one in senders) == rate * seconds


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
