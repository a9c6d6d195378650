"""Orders of a docket other than its own: the groups that follow each other, each within itself in the order of the docket.

No order sorts what was filed. How many there are in each group is counted from cells, so that a page is looked for in one group
or two; a group of few rows is found by its cells or its day, one of many is soon met on the way through the docket.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from consult.contributions.access import sight_of
from consult.contributions.disclosure import disclosed
from consult.contributions.docket.counting import Counts, count_docket
from consult.contributions.docket.models import DocketChange, DocketCount
from consult.contributions.docket.wanted import FACETS, DocketFilter, told_cell
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding

FEW = 20_000  # as many as are quickly sorted; more are met soon enough in the order of the docket
CATEGORY = FACETS.index("category")


class Group(NamedTuple):
    """Rows that stand together: exactly how many, what they have in common, and the cells and own rows they are among.

    `narrow` is what else they have in common, by which an index finds them; `order` is None for that of the docket.
    """

    total: int
    clauses: list[ColumnElement[bool]]
    cells: list[str]
    own: list[int]
    narrow: list[ColumnElement[bool]]
    order: list[ColumnElement[Any]] | None = None


def groups(
    db: Session, actor: Actor, proceeding: Proceeding, wanted: DocketFilter, counts: Counts, sort: str, *, listed: bool
) -> Iterator[Group]:
    """The groups of an order (`day`, `category`, `code`), by what the reader is told; what is not told comes last."""
    if sort == "day":
        yield from _by_day(db, actor, proceeding, wanted, counts, listed)
    elif sort == "category":
        yield from _by_category(actor, proceeding, wanted, counts)
    else:
        yield from _by_code(actor, wanted, counts)


def _numbers(wanted: DocketFilter, counts: Counts, name: str) -> Mapping[str, int]:
    """How many of those that fit have each value: a filter's own counts are those under the others."""
    chosen = getattr(wanted, name)
    return counts.by[name] if chosen is None else {chosen: counts.total}


def _by_category(actor: Actor, proceeding: Proceeding, wanted: DocketFilter, counts: Counts) -> Iterator[Group]:
    sight, told = sight_of(actor, proceeding).bare, disclosed(actor, "category")
    cells: dict[str | None, list[str]] = {}
    for text in counts.cells:
        cells.setdefault(told_cell(sight, text, False).values[CATEGORY], []).append(text)
    numbers = _numbers(wanted, counts, "category")
    for value in sorted(numbers):
        yield Group(numbers[value], [told == value], cells.get(value, []), counts.own, [])
    rest = counts.total - sum(numbers.values())
    yield Group(rest, [told.is_(None)], cells.get(None, []), counts.own, [])


def _by_code(actor: Actor, wanted: DocketFilter, counts: Counts) -> Iterator[Group]:
    """Few have codes; JS2 stands before JS10."""
    code = disclosed(actor, "code")
    stem = func.rtrim(code, "0123456789")
    order = [stem, func.length(code), code, Contribution.docket.nulls_last(), Contribution.id.expression]
    coded = _numbers(wanted, counts, "coded").get("yes", 0)
    yield Group(coded, [code.is_not(None)], [], [], [Contribution.code.is_not(None)], order)
    yield Group(counts.total - coded, [code.is_(None)], counts.cells, counts.own, [])


def _by_day(
    db: Session, actor: Actor, proceeding: Proceeding, wanted: DocketFilter, counts: Counts, listed: bool
) -> Iterator[Group]:
    """The newest first, each day counted when it is come to."""
    told, rest, day = disclosed(actor, "day"), counts.total, _day_before(db, proceeding.id, None)
    while day is not None:
        if (wanted.since is None or day >= wanted.since) and (wanted.until is None or day <= wanted.until):
            here = count_docket(db, actor, proceeding, wanted.on_day(day), listed=listed)
            yield Group(here.total, [told == day.isoformat()], here.cells, here.own, _within(day))
            rest -= here.total
        day = _day_before(db, proceeding.id, day)
    yield Group(rest, [told.is_(None)], counts.cells, counts.own, [])


def _day_before(db: Session, proceeding_id: int, day: date | None) -> date | None:
    """The last day before a day, or of all, on which anything came."""
    found: list[str] = []
    for table in (DocketCount, DocketChange):
        query = select(func.max(table.day)).where(table.proceeding_id == proceeding_id, table.day != "")
        latest = db.scalar(query if day is None else query.where(table.day < day.isoformat()))
        found += [latest] if latest is not None else []
    return date.fromisoformat(max(found)) if found else None


def _within(day: date) -> list[ColumnElement[bool]]:
    """The same day as an index has it."""
    start = datetime.combine(day, time(), UTC)
    return [Contribution.submitted_at >= start, Contribution.submitted_at < start + timedelta(days=1)]
