"""How much there is in the queue: counted once in cells of inputs that are alike, from which every filter has its counts.

A cell costs the database a step of one index; the filters are then counted over a few hundred cells instead of the queue.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, literal_column, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.bodies.models import Body
from consult.contributions.models import QUEUED, Contribution
from consult.core.actors import Actor
from consult.core.db import Database
from consult.moderation.claim_queries import held_now
from consult.moderation.filters import AGES, FIELDS, HOLDERS, MARKS, Filter, before, unknown_values, without
from consult.moderation.likeness.clauses import behind_others
from consult.moderation.models import Claim
from consult.proceedings.access import held_in_sql, visible
from consult.proceedings.models import Proceeding

ALIKE = (
    Contribution.proceeding_id,
    Contribution.kind,
    Contribution.language,
    Contribution.flags,
    Contribution.escalated,
    Contribution.appealed,
    Contribution.answered,
    Contribution.redacting,
)


class Room(NamedTuple):
    """A proceeding where the actor moderates, by the names that the address has for it."""

    id: int
    public_id: str
    body: str
    body_id: int


class Cell(NamedTuple):
    """Inputs that are alike: how many, and how many of them wait for longer than each of AGES."""

    room: Room
    kind: str
    language: str
    flagged: bool
    escalated: bool
    appeal: bool
    answer: bool
    second: bool
    holder: str
    number: int
    older: tuple[int, ...]


Counts = dict[str, list[tuple[str, int]]]


def rooms_of(db: Session, actor: Actor) -> dict[int, Room]:
    """Where the actor moderates, by id. There the actor sits at the desk, and is told of each input that it is there."""
    rows = db.execute(
        select(Proceeding.id, Proceeding.public_id, Body.slug, Body.id)
        .join(Body, Body.id == Proceeding.body_id)
        .where(visible(actor), held_in_sql(actor, "contribution:moderate"))
    )
    return {row[0]: Room(*row) for row in rows}


def queued() -> ColumnElement[bool]:
    """What stands in the queue, in the words of the index."""
    return literal_column(f"({QUEUED})")


_OLDER = [func.count().filter(Contribution.newest_at < bindparam(age)) for age in AGES]
_EVERYTHING = select(*ALIKE, func.count(), *_OLDER).where(queued()).group_by(*ALIKE)
_MINE = case((Claim.account_id == bindparam("account"), 1), else_=0)
_CLAIMED = (
    select(*ALIKE, func.count(), *_OLDER, _MINE)
    .join_from(Claim, Contribution, Contribution.id == Claim.contribution_id)
    .where(held_now(bindparam("at")), queued())
    .group_by(*ALIKE, _MINE)
)


def piles(db: Session, at: datetime) -> Sequence[Any]:
    """The whole queue of the site, counted by what is alike: the same for every moderator."""
    return db.connection().execute(_EVERYTHING, {age: before(age, at) for age in AGES}).all()


class Counted(NamedTuple):
    """The queue of the site as it was counted: its piles, and by proceeding how many stand behind another of their group."""

    piles: Sequence[Any]
    behind: dict[int, int]


def counted_at(db: Session, at: datetime) -> Counted:
    """Counted anew."""
    return Counted(piles(db, at), {row[0]: row[1] for row in db.connection().execute(behind_others())})


class KeptPiles:
    """What was counted, kept for as long as nothing at all was committed, and for a minute at most."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._key: object = None
        self._counted = Counted((), {})

    def at(self, at: datetime) -> Counted:
        """As they are now. The mark is older than what is read under it."""
        key = self._database.mark(), at.replace(second=0, microsecond=0)
        if key != self._key:
            with self._database.reading() as db:
                self._counted = counted_at(db, at)
            self._key = key
        return self._counted


def cells_of(
    db: Session, actor: Actor, rooms: dict[int, Room], at: datetime, counted: Sequence[Any] | None = None
) -> list[Cell]:
    """The whole queue of these rooms, where the actor moderates, in cells; `counted` are piles that were counted already."""
    values = {age: before(age, at) for age in AGES} | {"account": actor.account_id, "at": at}
    claimed = db.connection().execute(_CLAIMED, values).all()
    return list(_split(rooms, piles(db, at) if counted is None else counted, claimed))


def _split(rooms: dict[int, Room], everything: Sequence[Any], claimed: Sequence[Any]) -> Iterator[Cell]:
    """The cells of each holder: what nobody holds is the rest."""
    width, taken = len(ALIKE), Counter[Any]()
    for row in claimed:
        alike, numbers = tuple(row[:width]), row[width : width + 1 + len(AGES)]
        if alike[0] in rooms:
            yield _cell(rooms, alike, HOLDERS[0] if row[-1] else HOLDERS[2], numbers)
        for place, number in enumerate(numbers):
            taken[alike, place] += number
    for row in everything:
        alike = tuple(row[:width])
        if alike[0] in rooms:
            left = [number - taken[alike, place] for place, number in enumerate(row[width:])]
            if left[0] > 0:
                yield _cell(rooms, alike, HOLDERS[1], left)


def _cell(rooms: dict[int, Room], alike: tuple[Any, ...], holder: str, numbers: Sequence[int]) -> Cell:
    room, kind, language, *counted = alike
    flagged, escalated, appeal, answer, second = map(bool, counted)
    number, *older = map(int, numbers)
    marks = (flagged, escalated, appeal, answer, second)
    return Cell(rooms[room], kind, language, *marks, holder, number, tuple(older))


def total_of(cells: Sequence[Cell], wanted: Filter) -> int:
    """How many the filter leaves."""
    return sum(_number(cell, wanted) for cell in cells)


def counts_of(cells: Sequence[Cell], wanted: Filter) -> Counts:
    """For each part of the filter its values with their counts under the other parts."""
    return {name: _counted(cells, without(wanted, name), name) for name in FIELDS}


def _counted(cells: Sequence[Cell], others: Filter, name: str) -> list[tuple[str, int]]:
    if name == "age":
        return [(age, total_of(cells, replace_age(others, age))) for age in AGES]
    found = Counter[str]()
    for cell in cells:
        if (value := value_of(cell, name)) is not None and (number := _number(cell, others)):
            found[value] += number
    if name == "assigned":
        return [(holder, found[holder]) for holder in HOLDERS]
    if name in MARKS:
        return [("yes", found["yes"])]
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def replace_age(wanted: Filter, age: str) -> Filter:
    """The same filter for what waits for longer than `age`."""
    parts = {name: getattr(wanted, name) for name in FIELDS}
    return Filter(**{**parts, "age": age})


def value_of(cell: Cell, name: str) -> str | None:
    """What a cell is by one part of the filter; None where it has nothing of it."""
    if name == "body":
        return cell.room.body
    if name == "proceeding":
        return cell.room.public_id
    if name == "assigned":
        return cell.holder
    value = getattr(cell, name)
    return ("yes" if value else None) if isinstance(value, bool) else value


def _number(cell: Cell, wanted: Filter) -> int:
    for name in FIELDS:
        part = getattr(wanted, name)
        if part is not None and name != "age" and value_of(cell, name) != part:
            return 0
    if wanted.age is None:
        return cell.number
    return cell.older[list(AGES).index(wanted.age)] if wanted.age in AGES else 0


def is_wanted(room: Room, wanted: Filter) -> bool:
    """Whether inputs of this proceeding can pass the filter."""
    return (
        not unknown_values(wanted) and wanted.body in (None, room.body) and wanted.proceeding in (None, room.public_id)
    )
