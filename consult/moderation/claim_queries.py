"""Who has which contribution before them at the desk, and to whom it can be given."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BindParameter, and_, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.accounts.models import Account
from consult.bodies.actors import in_force
from consult.bodies.models import Grant
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.moderation.models import Claim
from consult.policy.access import holds
from consult.policy.matrix import MATRIX
from consult.proceedings.access import held_in_sql, visible
from consult.proceedings.models import Proceeding


class Held(NamedTuple):
    """Who has a contribution: a claim until a time, or an assignment, which has none. `account_id` is for comparing alone."""

    account_id: int
    name: str
    until: datetime | None
    is_assigned: bool


def is_queued(row: Contribution) -> bool:
    """Whether there is something to decide or to answer."""
    flagged = row.flags > 0 and row.state in ("published", "hidden")
    second = row.redacting and row.state not in ("withdrawn", "erased")
    return row.waiting or flagged or row.escalated or row.appealed or row.answered or second


def held_now(at: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Claims and assignments that hold at an instant."""
    return and_(Claim.ended_at.is_(None), or_(Claim.until.is_(None), Claim.until > at))


def held_by(db: Session, ids: Sequence[int], at: datetime) -> dict[int, Held]:
    """Who has these contributions now, by their ids."""
    rows = db.execute(
        select(Claim.contribution_id, Claim.account_id, Account.name, Claim.until, Claim.assigned_by)
        .join(Account, Account.id == Claim.account_id)
        .where(Claim.contribution_id.in_(ids), held_now(at))
    )
    return {row[0]: Held(row[1], row[2], row[3], row[4] is not None) for row in rows}


def held_by_other(db: Session, actor: Actor, contribution_id: int, at: datetime) -> Held | None:
    """Who else has this contribution now, so that this actor may not decide it."""
    held = held_by(db, [contribution_id], at).get(contribution_id)
    return held if held is not None and held.account_id != actor.account_id else None


def claimed_by_others(db: Session, actor: Actor, ids: Sequence[int], at: datetime) -> set[int]:
    """Those of these contributions that somebody else has now."""
    others = Claim.account_id != actor.account_id
    return set(db.scalars(select(Claim.contribution_id).where(Claim.contribution_id.in_(ids), held_now(at), others)))


def moderators_to_assign(db: Session, actor: Actor) -> list[tuple[str, str]]:
    """Public ids and names of those to whom the actor can assign something, by name."""
    rooms = db.scalars(select(Proceeding).where(visible(actor), held_in_sql(actor, "contribution:assign"))).all()
    places = {("proceeding", room.id) for room in rooms}
    places |= {("body", room.body_id) for room in rooms if holds(actor, "contribution:assign", room.where)}
    rows = db.execute(
        select(Account.public_id, Account.name, Grant.scope, Grant.scope_id)
        .join(Grant, Grant.account_id == Account.id)
        .where(Grant.id.in_(in_force()), Grant.role.in_(MATRIX["contribution:moderate"]), Account.ended_at.is_(None))
        .order_by(Account.name, Account.id)
    )
    return list(dict.fromkeys((row[0], row[1]) for row in rows if (row.scope, row.scope_id) in places))
