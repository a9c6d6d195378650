"""Decisions that are taken at once, as the one who asked for them sees them: before, meanwhile and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.access import visible
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.moderation.bulk_models import Bulk, BulkLine
from consult.moderation.models import Decision
from consult.moderation.queries import Waiting, lines_of, moderates
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding

SAMPLE, MOST_TOLD = 5, 500


class Left(NamedTuple):
    """One that was not decided, or not undone, and why."""

    reference: str
    problem: str


@dataclass(frozen=True, slots=True)
class BulkPage:
    """`states` and `kinds` count its lines; `left` are those that were refused, `kept` those that could not be undone.

    `undoable` can be undone now, the first of them until `until`. One that is not `is_own` is only looked at.
    """

    bulk: Bulk
    is_own: bool
    states: dict[str, int]
    kinds: list[tuple[str, int]]
    sample: list[Waiting]
    left: list[Left]
    kept: list[Left]
    undoable: int
    until: datetime | None

    @property
    def total(self) -> int:
        """How many it is about."""
        return sum(self.states.values())

    @property
    def vanished(self) -> int:
        """How many of those that were seen had been decided or withdrawn before they could be noted."""
        return max(0, self.bulk.seen - self.total)


def bulk_page(db: Session, actor: Actor, public_id: str) -> BulkPage:
    """A bulk: the own one, or one that was begun on nothing but what this reader moderates. Raises NotFound for any other."""
    bulk = db.scalar(select(Bulk).where(Bulk.public_id == public_id))
    if bulk is None or not moderates(actor):
        raise NotFound
    is_own = bulk.account_id == actor.account_id
    if not is_own and public_id not in shared_bulks(db, actor, [public_id]):
        raise NotFound
    of_bulk = BulkLine.bulk_id == bulk.id
    states = db.execute(select(BulkLine.state, func.count()).where(of_bulk).group_by(BulkLine.state))
    kinds = db.execute(
        select(Contribution.kind, func.count())
        .join(BulkLine, BulkLine.contribution_id == Contribution.id)
        .where(of_bulk)
        .group_by(Contribution.kind)
        .order_by(func.count().desc(), Contribution.kind)
    )
    undoable = db.execute(
        select(func.count(), func.min(Decision.final_at)).where(
            Decision.bulk == bulk.public_id, Decision.undone_at.is_(None), Decision.final_at > now()
        )
    ).one()
    return BulkPage(
        bulk,
        is_own,
        {row[0]: row[1] for row in states},
        [(row[0], row[1]) for row in kinds],
        _sample(db, actor, bulk) if bulk.state == "proposed" else [],
        _left(db, bulk, "refused"),
        _left(db, bulk, "decided"),
        undoable[0],
        undoable[1],
    )


def shared_bulks(db: Session, actor: Actor, public_ids: Iterable[str]) -> set[str]:
    """Those of these that were begun, and hold nothing that this reader does not moderate, whoever asked for them."""
    elsewhere = (
        select(BulkLine.bulk_id)
        .join(Contribution, Contribution.id == BulkLine.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(BulkLine.bulk_id == Bulk.id, ~and_(visible(actor), held_in_sql(actor, "contribution:moderate")))
    )
    begun = select(Bulk.public_id).where(Bulk.public_id.in_(list(public_ids)), Bulk.begun_at.is_not(None))
    return set(db.scalars(begun.where(~elsewhere.exists())))


def _sample(db: Session, actor: Actor, bulk: Bulk) -> list[Waiting]:
    """A few of them from all over, the same at each look."""
    ids = db.scalars(
        select(BulkLine.contribution_id).where(BulkLine.bulk_id == bulk.id).order_by(BulkLine.contribution_id)
    ).all()
    step = max(1, len(ids) // SAMPLE)
    return lines_of(db, actor, ids[::step][:SAMPLE], now())


def _left(db: Session, bulk: Bulk, state: str) -> list[Left]:
    query = (
        select(Contribution.reference, BulkLine.problem)
        .join(BulkLine, BulkLine.contribution_id == Contribution.id)
        .where(BulkLine.bulk_id == bulk.id, BulkLine.state == state, BulkLine.problem.is_not(None))
        .order_by(Contribution.reference)
    )
    return [Left(row[0], row[1] or "") for row in db.execute(query.limit(MOST_TOLD))]


class Undoable(NamedTuple):
    """A decision that can still be undone, and until when."""

    public_id: str
    reference: str
    act: str
    until: datetime


def undoable_decision(db: Session, actor: Actor, public_id: str) -> Undoable | None:
    """The own decision of that name, as long as it can be undone."""
    row = db.execute(
        select(Decision.public_id, Contribution.reference, Decision.act, Decision.final_at)
        .join(Contribution, Contribution.id == Decision.contribution_id)
        .where(Decision.public_id == public_id, Decision.decided_by == actor.account_id, *_open())
    ).one_or_none()
    return Undoable(*row) if row else None


def last_decision(db: Session, actor: Actor, reference: str) -> str | None:
    """The public id of the own last decision on a contribution."""
    query = select(Decision.public_id).join(Contribution, Contribution.id == Decision.contribution_id)
    mine = query.where(Contribution.reference == reference, Decision.decided_by == actor.account_id)
    return db.scalar(mine.order_by(Decision.id.desc()).limit(1))


def last_undoable(db: Session, reference: str) -> Undoable | None:
    """The decision in force on a contribution, whoever took it, as long as it can be undone."""
    query = (
        select(Decision.public_id, Contribution.reference, Decision.act, Decision.final_at, Decision.before)
        .join(Contribution, Contribution.id == Decision.contribution_id)
        .where(Contribution.reference == reference, Decision.undone_at.is_(None))
    )
    row = db.execute(query.order_by(Decision.id.desc()).limit(1)).one_or_none()
    if row is None or row.before is None or row.final_at <= now():
        return None
    return Undoable(*row[:4])


def _open() -> tuple[ColumnElement[bool], ...]:
    return Decision.undone_at.is_(None), Decision.final_at > now(), Decision.before.is_not(None)
