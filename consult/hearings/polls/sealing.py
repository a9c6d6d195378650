"""Sealing secret ballots while a poll is open, so that the database alone tells nobody's choice.

A ballot is a bit for each choice, masked by HMAC-SHA256 under a key of which one half is the site's secret and the
other the poll's `seal`, which goes when it is closed. All ballots are equally long, and none looks like another.
"""

import hashlib
import hmac
from collections.abc import Sequence

from consult.core.errors import Conflict

MARK = 16  # hex signs of the mark by which a foreign key is noticed


class Sealing:
    """The site's half of the keys."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def seal(self, seal: str, ballot: str, choices: Sequence[str], chosen: Sequence[str]) -> str:
        """The sealed choices of the ballot of this id, in hex."""
        key = self._key(seal)
        bits = sum(1 << place for place, one in enumerate(choices) if one in chosen)
        masked = bits ^ _mask(key, ballot)
        return f"{masked:04x}" + _mark(key, ballot, masked)

    def unseal(self, seal: str, ballot: str, choices: Sequence[str], sealed: str) -> list[str]:
        """The choices in a sealed ballot. Raises Conflict where the site's secret is another one than when it was sealed."""
        key, masked = self._key(seal), int(sealed[:4], 16)
        if not hmac.compare_digest(sealed[4:], _mark(key, ballot, masked)):
            raise Conflict("ballots_sealed")
        bits = masked ^ _mask(key, ballot)
        return [one for place, one in enumerate(choices) if bits >> place & 1]

    def _key(self, seal: str) -> bytes:
        return hmac.new(self._secret, f"ballots:{seal}".encode(), hashlib.sha256).digest()


def _mask(key: bytes, ballot: str) -> int:
    return int.from_bytes(hmac.new(key, f"mask:{ballot}".encode(), hashlib.sha256).digest()[:2], "big")


def _mark(key: bytes, ballot: str, masked: int) -> str:
    return hmac.new(key, f"mark:{ballot}:{masked}".encode(), hashlib.sha256).hexdigest()[:MARK]
