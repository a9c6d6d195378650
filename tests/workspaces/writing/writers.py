"""Writers over HTTP: each takes locks, types words of their own, saves, and keeps a journal of what was acknowledged."""

import http.client
import json
import random
import threading
import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode, urlsplit

from tests.live.scene import Browser


class Writer:
    """One person at one window; `journal` holds each acknowledged text with the word that is in it alone."""

    def __init__(self, name: str, url: str, base: str, keys: Sequence[str], browser: Browser, seed: int) -> None:
        self.name, self.base, self.keys, self.browser = name, base, keys, browser
        self.netloc = urlsplit(url).netloc
        self.dice = random.Random(seed)
        self.window = f"window-of-{name}"
        self.journal: list[tuple[str, str, dict[str, Any]]] = []
        self.refused: list[str] = []
        self.broken: list[str] = []
        self.number = 0
        self.stopping = threading.Event()
        self.thread = threading.Thread(target=self._write_on, daemon=True)

    def post(self, key: str, **fields: Any) -> dict[str, Any] | None:
        """The answer of the server; None where the connection broke or the server is down."""
        line = http.client.HTTPConnection(self.netloc, timeout=5)
        headers = {
            "Cookie": self.browser.cookie,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        body = urlencode({"csrf_token": self.browser.csrf, **fields})
        try:
            line.request("POST", f"{self.base}paragraphs/{key}/edit", body, headers)
            answer: dict[str, Any] = json.loads(line.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            line.close()
        return answer

    def _write_on(self) -> None:
        while not self.stopping.is_set():
            self.turn(self.dice.choice(self.keys))

    def turn(self, key: str) -> None:
        """Take a paragraph, type a word into it, perhaps too slowly, and save it until somebody says what became of it."""
        taken = self.post(key, act="take", window=self.window)
        if taken is None or not taken["ok"]:
            self._note(taken)
            self.stopping.wait(self.dice.random() * 0.03)
            if not (taken := self._seen(key)):
                return
        self.stopping.wait(self.dice.choice((0, 0.01, 0.05, 0.2)) * self.dice.random())
        self.number += 1
        word = f"{self.name}{self.number}x"
        words = taken["text"].split()
        words.insert(self.dice.randint(0, len(words)), word)
        self.save(key, taken["revision"], " ".join(words[-40:] if word in words[-40:] else [*words[-39:], word]), word)

    def _seen(self, key: str) -> dict[str, Any] | None:
        """What somebody has before them who lost the lock but not the text: they save all the same, now and then."""
        if self.journal and self.dice.random() < 0.3:
            of_key = [one for one in self.journal if one[2]["key"] == key and one[2]["state"] == "saved"]
            return {"text": of_key[-1][1], "revision": of_key[-1][2]["revision"]} if of_key else None
        return None

    def save(self, key: str, seen: int, text: str, word: str) -> None:
        """Send the same save again and again until it is answered: the journal takes it up then, and only then."""
        sent = {"act": "save", "window": self.window, "seen": seen, "text": text, "client_id": str(uuid.uuid4())}
        while (answer := self.post(key, **sent)) is None:
            if self.stopping.wait(0.02):
                return
        if answer["ok"]:
            self.journal.append((word, text, {**answer, "key": key}))
        else:
            self.broken.append(answer["message"])

    def _note(self, answer: dict[str, Any] | None) -> None:
        if answer is not None:
            (self.refused if answer.get("code") == "conflict" else self.broken).append(answer["message"])
