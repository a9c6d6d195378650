"""Which groups of a table may be shown, so that no small one can be computed from what is shown.

The argument: what is shown depends on the numbers alone, never on the names of the groups. Exchange the numbers of any
two withheld groups, and the same is shown. As the withheld ones are never all alike, each of them could have another
number; a reader who knows everything that is shown, and this rule, cannot tell which it has.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple

SMALLEST = 5


class Shown(NamedTuple):
    """The groups that are shown with their numbers, and the sum of all others; None where nothing may be shown."""

    groups: dict[str, int]
    others: int


def lowest_shown(numbers: Collection[int]) -> int | None:
    """The lowest number that is shown; whatever is below is withheld. None: nothing is shown.

    Withheld are groups under five; and with them the smallest others, until the withheld ones are five together and not
    all alike. A table in which nothing is left to show shows nothing.
    """
    for lowest in (SMALLEST, *sorted({number + 1 for number in numbers if number >= SMALLEST})):
        below = [number for number in numbers if number < lowest]
        if len(below) == len(numbers):
            return None
        if not any(below) or (sum(below) >= SMALLEST and len(set(below)) > 1):
            return lowest
    return None


def shown(groups: Mapping[str, int]) -> Shown | None:
    """What may be shown of a table of *all* its groups, those with nobody included."""
    lowest = lowest_shown(groups.values())
    if lowest is None:
        return None
    told = {name: number for name, number in groups.items() if number >= lowest}
    return Shown(told, sum(groups.values()) - sum(told.values()))
