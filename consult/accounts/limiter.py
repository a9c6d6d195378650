"""How often one name may be tried: a few times at once, then with growing waits. Never on disk."""

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

FREE_TRIES = 5
LONGEST_S = 300.0
FORGOTTEN_AFTER_S = 3600.0
KEPT = 20_000


@dataclass(slots=True)
class Tries:
    """The failed tries of one key, and when the next is allowed."""

    count: int
    next_at: float


class Limiter:
    """Counts tries per key. A try counts when it begins, so that many at once gain nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._tries: OrderedDict[str, Tries] = OrderedDict()

    def begin(self, key: str) -> float:
        """Count a try: 0 when it may go on, else the seconds to wait (and it is not counted)."""
        at = self._clock()
        tries = self._tries.get(key)
        if tries is None or at - tries.next_at > FORGOTTEN_AFTER_S:
            tries = self._tries[key] = Tries(0, at)
        self._tries.move_to_end(key)
        if len(self._tries) > KEPT:
            self._tries.popitem(last=False)
        if tries.next_at > at:
            return tries.next_at - at
        tries.count += 1
        over = tries.count - FREE_TRIES
        tries.next_at = at + (min(2.0**over, LONGEST_S) if over >= 0 else 0.0)
        return 0.0

    def forget(self, key: str) -> None:
        """The right answer came: the next mistake is the first again."""
        self._tries.pop(key, None)
