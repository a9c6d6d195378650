"""Sealing secret ballots while a vote is open, so that the database alone tells nobody's choice.

A ballot is a number, masked by HMAC-SHA256 under a key of which one half is the site's secret and the other the `seal`
of the vote, which goes when it is closed. All ballots of one vote are equally long, and none looks like another.
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

    def seal(self, seal: str, ballot: str, number: int, size: int = 2) -> str:
        """The sealed number, of so many bytes, of the ballot of this id, in hex."""
        key = self._key(seal)
        masked = f"{number ^ _mask(key, ballot, size):0{2 * size}x}"
        return masked + _mark(key, ballot, masked)

    def unseal(self, seal: str, ballot: str, sealed: str) -> int:
        """The number in a sealed ballot. Raises Conflict where the site's secret is another one than when it was sealed."""
        key, masked = self._key(seal), sealed[:-MARK]
        if not masked or not hmac.compare_digest(sealed[-MARK:], _mark(key, ballot, masked)):
            raise Conflict("ballots_sealed")
        return int(masked, 16) ^ _mask(key, ballot, len(masked) // 2)

    def key_of(self, seal: str, voter: str) -> str:
        """The name under which a voter's own ballot is found again while it is sealed, and by nobody without both halves."""
        return hmac.new(self._key(seal), f"voter:{voter}".encode(), hashlib.sha256).hexdigest()

    def _key(self, seal: str) -> bytes:
        return hmac.new(self._secret, f"ballots:{seal}".encode(), hashlib.sha256).digest()


def bits_of(choices: Sequence[str], chosen: Sequence[str]) -> int:
    """Some of these choices as a number: a bit for each."""
    return sum(1 << place for place, one in enumerate(choices) if one in chosen)


def chosen_of(choices: Sequence[str], bits: int) -> list[str]:
    """The choices in such a number."""
    return [one for place, one in enumerate(choices) if bits >> place & 1]


def _mask(key: bytes, ballot: str, size: int) -> int:
    return int.from_bytes(hmac.new(key, f"mask:{ballot}".encode(), hashlib.sha256).digest()[:size], "big")


def _mark(key: bytes, ballot: str, masked: str) -> str:
    return hmac.new(key, f"mark:{ballot}:{masked}".encode(), hashlib.sha256).hexdigest()[:MARK]
