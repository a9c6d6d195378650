"""Counting a docket: its total and how many there are of each value of each filter under the others, exactly.

The rows are counted where they come in, by cells (see cells.py); here the cells are told as `disclose` tells their rows.
What the reader wrote is told to its author otherwise, so it is counted apart.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from consult.contributions.access import Sight, sight_of
from consult.contributions.docket.cells import WHOLE, for_others
from consult.contributions.docket.models import DocketChange, DocketCount
from consult.contributions.docket.wanted import (
    FACETS,
    DocketFilter,
    Values,
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
    own = [one for one in _own(db, actor, proceeding, wanted) if wanted.organisation in (None, one.organisation)]
    cells = _cells(db, proceeding.id, wanted)
    cells.subtract(one.cell for one in own)
    found = Counts(own=[one.id for one in own])
    alike = _alike(sight, cells, own, wanted, found, sight.desk and not listed, listed)
    _count_values(alike, places_of(wanted), found)
    if wanted.organisation is not None:  # the others are counted as if it had not been chosen
        others = count_docket(db, actor, proceeding, wanted.without("organisation"), listed=listed)
        found.by["organisation"] = others.by["organisation"]
    else:
        _count_organisations(db, proceeding.id, sight, wanted, own, found)
    return found


def _alike(
    sight: Sight, cells: Counter[str], own: list[Own], wanted: DocketFilter, found: Counts, all_seen: bool, listed: bool
) -> Counter[Values]:
    """How many rows that this reader sees are told alike; notes the cells of those that fit, and how many are numbered."""
    asks, places = asked_of(wanted), places_of(wanted)
    alike: Counter[Values] = Counter()
    for text, number in cells.items():
        told = told_cell(sight, text, False)
        if number > 0 and (all_seen or told.listed) and asks <= told.fields:
            alike[told.values] += number
            if all(told.values[place] == value for place, value in places):
                found.cells.append(text)
                found.numbered += number if told.listed else 0
    for one in own:
        told = told_cell(sight, one.cell, True)
        if (told.listed or not listed) and asks <= told.fields:
            alike[told.values] += 1
            if all(told.values[place] == value for place, value in places):
                found.numbered += told.listed
    return alike


def _count_values(alike: Counter[Values], places: list[tuple[int, str]], found: Counts) -> None:
    """The total, and the values of each filter under the others: what fails one part of the filter counts for that alone."""
    sums: list[Counter[str | None]] = [Counter() for _name in FACETS]
    for values, number in alike.items():
        failed = [place for place, value in places if values[place] != value] if places else ()
        if not failed:
            found.total += number
            for counter, value in zip(sums, values, strict=True):
                counter[value] += number
        elif len(failed) == 1:
            sums[failed[0]][values[failed[0]]] += number
    for name, counter in zip(FACETS, sums, strict=True):
        found.by[name] = Counter({value: number for value, number in counter.items() if value is not None})


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
    db: Session, proceeding_id: int, sight: Sight, wanted: DocketFilter, own: list[Own], found: Counts
) -> None:
    """Each registered organisation with its number under the other filters, from the rows: few are sent by any."""
    cells = [
        text for text in found.cells if "organisation" in told_cell(sight, text, False).fields and for_others(text)
    ]
    query = (
        select(Contribution.organisation, func.count())
        .where(
            Contribution.organisation.is_not(None),
            in_list(db.get_bind().dialect.name, Contribution.cell, cells),
            *_few(proceeding_id, wanted),
        )
        .group_by(Contribution.organisation)
    )
    if own:
        query = query.where(Contribution.id.not_in([one.id for one in own]))
    for name, number in db.connection().execute(query) if cells else ():
        found.by["organisation"][name] += number
    places, asks = places_of(wanted), asked_of(wanted) | {"organisation"}
    for one in own:
        told = told_cell(sight, one.cell, True)
        if one.organisation and asks <= told.fields and all(told.values[at] == value for at, value in places):
            found.by["organisation"][one.organisation] += 1
