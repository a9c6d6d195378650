"""Reading late passes, and what asks to be let in after the closing."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.access import visible
from consult.contributions.disclosure import Reading
from consult.contributions.late_models import LatePass
from consult.contributions.models import Contribution
from consult.contributions.queries import readings, with_first_passage
from consult.core.actors import Actor
from consult.core.clock import now
from consult.policy.access import require
from consult.proceedings.models import Proceeding


def valid_pass(db: Session, proceeding: Proceeding, token_hash: str) -> LatePass | None:
    """The pass of this token where something can be filed with it now."""
    query = select(LatePass).where(LatePass.token_hash == token_hash, LatePass.proceeding_id == proceeding.id)
    row = db.scalar(query)
    return row if row is not None and row.is_valid(now()) else None


def late_passes(db: Session, actor: Actor, proceeding: Proceeding) -> Sequence[LatePass]:
    """All passes of a proceeding, the newest first. Raises NotFound for whoever may not give them."""
    require(actor, "contribution:accept_late", proceeding)
    query = select(LatePass).where(LatePass.proceeding_id == proceeding.id)
    return db.scalars(query.order_by(LatePass.id.desc())).all()


def late_requests(db: Session, actor: Actor, proceeding: Proceeding, limit: int = 50) -> list[Reading]:
    """What asks to be let in, the oldest first. Raises NotFound for whoever may not decide on it."""
    require(actor, "contribution:accept_late", proceeding)
    query = with_first_passage(actor, proceeding.id).where(
        Contribution.late == "asked", Contribution.state == "pending"
    )
    return readings(actor, proceeding, db.execute(query.order_by(Contribution.id).limit(limit)).all())


def late_reason(db: Session, reference: str) -> str | None:
    """Why something that came after the closing was accepted; None for what came in time. Public, as the record is."""
    query = select(Contribution.late_reason).where(Contribution.reference == reference, Contribution.late == "accepted")
    return db.scalar(query)


def late_request_count(db: Session, actor: Actor, proceeding: Proceeding) -> int:
    """How many there are."""
    query = select(func.count(Contribution.id)).join(Proceeding, Proceeding.id == Contribution.proceeding_id)
    asked = query.where(Contribution.proceeding_id == proceeding.id, Contribution.late == "asked")
    return db.scalar(asked.where(Contribution.state == "pending", visible(actor))) or 0
