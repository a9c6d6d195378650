"""What rooms above do after a registration is kept out of these tests, but for those that ask for it."""

from collections.abc import Iterator
from functools import partial

import pytest
from sqlalchemy.orm import Session

from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations import ACCEPTED, FORGOTTEN, GONE, PRESENT


def note(names: list[str], _db: Session, row: Registration) -> None:
    names.append(row.name)


@pytest.fixture(autouse=True)
def followed() -> Iterator[dict[str, list[str]]]:
    """The references with which each list of hooks was called; what stood in the lists comes back afterwards."""
    hooks = {"accepted": ACCEPTED, "gone": GONE, "present": PRESENT, "forgotten": FORGOTTEN}
    before = {name: list(hook) for name, hook in hooks.items()}
    seen: dict[str, list[str]] = {name: [] for name in hooks}
    for name, hook in hooks.items():
        hook[:] = [partial(note, seen[name])]
    yield seen
    for name, hook in hooks.items():
        hook[:] = before[name]
