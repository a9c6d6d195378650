"""That a room always has somebody who leads it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding

LEADS = MATRIX["room:lead"]


def locked_room(db: Session, proceeding_id: int) -> Proceeding:
    """A room to be changed: two who leave at once come one after the other. Raises NotFound."""
    query = select(Proceeding).where(Proceeding.id == proceeding_id).with_for_update()
    found = db.scalar(query.execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def require_other_leader(db: Session, proceeding_id: int, account_id: int) -> None:
    """Raises Conflict where nobody but this account leads a room, which the caller has locked."""
    moment = now()
    other = (
        select(Grant.id)
        .join(Account, Account.id == Grant.account_id)
        .where(
            Grant.scope == "proceeding",
            Grant.scope_id == proceeding_id,
            Grant.role.in_(LEADS),
            Grant.account_id != account_id,
            Grant.ended_at.is_(None),
            Grant.valid_from <= moment,
            Grant.valid_until.is_(None) | (Grant.valid_until > moment),
            Account.ended_at.is_(None),
        )
    )
    if db.scalar(other.limit(1)) is None:
        raise Conflict("last_chair")
