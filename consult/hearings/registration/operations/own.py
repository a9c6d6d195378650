"""What somebody does with the own registration: withdraw it, check in, check out, leave an address."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.operations import folded_email
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.hearings.programme.queries import plan_of, sessions_of
from consult.hearings.registration.models import IN_FORCE_STATES, PRESENCES, Registration
from consult.hearings.registration.operations.following import PRESENT, change_state, fill_place, follow
from consult.hearings.registration.operations.registering import locked_hearing
from consult.hearings.registration.queries import own_registration
from consult.hearings.registration.window import doors_of
from consult.proceedings.models import Proceeding


def locked_own(db: Session, actor: Actor, proceeding_id: int) -> tuple[Proceeding, Registration]:
    """The hearing and the actor's own registration, both locked. Raises NotFound for whoever has none."""
    proceeding = locked_hearing(db, actor, proceeding_id)
    found = own_registration(db, actor, proceeding.id)
    if found is None:
        raise NotFound
    row = db.scalars(
        select(Registration)
        .where(Registration.id == found.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    return proceeding, row


def withdraw_registration(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Take the own registration back; the first of the reserve gets the place. Raises Conflict when that cannot be any more."""
    proceeding, row = locked_own(db, actor, proceeding_id)
    if row.state not in IN_FORCE_STATES:
        raise Conflict("wrong_state")
    frees = row.state == "accepted" and row.wish == "speak"
    change_state(db, proceeding, row, "withdrawn", mailed=False)
    if frees:
        fill_place(db, proceeding, plan_of(db, proceeding.id))


def check_in(db: Session, actor: Actor, *, proceeding_id: int, mode: str) -> None:
    """Say that one is there, in the `room` or `online`. Raises Conflict unless accepted, Closed `doors_closed` where nobody
    can check in now, Invalid for another mode."""
    proceeding, row = locked_own(db, actor, proceeding_id)
    if mode not in PRESENCES:
        raise Invalid("mode", "no_such_choice")
    if row.state != "accepted":
        raise Conflict("wrong_state")
    if not doors_of(proceeding, sessions_of(db, proceeding.id), now()).open:
        raise Closed("doors_closed")
    set_presence(db, row, mode)


def check_out(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Say that one has left. Raises Conflict for who was not there."""
    _proceeding, row = locked_own(db, actor, proceeding_id)
    if row.mode is None:
        raise Conflict("wrong_state")
    set_presence(db, row, None)


def set_presence(db: Session, row: Registration, mode: str | None) -> None:
    """Where somebody is now, told to the rooms above."""
    row.mode, row.present_at = mode, now() if mode is not None else None
    db.flush()
    follow(db, row, PRESENT)


def set_registration_address(db: Session, actor: Actor, *, proceeding_id: int, email: str, told_in: str) -> None:
    """Leave an address for news, or with an empty one have it forgotten. Raises Conflict for an account, which has one;
    Invalid for what is no address."""
    _proceeding, row = locked_own(db, actor, proceeding_id)
    if row.account_id is not None:
        raise Conflict("wrong_state")
    row.email, row.told_in = folded_email(email) if email.strip() else None, told_in
