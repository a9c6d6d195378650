"""Deciding: approve, decline, hide, restore, and keep in spite of flags."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.contributions.models import Contribution, Flag
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.moderation.models import NEED_REASON, REASONS, Decision
from consult.moderation.operations.acts import STATE_ACTS, before, change, write_down
from consult.moderation.operations.claiming import end_claims, refuse_if_claimed
from consult.moderation.operations.escalating import settle_escalation
from consult.moderation.operations.locking import locked_item
from consult.moderation.operations.locking import role_at as role_at
from consult.moderation.operations.telling import ask_to_tell
from consult.moderation.waiting import note_what_waits
from consult.proceedings.models import Proceeding


def decide(
    db: Session,
    actor: Actor,
    *,
    reference: str,
    act: str,
    seen: int,
    reason: str | None = None,
    note: str = "",
    over_claim: bool = False,
) -> str:
    """Decide on a contribution as a moderator; the author is told reason and note. Gives the new state.

    `seen` is the newest version the moderator has read: Conflict when another came meanwhile, or when the state allows
    no such act; and Conflict `claimed` while somebody else has it, but with `over_claim` (the chair of what goes on
    now, and who decides an appeal).
    Raises NotFound for whoever may not moderate there, Invalid for an unknown act or a missing reason.
    """
    proceeding, row = locked_item(db, actor, reference)
    if act not in STATE_ACTS:
        raise Invalid("act", "no_such_choice")
    if act in NEED_REASON and reason not in REASONS:
        raise Invalid("reason", "required")
    if row.latest != seen:
        raise Conflict("changed_meanwhile")
    if not over_claim:
        refuse_if_claimed(db, actor, row)
    at, was = now(), before(row)
    write_down(db, proceeding, row, change(row, act, reason))
    _settle(db, row, at)
    settle_escalation(db, actor, proceeding, row, at=at)
    end_claims(db, [row.id], actor)
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
    if row.appealed:  # what was appealed against may be lifted by this
        note_what_waits(db, row)
    return row.state


def undo_time(db: Session, proceeding: Proceeding) -> timedelta:
    """How long a decision here can be undone, as its body says."""
    minutes = db.scalar(select(Body.undo_minutes).where(Body.id == proceeding.body_id))
    return timedelta(minutes=minutes or 0)


def _settle(db: Session, row: Contribution, at: datetime) -> None:
    """The flags are settled at the instant of the decision: by that an undo knows them again."""
    row.flags = 0
    db.execute(update(Flag).where(Flag.contribution_id == row.id, Flag.settled_at.is_(None)).values(settled_at=at))
