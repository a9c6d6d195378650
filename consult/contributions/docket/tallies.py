"""Tallies: the counted cells of a docket as readers of one sight are told of them, ready to be counted under any filter.

A large docket has some ten thousand cells, and a page counts each of a hundred values among them. So the cells stand in an
order, a value is the set of its cells as the bits of one number, and how many rows a cell has is written across numbers, one
for each binary digit: a count is a few operations on whole numbers instead of a walk through all cells.
"""

from collections import Counter, OrderedDict, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from weakref import WeakKeyDictionary

from sqlalchemy import Engine, String, func, literal, select, union_all
from sqlalchemy.orm import Session

from consult.contributions.access import Sight
from consult.contributions.docket.cells import WHOLE
from consult.contributions.docket.models import DocketChange, DocketCount, DocketFold
from consult.contributions.docket.wanted import FACETS, told_cell

MOST = 24  # of one database, in the memory of one process
FOLD, COUNT, CHANGE = "fold", "count", "change"


class Sums(NamedTuple):
    """What a tally counts: all that fit, those with a number, and for each filter its values under the others."""

    total: int
    numbered: int
    by: dict[str, Counter[str]]
    cells: list[str]


class Tally:
    """Cells with their numbers, of which one kind of reader is told."""

    def __init__(self, sight: Sight, cells: Mapping[str, int]) -> None:
        self._texts = list(cells)
        told = [told_cell(sight, text, False) for text in self._texts]
        self._all = (1 << len(self._texts)) - 1
        self._listed = _bits((at for at, one in enumerate(told) if one.listed), len(told))
        numbers = list(cells.values())
        digits = max(numbers, default=0).bit_length()
        self._digits = [
            _bits((at for at, number in enumerate(numbers) if number >> digit & 1), len(told))
            for digit in range(digits)
        ]
        self._values = [_sets([one.values[place] for one in told]) for place in range(len(FACETS))]

    def sums(self, places: Sequence[tuple[int, str]], *, listed: bool) -> Sums:
        """Count under a filter (see `places_of`); with `listed` only what everybody knows to exist."""
        within = self._listed if listed else self._all
        sets = {place: self._values[place].get(value, 0) for place, value in places}
        fitting = within
        for one in sets.values():
            fitting &= one
        by = {}
        for place, name in enumerate(FACETS):
            others = fitting
            if place in sets:
                others = within
                for at, one in sets.items():
                    others = others & one if at != place else others
            by[name] = self._counted(place, others)
        return Sums(self._sum(fitting), self._sum(fitting & self._listed), by, self._texts_of(fitting))

    def _counted(self, place: int, among: int) -> Counter[str]:
        digits = [digit & among for digit in self._digits]
        found = Counter[str]()
        for value, cells in self._values[place].items():
            if number := sum((digit & cells).bit_count() << power for power, digit in enumerate(digits)):
                found[value] = number
        return found

    def _sum(self, among: int) -> int:
        return sum((digit & among).bit_count() << power for power, digit in enumerate(self._digits))

    def _texts_of(self, cells: int) -> list[str]:
        if cells == self._all:
            return self._texts
        return [
            text for text, bit in zip(self._texts, reversed(f"{cells:0{len(self._texts)}b}"), strict=True) if bit == "1"
        ]


def _bits(places: Iterable[int], size: int) -> int:
    """A set of places as the bits of one number."""
    held = bytearray(size // 8 + 1)
    for place in places:
        held[place >> 3] |= 1 << (place & 7)
    return int.from_bytes(held, "little")


def _sets(values: Sequence[str | None]) -> dict[str, int]:
    """For each value the set of its places."""
    places = defaultdict[str, list[int]](list)
    for at, value in enumerate(values):
        if value is not None:
            places[value].append(at)
    return {value: _bits(held, len(values)) for value, held in places.items()}


Known = OrderedDict[tuple[int, Sight], tuple[int, Tally]]
_KNOWN: WeakKeyDictionary[Engine, Known] = WeakKeyDictionary()


def tally_of(db: Session, proceeding_id: int, sight: Sight) -> tuple[Tally, Counter[str]]:
    """The tally of what is in the counts, from before while they are the same, and the changes that are not in them yet."""
    known = _KNOWN.setdefault(db.connection().engine, OrderedDict())
    key = proceeding_id, sight
    found, read = known.get(key), _read(db, proceeding_id, CHANGE)
    if found is None or found[0] != read[0]:
        read = _read(db, proceeding_id, COUNT, CHANGE)
        found = read[0], Tally(sight, read[1][COUNT])
        known[key] = found
        if len(known) > MOST:
            known.popitem(last=False)
    known.move_to_end(key)
    return found[1], read[1][CHANGE]


def _read(db: Session, proceeding_id: int, *kinds: str) -> tuple[int, dict[str, Counter[str]]]:
    """How often the counts were changed, with counts and changes as they are in the same moment: in one statement."""
    fold = select(literal(FOLD, String), literal(WHOLE, String), DocketFold.number)
    count = select(literal(COUNT, String), DocketCount.cell, DocketCount.number)
    change = select(literal(CHANGE, String), DocketChange.cell, func.sum(DocketChange.number))
    parts = {
        FOLD: fold.where(DocketFold.proceeding_id == proceeding_id),
        COUNT: count.where(DocketCount.proceeding_id == proceeding_id, DocketCount.day == WHOLE),
        CHANGE: change.where(DocketChange.proceeding_id == proceeding_id).group_by(DocketChange.cell),
    }
    rows = db.connection().execute(union_all(*(parts[kind] for kind in (FOLD, *kinds))))
    number, found = 0, {COUNT: Counter[str](), CHANGE: Counter[str]()}
    for kind, cell, sum_of in rows:
        if kind == FOLD:
            number = sum_of
        else:
            found[kind][cell] += int(sum_of)
    return number, found
