"""What every act at the desk begins with: the proceeding and the contribution, locked, for whoever may act there."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding


def locked_item(
    db: Session, actor: Actor, reference: str, permission: str = "contribution:moderate"
) -> tuple[Proceeding, Contribution]:
    """A contribution to be acted on, with its proceeding. Raises NotFound without this permission there."""
    known = db.scalar(select(Contribution.proceeding_id).where(Contribution.reference == reference))
    if known is None:
        raise NotFound
    proceeding = locked_proceeding(db, actor, known)
    require(actor, permission, proceeding)
    row = db.scalars(select(Contribution).where(Contribution.reference == reference).with_for_update()).one()
    return proceeding, row


def role_at(actor: Actor, proceeding: Proceeding) -> str:
    """The role in which the actor moderates here, as the record names it."""
    where, roles = proceeding.where, MATRIX["contribution:moderate"]
    reach = {("body", where.body_id), ("proceeding", where.proceeding_id)}
    held = (grant.role for grant in actor.held if grant.role in roles and (grant.scope, grant.scope_id) in reach)
    return actor.system or next(held, "moderator")
