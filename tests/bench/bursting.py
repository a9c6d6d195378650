"""People who send faster than is usual: how many comments were acknowledged, and how each refusal was answered."""

import json
import sys
import time

from tests.bench.senders import PATIENCE, Sender


class Bold(Sender):
    """One who goes on after a refusal; what is refused is not sent again."""

    refused = told = 0

    def run(self) -> None:
        """Send each comment when it is due, and count what became of it."""
        for number, due in enumerate(self.due):
            time.sleep(max(0.0, due - time.time()))
            self.socket.send(f"42{number}" + json.dumps(["comment.submit", self._comment(due)]))
            answer = str(self.socket.recv())
            while answer == "2":
                self.socket.send("3")
                answer = str(self.socket.recv())
            given = json.loads(answer[answer.index("[") :])[0]
            if given["ok"]:
                self.acknowledged += 1
            else:
                self.refused += 1
                self.told += given["code"] == "rate_limited" and given.get("retry_after_ms", 0) > 0


def main(rate: int, seconds: int) -> None:
    """All senders in turn, so that together they keep the rate; prints `{acknowledged, refused, told}`."""
    given = json.load(sys.stdin)
    count, first = len(given["senders"]), time.time() + 1.5
    due = [[first + (turn * count + place) / rate for turn in range(rate * seconds // count)] for place in range(count)]
    senders = [Bold(given["port"], given["stream"], who, due[place]) for place, who in enumerate(given["senders"])]
    for one in senders:
        one.start()
    for one in senders:
        one.join(seconds + PATIENCE)
    total = {name: sum(getattr(one, name) for one in senders) for name in ("acknowledged", "refused", "told")}
    print(json.dumps(total))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
