"""What is shown to staff of what was confided: collected while a page is made, written before it is sent.

A collector is open only while a request of the web makes its answer; elsewhere (operations, jobs, tests) nothing collects.
"""

from contextvars import ContextVar
from dataclasses import dataclass, field


@dataclass(slots=True)
class Collected:
    """References that were disclosed to this reader, and exports as proceeding → number of contributions."""

    references: set[str] = field(default_factory=set)
    exports: dict[int, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.references or self.exports)


_collected: ContextVar[Collected | None] = ContextVar("confidential readings", default=None)


def collect() -> Collected:
    """Begin to collect for the page that is made from here on."""
    found = Collected()
    _collected.set(found)
    return found


def stop() -> Collected | None:
    """End collecting; what was collected."""
    found = _collected.get()
    _collected.set(None)
    return found


def show(reference: str) -> None:
    """A confidential text or a withheld identity of this contribution is being shown to staff."""
    found = _collected.get()
    if found is not None:
        found.references.add(reference)


def show_export(proceeding_id: int, number: int) -> None:
    """An export with this many confidential contributions is being given to staff."""
    found = _collected.get()
    if found is not None and number:
        found.exports[proceeding_id] = number
