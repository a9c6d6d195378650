"""The queue: what waits for a moderator, was flagged, escalated or appealed, over all proceedings where the actor moderates."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.bodies.models import Body
from consult.contributions.access import is_mine, sight_of, visible
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.models import Contribution, Flag, Passage, Version
from consult.contributions.queries import COLUMNS, PASSAGE, holder
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import condition
from consult.moderation.claim_queries import Held, held_by, held_now
from consult.moderation.filters import Filter as Filter
from consult.moderation.filters import before, unknown_values
from consult.moderation.likeness.clauses import stands_for_its_group
from consult.moderation.models import Claim
from consult.moderation.queue_counts import (
    Cell,
    Counted,
    Counts,
    Room,
    cells_of,
    counted_at,
    counts_of,
    is_wanted,
    queued,
    rooms_of,
    total_of,
)
from consult.policy.matrix import MATRIX
from consult.proceedings.access import held_in_sql
from consult.proceedings.access import visible as proceeding_visible
from consult.proceedings.models import Proceeding

PAGE = 50
DISTRESSING = "violence_or_hatred"
MARKED: dict[str, ColumnElement[bool]] = {
    "flagged": Contribution.flags > 0,
    "escalated": Contribution.escalated.expression,
    "appeal": Contribution.appealed.expression,
    "answer": Contribution.answered.expression,
    "second": Contribution.redacting.expression,
}


class Waiting(NamedTuple):
    """One line of the queue; `held` says who has it, `is_veiled` that its text may distress."""

    proceeding: Proceeding
    reading: Reading
    waiting: bool
    flags: int
    since: datetime
    escalated: bool
    appealed: bool
    answered: bool
    redacting: bool
    held: Held | None
    is_veiled: bool


class Queue(NamedTuple):
    """A page of the queue, how many there are, and for each filter its values with their counts under the others.

    `cells` count the whole queue of the actor, `rooms` are where the actor moderates, by id. `ids` are those of the lines;
    `hidden` is how many stand behind a line of their group.
    """

    lines: list[Waiting]
    total: int
    counts: Counts
    cells: list[Cell]
    rooms: dict[int, Room]
    ids: list[int]
    hidden: int


def moderates(actor: Actor) -> bool:
    """Whether the actor moderates anything at all."""
    roles = MATRIX["contribution:moderate"]
    return bool(actor.system) or any(held.role in roles for held in actor.held)


def queue(
    db: Session, actor: Actor, wanted: Filter, page: int = 1, kept: Callable[[datetime], Counted] | None = None
) -> Queue:
    """The oldest first, in pages of 50. `kept` gives what was counted, where somebody keeps that."""
    at = now()
    rooms = rooms_of(db, actor)
    counted = kept(at) if kept else counted_at(db, at)
    cells = cells_of(db, actor, rooms, at, counted.piles)
    here = {cell.room for cell in cells if is_wanted(cell.room, wanted)}
    places = _places(actor, wanted, here, at).limit(PAGE).offset(PAGE * (page - 1))
    hidden = 0
    if here and wanted == Filter(body=wanted.body, proceeding=wanted.proceeding):  # else some of a group would be gone
        places = places.where(stands_for_its_group())
        hidden = sum(counted.behind.get(room.id, 0) for room in here)
    ids = [row.id for row in db.execute(places)] if here else []
    return Queue(
        lines_of(db, actor, ids, at), total_of(cells, wanted), counts_of(cells, wanted), cells, rooms, ids, hidden
    )


def queue_size(db: Session, actor: Actor) -> int:
    """How much there is to decide in all."""
    return total_of(cells_of(db, actor, rooms_of(db, actor), now()), Filter()) if moderates(actor) else 0


def next_reference(db: Session, actor: Actor, wanted: Filter, after: str) -> str | None:
    """What comes next in the queue once `after` is decided: the one that follows it, else the first.

    What somebody else has is passed over, unless the filter asks for it.
    """
    at = now()
    rooms = [room for room in rooms_of(db, actor).values() if is_wanted(room, wanted)]
    place = select(Contribution.newest_at, Contribution.id).where(Contribution.reference == after)
    here = db.execute(place).one_or_none()
    others = _places(actor, wanted, rooms, at).where(Contribution.reference != after).limit(1)
    if wanted.assigned is None:
        others = others.where(Contribution.id.not_in(_claimed(at, Claim.account_id != actor.account_id)))
    found = None
    if here is not None:
        later = and_(Contribution.newest_at == here.newest_at, Contribution.id > here.id)
        following = others.where(Contribution.newest_at >= here.newest_at)
        found = db.execute(following.where(or_(Contribution.newest_at > here.newest_at, later))).first()
    found = found or db.execute(others).first()
    return found.reference if found else None


def matching_ids(actor: Actor, wanted: Filter, looked_at: datetime) -> Select[int, int]:
    """`(id, latest)` of what of the queue a filter matches and was there at an instant, to be narrowed and ordered."""
    rooms = (
        select(Proceeding.id)
        .join(Body, Body.id == Proceeding.body_id)
        .where(proceeding_visible(actor), held_in_sql(actor, "contribution:moderate"))
    )
    if wanted.body is not None:
        rooms = rooms.where(Body.slug == wanted.body)
    if wanted.proceeding is not None:
        rooms = rooms.where(Proceeding.public_id == wanted.proceeding)
    here = Contribution.proceeding_id.in_(rooms), Contribution.newest_at <= looked_at
    return select(Contribution.id, Contribution.latest).where(*_matching(actor, wanted, looked_at), *here)


def _places(actor: Actor, wanted: Filter, rooms: Collection[Room], at: datetime) -> Any:
    """Ids and references in the order of the queue, of these proceedings alone: from one index, but for what it prints."""
    here = (Contribution.proceeding_id + 0).in_([room.id for room in rooms])
    places = select(Contribution.id, Contribution.reference).where(*_matching(actor, wanted, at), here)
    return places.order_by(Contribution.newest_at, Contribution.id)


def _matching(actor: Actor, wanted: Filter, at: datetime) -> list[Any]:
    """What the filter says of an input, but for where it was sent."""
    if unknown_values(wanted):
        return [condition(False)]
    clauses: list[Any] = [queued()]
    columns = {"kind": Contribution.kind, "language": Contribution.language}
    clauses += [
        column == getattr(wanted, name) for name, column in columns.items() if getattr(wanted, name) is not None
    ]
    clauses += [clause for name, clause in MARKED.items() if getattr(wanted, name)]
    if wanted.age:
        clauses.append(Contribution.newest_at < before(wanted.age, at))
    if wanted.assigned:
        clauses.append(_assigned(actor, wanted.assigned, at))
    return clauses


def _assigned(actor: Actor, holder: str, at: datetime) -> ColumnElement[bool]:
    if holder == "nobody":
        return Contribution.id.not_in(_claimed(at))
    mine = Claim.account_id == actor.account_id
    return Contribution.id.in_(_claimed(at, mine if holder == "me" else ~mine))


def _claimed(at: datetime, *whose: ColumnElement[bool]) -> Select[Any]:
    return select(Claim.contribution_id).where(held_now(at), *whose)


def lines_of(db: Session, actor: Actor, ids: Sequence[int], at: datetime) -> list[Waiting]:
    """Lines of the queue in the order of these ids."""
    if not ids:
        return []
    rows = db.connection().execute(_lines(holder(actor)), {"ids": ids}).all()
    order = {number: place for place, number in enumerate(ids)}
    return _waiting(db, actor, sorted(rows, key=lambda row: order[row.id]), at)


@lru_cache(maxsize=256)
def _lines(actor: Actor) -> Select[Any]:
    """Made once for all who hold the same: making it takes as long as running it."""
    return (
        select(
            *COLUMNS,
            Contribution.flags,
            Contribution.escalated,
            Contribution.appealed,
            Contribution.answered,
            Contribution.redacting,
            Contribution.is_distressing,
            Contribution.newest_at,
            Contribution.proceeding_id,
            *PASSAGE,
        )
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, and_(Version.contribution_id == Contribution.id, Version.number == Contribution.latest))
        .join(Passage, and_(Passage.version_id == Version.id, Passage.number == 1))
        .where(Contribution.id.in_(bindparam("ids", expanding=True)), visible(actor))
    )


def _waiting(db: Session, actor: Actor, rows: Sequence[Any], at: datetime) -> list[Waiting]:
    room_ids, ids = {row.proceeding_id for row in rows}, [row.id for row in rows]
    rooms = {room.id: room for room in db.scalars(select(Proceeding).where(Proceeding.id.in_(room_ids)))}
    disclosers = {room.id: Discloser(sight_of(actor, room)) for room in rooms.values()}
    held, veiled = held_by(db, ids, at), distressing(db, ids)
    return [
        Waiting(
            rooms[row.proceeding_id],
            disclosers[row.proceeding_id].disclose(row, (row,), mine=is_mine(actor, row)),
            row.waiting,
            row.flags,
            row.newest_at,
            row.escalated,
            row.appealed,
            row.answered,
            row.redacting,
            held.get(row.id),
            row.is_distressing or row.id in veiled,
        )
        for row in rows
    ]


def distressing(db: Session, ids: Sequence[int]) -> set[int]:
    """Those of which a reader says that they call for violence or hatred."""
    open_flags = Flag.settled_at.is_(None), Flag.reason == DISTRESSING
    return set(db.scalars(select(Flag.contribution_id).where(Flag.contribution_id.in_(ids), *open_flags)))
