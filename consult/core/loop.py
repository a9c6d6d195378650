"""Slow work beside the event loop: hashing, big files, whatever would stop everybody else meanwhile."""

from collections.abc import Callable
from typing import TypeVar

import gevent
from gevent import monkey

T = TypeVar("T")


def off_loop(work: Callable[[], T]) -> T:
    """Run something slow in a native thread while the event loop goes on; directly where there is no loop."""
    if not monkey.is_module_patched("socket"):
        return work()
    result: T = gevent.get_hub().threadpool.apply(work)
    return result
