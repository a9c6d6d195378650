"""What the chair of a hearing reads beside the public comments."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.disclosure import Reading
from consult.contributions.models import SAID_LIVE, Contribution
from consult.contributions.queries import readings, with_first_passage
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.proceedings.models import Proceeding

MOST = 30


def comments_in_state(db: Session, actor: Actor, proceeding: Proceeding, *states: str) -> list[Reading]:
    """The newest comments and questions in some states, as the desk reads them. Raises NotFound for whoever may not moderate."""
    require(actor, "contribution:moderate", proceeding)
    query = with_first_passage(actor, proceeding.id).where(
        Contribution.kind.in_(SAID_LIVE), Contribution.state.in_(states)
    )
    return readings(actor, proceeding, db.execute(query.order_by(Contribution.id.desc()).limit(MOST)).all())


def comment_to_decide(db: Session, actor: Actor, proceeding: Proceeding, reference: str) -> tuple[Reading, int]:
    """One comment or question with the number of its newest version. Raises NotFound for whoever may not moderate."""
    require(actor, "contribution:moderate", proceeding)
    query = with_first_passage(actor, proceeding.id).where(
        Contribution.kind.in_(SAID_LIVE), Contribution.reference == reference
    )
    found = readings(actor, proceeding, db.execute(query).all())
    if not found:
        raise NotFound
    latest = db.scalars(select(Contribution.latest).where(Contribution.reference == reference)).one()
    return found[0], latest
