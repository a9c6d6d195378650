"""Deciding: approve, decline, hide, restore, and keep in spite of flags."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.contributions.models import Contribution, Flag
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.moderation.models import NEED_REASON, REASONS, Decision
from consult.moderation.operations.acts import STATE_ACTS, before, change, write_down
from consult.moderation.operations.telling import ask_to_tell
from consult.policy.access import require
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding


def decide(
    db: Session,
    actor: Actor,
    *,
    reference: str,
    act: str,
    seen: int,
    reason: str | None = None,
    note: str = "",
) -> str:
    """Decide on a contribution as a moderator; the author is told reason and note. Gives the new state.

    `seen` is the newest version the moderator has read: Conflict when another came meanwhile, or when the state allows
    no such act. Raises NotFound for whoever may not moderate there, Invalid for an unknown act or a missing reason.
    """
    proceeding, row = _locked(db, actor, reference)
    require(actor, "contribution:moderate", proceeding)
    if act not in STATE_ACTS:
        raise Invalid("act", "no_such_choice")
    if act in NEED_REASON and reason not in REASONS:
        raise Invalid("reason", "required")
    if row.latest != seen:
        raise Conflict("changed_meanwhile")
    at, was = now(), before(row)
    write_down(db, proceeding, row, change(row, act, reason))
    _settle(db, row, at)
    decision = Decision(
        contribution_id=row.id,
        version=row.latest,
        act=act,
        reason=reason if act in NEED_REASON else None,
        note=note,
        decided_by=actor.account_id,
        decided_role=role_at(actor, proceeding),
        decided_at=at,
        final_at=at + undo_time(db, proceeding),
        before=was,
    )
    db.add(decision)
    ask_to_tell(db, decision)
    return row.state


def undo_time(db: Session, proceeding: Proceeding) -> timedelta:
    """How long a decision here can be undone, as its body says."""
    minutes = db.scalar(select(Body.undo_minutes).where(Body.id == proceeding.body_id))
    return timedelta(minutes=minutes or 0)


def role_at(actor: Actor, proceeding: Proceeding) -> str:
    """The role in which the actor moderates here, as the record names it."""
    where, roles = proceeding.where, MATRIX["contribution:moderate"]
    reach = {("body", where.body_id), ("proceeding", where.proceeding_id)}
    held = (grant.role for grant in actor.held if grant.role in roles and (grant.scope, grant.scope_id) in reach)
    return actor.system or next(held, "moderator")


def _locked(db: Session, actor: Actor, reference: str) -> tuple[Proceeding, Contribution]:
    known = db.scalar(select(Contribution.proceeding_id).where(Contribution.reference == reference))
    if known is None:
        raise NotFound
    proceeding = locked_proceeding(db, actor, known)
    row = db.scalars(select(Contribution).where(Contribution.reference == reference).with_for_update()).one()
    return proceeding, row


def _settle(db: Session, row: Contribution, at: datetime) -> None:
    """The flags are settled at the instant of the decision: by that an undo knows them again."""
    row.flags = 0
    db.execute(update(Flag).where(Flag.contribution_id == row.id, Flag.settled_at.is_(None)).values(settled_at=at))
