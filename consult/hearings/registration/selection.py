"""Choosing speakers where more ask than there are places: the published rule as a method that gives the same every time.

`first_come` and `invitation`: in the order of registration. `priority`: those who said why they should be heard first, then the
others, each in the order of registration. `balance`: one after the other, always somebody of the stakeholder category that
has the fewest places so far; among those, of the region that has the fewest; among those, who registered first. Who was
accepted already counts, and keeps the place.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple


class Candidate(NamedTuple):
    """What decides about a registration."""

    public_id: str
    state: str
    category: str | None
    region: str | None
    has_priority: bool
    registered_at: datetime
    number: int

    @property
    def order(self) -> tuple[datetime, int]:
        """Its place among all who registered."""
        return self.registered_at, self.number


class Proposed(NamedTuple):
    """A place in the proposal, from 1, and the state that it would give."""

    public_id: str
    position: int
    state: str


def propose(rule: str, candidates: Iterable[Candidate], places: int | None) -> list[Proposed]:
    """Who would be accepted and who would wait in the reserve, in their order; without `places` everybody is accepted."""
    everybody = list(candidates)
    held = sorted((one for one in everybody if one.state == "accepted"), key=lambda one: one.order)
    asking = [one for one in everybody if one.state in ("asked", "reserve")]
    chosen = _balanced(held, asking) if rule == "balance" else sorted(asking, key=lambda one: _order(rule, one))
    ordered = [*held, *chosen]
    return [
        Proposed(one.public_id, number, "accepted" if _has_place(one, number, places) else "reserve")
        for number, one in enumerate(ordered, start=1)
    ]


def _has_place(one: Candidate, number: int, places: int | None) -> bool:
    return one.state == "accepted" or places is None or number <= places


def _order(rule: str, one: Candidate) -> tuple[bool, datetime, int]:
    return (rule == "priority" and not one.has_priority, *one.order)


def _balanced(held: Sequence[Candidate], asking: Sequence[Candidate]) -> list[Candidate]:
    categories = Counter(one.category for one in held)
    regions = Counter(one.region for one in held)
    left, chosen = list(asking), []
    while left:
        one = min(left, key=lambda one: (categories[one.category], regions[one.region], one.order))
        left.remove(one)
        chosen.append(one)
        categories[one.category] += 1
        regions[one.region] += 1
    return chosen
