"""How often one sender may send: a token bucket for each, in the memory of this process."""

import math
import time
from typing import NamedTuple

from consult.core.errors import RateLimited

KEPT = 20_000


class Rate(NamedTuple):
    """So many at once, and again as many in so many seconds."""

    many: int
    seconds: float


class Limiter:
    """The buckets of one kind of act."""

    def __init__(self, rate: Rate) -> None:
        self.rate = rate
        self._left: dict[str, tuple[float, float]] = {}

    def take(self, sender: str) -> None:
        """Count one act of a sender. Raises RateLimited with `retry_after_ms` when there were too many."""
        moment, refill = time.monotonic(), self.rate.many / self.rate.seconds
        left, since = self._left.pop(sender, (float(self.rate.many), moment))
        left = min(float(self.rate.many), left + (moment - since) * refill)
        refused = left < 1
        self._left[sender] = (left if refused else left - 1, moment)
        if len(self._left) > KEPT:
            del self._left[next(iter(self._left))]
        if refused:
            raise RateLimited(retry_after_ms=math.ceil((1 - left) / refill * 1000))
