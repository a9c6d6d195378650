"""Counting a docket: its total and how many there are of each value of each filter under the others, exactly.

The rows are counted where they come in, by cells (see cells.py); here the cells are told as `disclose` tells their rows.
What the reader wrote is told to its author otherwise, so it is counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, CompoundSelect, Select, func, or_, select, union_all
from sqlalchemy.orm import Session

from consult.contributions.access import Sight, sight_of
from consult.contributions.docket.cells import WHOLE, Cell, cell, for_others
from consult.contributions.docket.models import DocketChange, DocketCount
from consult.contributions.docket.tallies import Sums, tally_of
from consult.contributions.docket.wanted import (
    FACETS,
    DocketFilter,
    ToldCell,
    asked_of,
    had_code,
    places_of,
    told_cell,
)
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.db import in_list, utc_day
from consult.proceedings.models import Proceeding


@dataclass
class Counts:
    """How many fit, for each filter the values with their numbers under the other filters, and the cells that fit.

    `numbered` of them are listed, and so have numbers; `own` are the ids of the reader's own rows.
    """

    total: int = 0
    numbered: int = 0
    by: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in FACETS})
    cells: list[str] = field(default_factory=list)
    own: list[int] = field(default_factory=list)

    def add(self, more: Sums) -> None:
        """Count these, too; changes may be fewer than nothing, and a value of which none is left is not told."""
        self.total += more.total
        self.numbered += more.numbered
        for name, counter in self.by.items():
            counter.update(more.by[name])
            self.by[name] = +counter
        self.cells = list(dict.fromkeys([*self.cells, *more.cells])) if self.cells else more.cells


class Own(NamedTuple):
    """A row that the reader wrote."""

    id: int
    cell: str
    day: str
    organisation: str | None


class ToldCount(NamedTuple):
    """A cell by its text, what its rows have in common, what a reader is told of them, and how many there are."""

    text: str
    cell: Cell
    told: ToldCell
    number: int


def told_counts(
    db: Session, actor: Actor, proceeding: Proceeding, since: date | None = None, until: date | None = None
) -> list[ToldCount]:
    """Every cell with what this reader is told of its rows (as if the reader had written none) and how many there are."""
    sight = sight_of(actor, proceeding).bare
    cells = _cells(db, proceeding.id, DocketFilter(since=since, until=until))
    return [
        ToldCount(text, cell(text), told_cell(sight, text, False), number)
        for text, number in cells.items()
        if number > 0
    ]


def days_of_cells(db: Session, proceeding_id: int) -> Counter[tuple[str, str]]:
    """How many rows came on each day in each cell: (day, cell) → number."""
    found: Counter[tuple[str, str]] = Counter()
    for table in (DocketCount, DocketChange):
        query = select(table.day, table.cell, func.sum(table.number)).where(table.proceeding_id == proceeding_id)
        for day, text, number in db.connection().execute(
            query.where(table.day != WHOLE).group_by(table.day, table.cell)
        ):
            found[day, text] += int(number)
    return found


def count_docket(
    db: Session, actor: Actor, proceeding: Proceeding, wanted: DocketFilter, *, listed: bool = False
) -> Counts:
    """Count what this reader may see in a docket; with `listed` only what everybody knows to exist."""
    sight = sight_of(actor, proceeding).bare
    if not sight.proceeding:
        return Counts()
    own = [one for one in _own(db, actor, proceeding, wanted) if wanted.organisation in (None, one.organisation)]
    found, only_listed = Counts(own=[one.id for one in own]), listed or not sight.desk
    if wanted.is_of_cells:
        tally, cells = tally_of(db, proceeding.id, sight)
        found.add(tally.sums(places_of(wanted), listed=only_listed))
    else:
        cells = _cells(db, proceeding.id, wanted)
    for one in own:
        cells[one.cell] -= 1
    found.add(_told_sums(sight, cells, own, wanted, listed))
    return found


def count_rows(sight: Sight, cells: Iterable[str], own: list[Own], wanted: DocketFilter, *, listed: bool) -> Counts:
    """The same for rows that are known one by one: the cells of those of others, and the reader's own."""
    found = Counts(own=[one.id for one in own])
    found.add(_told_sums(sight, Counter(cells), own, wanted, listed))
    return found


def _told_sums(sight: Sight, cells: Counter[str], own: list[Own], wanted: DocketFilter, listed: bool) -> Sums:
    lots = [(text, number, told_cell(sight, text, False)) for text, number in cells.items() if number]
    seen = [lot for lot in lots if lot[2].listed] if listed or not sight.desk else lots
    mine = [("", 1, told_cell(sight, one.cell, True)) for one in own]
    seen += [lot for lot in mine if lot[2].listed or not listed]
    return _sums(seen, wanted)


Lot = tuple[str, int, ToldCell]  # the text of a cell (empty for an own row), how many rows, and what is told of them


