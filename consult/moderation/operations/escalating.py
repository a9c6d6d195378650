"""Escalating: a moderator asks the secretariat, which answers or decides."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.operations.listing import record_at_desk, standing
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.moderation.models import Escalation
from consult.moderation.operations.claiming import end_claims
from consult.moderation.operations.locking import locked_item, role_at
from consult.policy.access import holds
from consult.proceedings.models import Proceeding

MOST = 2000


def escalate(db: Session, actor: Actor, *, reference: str, note: str) -> None:
    """Ask the secretariat of the body about an input, which then stands in the queue until that is settled.

    Raises Invalid without a note, Conflict when it is escalated already or its text is gone.
    """
    proceeding, row = locked_item(db, actor, reference)
    if not note.strip():
        raise Invalid("note", "required")
    if len(note) > MOST:
        raise Invalid("note", "too_long", length=len(note), limit=MOST)
    if row.escalated or row.state in ("withdrawn", "erased"):
        raise Conflict("changed_meanwhile")
    row.escalated = True
    db.add(
        Escalation(
            contribution_id=row.id,
            note=note,
            escalated_by=actor.account_id,
            escalated_role=role_at(actor, proceeding),
            escalated_at=now(),
        )
    )
    end_claims(db, [row.id], actor)
    record_at_desk(db, proceeding, row, "escalated", standing(db, row))


def answer_escalation(db: Session, actor: Actor, *, reference: str, answer: str) -> None:
    """Settle what was asked by an answer, for the moderators alone.

    Raises NotFound for whoever does not publish there, Conflict when nothing is asked any more, Invalid without an answer.
    """
    proceeding, row = locked_item(db, actor, reference, "contribution:publish")
    if not answer.strip():
        raise Invalid("answer", "required")
    if len(answer) > MOST:
        raise Invalid("answer", "too_long", length=len(answer), limit=MOST)
    if not row.escalated:
        raise Conflict("changed_meanwhile")
    settle_escalation(db, actor, proceeding, row, answer)


def settle_escalation(
    db: Session, actor: Actor, proceeding: Proceeding, row: Contribution, answer: str = "", at: datetime | None = None
) -> None:
    """What is asked about this input is settled, where the actor may do that; a decision of others leaves it open.

    `at` is the instant of the decision that settles it: by that an undo knows it again.
    """
    if not row.escalated or not holds(actor, "contribution:publish", proceeding.where):
        return
    row.escalated = False
    asked = select(Escalation).where(Escalation.contribution_id == row.id, Escalation.settled_at.is_(None))
    for one in db.scalars(asked):
        one.answer, one.settled_at = answer, at or now()
        one.settled_by, one.settled_role = actor.account_id, role_at(actor, proceeding)
    record_at_desk(db, proceeding, row, "escalation_settled", standing(db, row))
