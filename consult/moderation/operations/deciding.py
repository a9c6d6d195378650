"""Deciding: approve, decline, hide, restore, and keep in spite of flags."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.contributions.models import Contribution, Flag
from consult.contributions.operations.listing import record, record_at_desk, standing
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.moderation.models import NEED_REASON, REASONS, Decision
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
    if act not in _ACTS:
        raise Invalid("act", "no_such_choice")
    if act in NEED_REASON and reason not in REASONS:
        raise Invalid("reason", "required")
    if row.latest != seen:
        raise Conflict("changed_meanwhile")
    _ACTS[act](db, proceeding, row, reason)
    _settle(db, row)
    at = now()
    db.add(
        Decision(
            contribution_id=row.id,
            version=row.latest,
            act=act,
            reason=reason if act in NEED_REASON else None,
            note=note,
            decided_by=actor.account_id,
            decided_role=role_at(actor, proceeding),
            decided_at=at,
            final_at=at + undo_time(db, proceeding),
        )
    )
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


def _approve(db: Session, proceeding: Proceeding, row: Contribution, _reason: str | None) -> None:
    if not row.waiting:
        raise Conflict("changed_meanwhile")
    _check_nothing_waits(row)
    corrected = row.state == "published"
    row.state, row.version, row.waiting = "published", row.latest, False
    record(db, proceeding, row, "edited" if corrected else "published")


def _decline(db: Session, proceeding: Proceeding, row: Contribution, reason: str | None) -> None:
    if not row.waiting:
        raise Conflict("changed_meanwhile")
    row.waiting = False
    if row.state == "published":  # a correction is declined, what stood goes on standing
        record_at_desk(db, proceeding, row, "correction_declined", standing(db, row))
        return
    row.state, row.reason = "declined", reason
    record(db, proceeding, row, "declined")


def _hide(db: Session, proceeding: Proceeding, row: Contribution, reason: str | None) -> None:
    if row.state != "published":
        raise Conflict("changed_meanwhile")
    row.state, row.reason, row.waiting = "hidden", reason, False
    record(db, proceeding, row, "hidden")


def _restore(db: Session, proceeding: Proceeding, row: Contribution, _reason: str | None) -> None:
    if row.state not in ("hidden", "declined"):
        raise Conflict("changed_meanwhile")
    _check_nothing_waits(row)
    row.state, row.reason = "published", None
    record(db, proceeding, row, "restored")


def _keep(db: Session, proceeding: Proceeding, row: Contribution, _reason: str | None) -> None:
    if row.state != "published" or not row.flags:
        raise Conflict("changed_meanwhile")
    record_at_desk(db, proceeding, row, "kept", standing(db, row))


def _check_nothing_waits(row: Contribution) -> None:
    """Raises Conflict while a redaction or erasure waits for its second person: nothing is made public before."""
    if row.redacting:
        raise Conflict("proposal_waits")


_ACTS = {"approve": _approve, "decline": _decline, "hide": _hide, "restore": _restore, "keep": _keep}


def _settle(db: Session, row: Contribution) -> None:
    row.flags = 0
    db.execute(update(Flag).where(Flag.contribution_id == row.id, Flag.settled_at.is_(None)).values(settled_at=now()))