def _sums(lots: list[Lot], wanted: DocketFilter) -> Sums:
    """The total, and the values of each filter under the others: what fails one part of the filter counts for that alone."""
    asks, places, by = asked_of(wanted), places_of(wanted), {name: Counter[str]() for name in FACETS}
    if asks:
        lots = [lot for lot in lots if asks <= lot[2].fields]
    fitting = lots
    for at, (place, value) in enumerate(places):
        others = [lot for lot in lots if all(lot[2].values[p] == v for p, v in places[:at] + places[at + 1 :])]
        _sum_up(by[FACETS[place]], place, others)
        fitting = [lot for lot in fitting if lot[2].values[place] == value]
    for place in {*range(len(FACETS))} - {place for place, _value in places}:
        _sum_up(by[FACETS[place]], place, fitting)
    total = sum(number for _text, number, _told in fitting)
    numbered = sum(number for _text, number, told in fitting if told.listed)
    return Sums(total, numbered, by, [text for text, _number, _told in fitting if text])


def _sum_up(into: Counter[str], place: int, lots: list[Lot]) -> None:
    sums: defaultdict[str | None, int] = defaultdict(int)
    for _text, number, told in lots:
        sums[told.values[place]] += number
    into.update({value: number for value, number in sums.items() if value is not None})


def _cells(db: Session, proceeding_id: int, wanted: DocketFilter) -> Counter[str]:
    """How many rows there are in each cell: of all, of some days, or of the few that an organisation or a code has."""
    if wanted.organisation is not None or wanted.code is not None:
        query = select(Contribution.cell, func.count()).where(*_few(proceeding_id, wanted))
        return _summed(db, query.group_by(Contribution.cell))
    counted = select(DocketCount.cell, DocketCount.number).where(
        DocketCount.proceeding_id == proceeding_id, *_days(DocketCount.day.expression, wanted, DocketCount.day == WHOLE)
    )
    changed = select(DocketChange.cell, func.sum(DocketChange.number)).where(
        DocketChange.proceeding_id == proceeding_id, *_days(DocketChange.day.expression, wanted, None)
    )
    return _summed(db, union_all(counted, changed.group_by(DocketChange.cell)))


def _summed(db: Session, query: Select[str, int] | CompoundSelect[str, int]) -> Counter[str]:
    found: Counter[str] = Counter()
    for text, number in db.connection().execute(query):
        found[text] += int(number)
    return found


def _days(
    day: ColumnElement[str], wanted: DocketFilter, otherwise: ColumnElement[bool] | None
) -> list[ColumnElement[bool]]:
    """The days that are wanted; all have a first day to begin with, so that what stands for all of them is not among them."""
    if wanted.since is None and wanted.until is None:
        return [] if otherwise is None else [otherwise]
    return [day >= (wanted.since or date.min).isoformat(), day <= (wanted.until or date.max).isoformat()]


def _few(proceeding_id: int, wanted: DocketFilter) -> list[ColumnElement[bool]]:
    return [Contribution.proceeding_id == proceeding_id, *narrow(wanted)]


def narrow(wanted: DocketFilter) -> list[ColumnElement[bool]]:
    """Those parts of a filter that no cell tells, over rows."""
    clauses = _days(utc_day(Contribution.submitted_at), wanted, None)
    if wanted.organisation is not None:
        clauses.append(Contribution.organisation == wanted.organisation)
    if wanted.code is not None:
        clauses.append(had_code(wanted.code))
    return clauses


def _own(db: Session, actor: Actor, proceeding: Proceeding, wanted: DocketFilter) -> list[Own]:
    """What the reader wrote, as far as day and code fit: for them it is told otherwise than to others."""
    mine = []
    if actor.account_id is not None:
        mine.append(Contribution.author_id == actor.account_id)
    if actor.contribution_id is not None:
        mine.append(Contribution.id == actor.contribution_id)
    if not mine:
        return []
    day = utc_day(Contribution.submitted_at)
    # Found by their author, and only then looked at for their proceeding: an index over that would be read to its end.
    here = Contribution.proceeding_id + 0 == proceeding.id
    query = select(Contribution.id, Contribution.cell, day, Contribution.organisation).where(
        or_(*mine), here, *narrow(wanted.without("organisation"))
    )
    return [Own(*row) for row in db.connection().execute(query)]


def count_organisations(
    db: Session, actor: Actor, proceeding: Proceeding, wanted: DocketFilter, *, listed: bool = False
) -> Counter[str]:
    """Each registered organisation with its number under the other filters, by public id: read from the rows, for few are
    sent by any. Apart from the other counts, since there may be hundreds of organisations."""
    wanted, sight = wanted.without("organisation"), sight_of(actor, proceeding).bare
    if not sight.proceeding:
        return Counter()
    counts = count_docket(db, actor, proceeding, wanted, listed=listed)
    cells = [one for one in counts.cells if "organisation" in told_cell(sight, one, False).fields and for_others(one)]
    query = (
        select(Contribution.organisation, func.count())
        .where(
            Contribution.organisation.is_not(None),
            in_list(db.get_bind().dialect.name, Contribution.cell, cells),
            Contribution.id.not_in(counts.own),
            *_few(proceeding.id, wanted),
        )
        .group_by(Contribution.organisation)
    )
    found: Counter[str] = Counter()
    for name, number in db.connection().execute(query):
        found[str(name)] = number
    places, asks = places_of(wanted), asked_of(wanted) | {"organisation"}
    for one in _own(db, actor, proceeding, wanted):
        told = told_cell(sight, one.cell, True)
        fits = asks <= told.fields and all(told.values[at] == value for at, value in places)
        if one.organisation and fits and (told.listed or not listed):
            found[one.organisation] += 1
    return found
