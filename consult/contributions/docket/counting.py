"""Counting a docket: its total and how many there are of each value of each filter under the others, exactly.

The rows are counted where they come in, by cells (see cells.py); here the cells are told as `disclose` tells their rows.
What the reader wrote is told to its author otherwise, so it is counted apart.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from consult.contributions.access import Sight, disclosed_fields, sight_of
from consult.contributions.docket.cells import WHOLE, cell
from consult.contributions.docket.models import DocketChange, DocketCount
from consult.contributions.docket.wanted import FACETS, DocketFilter, facts_of_cell, had_code, matcher
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.db import utc_day
from consult.proceedings.models import Proceeding


@dataclass
class Counts:
    """How many fit, for each filter the values with their numbers under the other filters, and the cells that fit.

    `numbered` of them are listed, and so have numbers; `own` are the ids of the reader's own rows.
    """

    total: int = 0
    numbered: int = 0
    by: dict[str, Counter[str]] = field(default_factory=lambda: {name: Counter() for name in (*FACETS, "organisation")})
    cells: list[str] = field(default_factory=list)
    own: list[int] = field(default_factory=list)


class Own(NamedTuple):
    """A row that the reader wrote."""

    id: int
    cell: str
    day: str
    organisation: str | None


def count_docket(
    db: Session, actor: Actor, proceeding: Proceeding, wanted: DocketFilter, *, listed: bool = False
) -> Counts:
    """Count what this reader may see in a docket; with `listed` only what everybody knows to exist."""
    sight = sight_of(actor, proceeding)
    own = _own(db, actor, proceeding, wanted)
    cells = _cells(db, proceeding.id, wanted)
    cells.subtract(one.cell for one in own if wanted.organisation in (None, one.organisation))
    found, match = Counts(), matcher(sight, wanted)
    for text, number, mine in _each(cells, own, wanted):
        here = cell(text)
        if not (here.listed or ((sight.desk or mine) and not listed)) or (answer := match(here, mine)) is None:
            continue
        values, failed = answer
        if failed < 0:
            found.total += number
            found.numbered += number if here.listed else 0
            for name, value in zip(FACETS, values, strict=True):
                if value is not None:
                    found.by[name][value] += number
            if not mine:
                found.cells.append(text)
        elif (value := values[failed]) is not None:
            found.by[FACETS[failed]][value] += number
    found.own = [one.id for one in own]
    _count_organisations(db, sight, proceeding.id, wanted, own, found, listed)
    return found


def _each(cells: Counter[str], own: list[Own], wanted: DocketFilter) -> Iterator[tuple[str, int, bool]]:
    for text, number in cells.items():
        if number > 0:
            yield text, number, False
    for one in own:
        if wanted.organisation in (None, one.organisation):
            yield one.cell, 1, True


def _cells(db: Session, proceeding_id: int, wanted: DocketFilter) -> Counter[str]:
    """How many rows there are in each cell: of all, of some days, or of the few that an organisation or a code has."""
    if wanted.organisation is not None or wanted.code is not None:
        query = select(Contribution.cell, func.count()).where(*_few(proceeding_id, wanted))
        return _summed(db, [query.group_by(Contribution.cell)])
    counted = select(DocketCount.cell, DocketCount.number).where(
        DocketCount.proceeding_id == proceeding_id, *_days(DocketCount.day, wanted, DocketCount.day == WHOLE)
    )
    changed = select(DocketChange.cell, func.sum(DocketChange.number)).where(
        DocketChange.proceeding_id == proceeding_id, *_days(DocketChange.day, wanted, None)
    )
    return _summed(db, [counted, changed.group_by(DocketChange.cell)])


def _summed(db: Session, queries: list[Select[str, int]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for query in queries:
        for text, number in db.connection().execute(query):
            found[text] += number
    return found


def _days(
    day: ColumnElement[str], wanted: DocketFilter, otherwise: ColumnElement[bool] | None
) -> list[ColumnElement[bool]]:
    """The days that are wanted; all have a first day to begin with, so that what stands for all of them is not among them."""
    if wanted.since is None and wanted.until is None:
        return [] if otherwise is None else [otherwise]
    return [day >= (wanted.since or date.min).isoformat(), day <= (wanted.until or date.max).isoformat()]


def _few(proceeding_id: int, wanted: DocketFilter) -> list[ColumnElement[bool]]:
    clauses = [Contribution.proceeding_id == proceeding_id, *_days(utc_day(Contribution.submitted_at), wanted, None)]
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
    query = select(Contribution.id, Contribution.cell, day, Contribution.organisation).where(
        or_(*mine), *_few(proceeding.id, wanted.without("organisation"))
    )
    return [Own(*row) for row in db.connection().execute(query)]


def _count_organisations(
    db: Session, sight: Sight, proceeding_id: int, wanted: DocketFilter, own: list[Own], found: Counts, listed: bool
) -> None:
    """Each registered organisation with its number under the other filters: read from the rows, for they are few."""
    others = wanted.without("organisation")
    query = (
        select(Contribution.organisation, Contribution.cell, func.count())
        .where(Contribution.organisation.is_not(None), *_few(proceeding_id, others))
        .group_by(Contribution.organisation, Contribution.cell)
    )
    rows = Counter({(name, text): number for name, text, number in db.connection().execute(query)})
    rows.subtract((one.organisation, one.cell) for one in own if one.organisation is not None)
    match = matcher(sight, others)
    each = [(name, text, number, False) for (name, text), number in rows.items() if number > 0]
    each += [(one.organisation, one.cell, 1, True) for one in own if one.organisation is not None]
    for name, text, number, mine in each:
        here = cell(text)
        if not (here.listed or ((sight.desk or mine) and not listed)):
            continue
        if "organisation" in disclosed_fields(sight, facts_of_cell(here, mine)):
            answer = match(here, mine)
            if answer is not None and answer[1] == -1:
                found.by["organisation"][name] += number
