"""Reading registrations: the own one, and what readers are told of who will speak."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.hearings.registration.models import Registration


def own_registration(db: Session, actor: Actor, proceeding_id: int) -> Registration | None:
    """The actor's own registration at a hearing, by account or by the codeword that opened it, whatever its state; the latest
    where an account has several. None where there is none."""
    mine = []
    if actor.account_id is not None:
        mine.append(Registration.account_id == actor.account_id)
    if actor.registration_id is not None:
        mine.append(Registration.id == actor.registration_id)
    if not mine:
        return None
    query = select(Registration).where(Registration.proceeding_id == proceeding_id, or_(*mine))
    return db.scalar(query.order_by(Registration.id.desc()).limit(1))
