"""What the author is told of decisions."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.moderation.models import Decision


def decision_told(db: Session, actor: Actor, reference: str) -> Decision | None:
    """The latest decision on the actor's own contribution, with its reason and note; None where nobody
    decided, or where that was undone."""
    row = db.scalar(select(Contribution).where(Contribution.reference == reference))
    if row is None or not is_mine(actor, row):
        return None
    in_force = select(Decision).where(Decision.contribution_id == row.id, Decision.undone_at.is_(None))
    return db.scalar(in_force.order_by(Decision.id.desc()).limit(1))
