"""What rooms above do after a registration is kept out of these tests, but for those that ask for it."""

from collections.abc import Iterator

import pytest

from consult.hearings.registration.operations import ACCEPTED, FORGOTTEN, GONE, PRESENT


@pytest.fixture(autouse=True)
def followed() -> Iterator[dict[str, list[str]]]:
    """The references with which each list of hooks was called; what stood in the lists comes back afterwards."""
    hooks = {"accepted": ACCEPTED, "gone": GONE, "present": PRESENT, "forgotten": FORGOTTEN}
    before = {name: list(hook) for name, hook in hooks.items()}
    seen: dict[str, list[str]] = {name: [] for name in hooks}
    for name, hook in hooks.items():
        hook[:] = [lambda _db, row, name=name: seen[name].append(row.name)]
    yield seen
    for name, hook in hooks.items():
        hook[:] = before[name]
