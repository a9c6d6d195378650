"""The proceedings whose dockets the actor reads."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.proceedings.access import held_in_sql
from consult.proceedings.access import visible as visible_room
from consult.proceedings.models import Proceeding


def desk_rooms(db: Session, actor: Actor) -> list[Proceeding]:
    """The proceedings whose docket the actor reads, the latest first."""
    query = select(Proceeding).where(visible_room(actor), held_in_sql(actor, "desk:read"))
    return list(db.scalars(query.order_by(Proceeding.id.desc())))


def desk_room(db: Session, actor: Actor, public_id: str) -> Proceeding:
    """One of them. Raises NotFound."""
    found = db.scalar(select(Proceeding).where(Proceeding.public_id == public_id, visible_room(actor)))
    if found is None:
        raise NotFound
    require(actor, "desk:read", found)
    return found
