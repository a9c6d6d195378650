"""What waits for the secretariat's decision to publish it."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.access import visible
from consult.contributions.disclosure import Reading
from consult.contributions.models import Contribution
from consult.contributions.publication import awaiting
from consult.contributions.queries import readings, with_first_passage
from consult.core.actors import Actor
from consult.policy.access import require
from consult.proceedings.models import Proceeding

PAGE = 50


class Awaiting(NamedTuple):
    """A page of what may be published, in the order of the references, which tells nothing; and how much there is."""

    readings: list[Reading]
    total: int


def awaiting_decision(db: Session, actor: Actor, proceeding: Proceeding, page: int = 1) -> Awaiting:
    """Accepted input that is published only by decision. Raises NotFound for whoever may not publish it."""
    require(actor, "contribution:publish", proceeding)
    query = with_first_passage(actor, proceeding.id).where(awaiting(proceeding)).order_by(Contribution.reference)
    rows = db.execute(query.limit(PAGE).offset(PAGE * (page - 1))).all()
    counted = select(func.count(Contribution.id)).join(Proceeding, Proceeding.id == Contribution.proceeding_id)
    of_here = counted.where(Contribution.proceeding_id == proceeding.id, visible(actor), awaiting(proceeding))
    return Awaiting(readings(actor, proceeding, rows), db.scalar(of_here) or 0)
