"""That a room always has somebody who leads it; and naming one where nobody does any more."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.bodies.operations import account_of, add_grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.policy.matrix import MATRIX
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import moved
from consult.workspaces.rooms.operations.seating import take_seat

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
    if not _is_led(db, proceeding_id, but_for=account_id):
        raise Conflict("last_chair")


def _is_led(db: Session, proceeding_id: int, *, but_for: int | None = None) -> bool:
    moment = now()
    other = (
        select(Grant.id)
        .join(Account, Account.id == Grant.account_id)
        .where(
            Grant.scope == "proceeding",
            Grant.scope_id == proceeding_id,
            Grant.role.in_(LEADS),
            Grant.account_id.is_distinct_from(but_for),
            Grant.ended_at.is_(None),
            Grant.valid_from <= moment,
            Grant.valid_until.is_(None) | (Grant.valid_until > moment),
            Account.ended_at.is_(None),
        )
    )
    return db.scalar(other.limit(1)) is not None


def name_leader(db: Session, actor: Actor, *, slug: str, email: str) -> None:
    """Make the holder of an address chair of a room that nobody leads: for an operator alone.

    Raises NotFound for whoever is not the system, and for a room or account that is not there; Conflict where somebody leads.
    """
    if actor.system is None:
        raise NotFound
    found = db.scalar(select(Proceeding.id).where(Proceeding.kind == "workspace", Proceeding.slug == slug))
    room, account_id = locked_room(db, found or 0), account_of(db, email)
    if account_id is None:
        raise NotFound
    if _is_led(db, room.id):
        raise Conflict("led_already")
    add_grant(db, actor, account_id=account_id, role="chair", scope="proceeding", scope_id=room.id)
    take_seat(db, room, account_id)
    moved(db, "proceeding", room.id)
