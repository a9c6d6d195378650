"""How often something may be tried: kept in this process alone and forgotten with it; no address is involved."""

import time
from collections import deque

from consult.core.errors import RateLimited

MOST_KEYS = 10_000


class Limiter:
    """At most `times` in any `seconds` for each key."""

    def __init__(self, times: int, seconds: float) -> None:
        self.times = times
        self.seconds = seconds
        self._tries: dict[str, deque[float]] = {}

    def take(self, *keys: str) -> None:
        """Count one try for each key. Raises RateLimited, with `retry_after_ms`, where one of them had too many."""
        moment = time.monotonic()
        self._forget(moment)
        for key in keys:
            tries = self._tries.setdefault(key, deque())
            while tries and tries[0] <= moment - self.seconds:
                tries.popleft()
            if len(tries) >= self.times:
                raise RateLimited(retry_after_ms=int(1000 * (tries[0] + self.seconds - moment)) + 1)
        for key in keys:
            self._tries[key].append(moment)

    def _forget(self, moment: float) -> None:
        if len(self._tries) < MOST_KEYS:
            return
        kept = {key: tries for key, tries in self._tries.items() if tries and tries[-1] > moment - self.seconds}
        self._tries = kept if len(kept) < MOST_KEYS else {}
