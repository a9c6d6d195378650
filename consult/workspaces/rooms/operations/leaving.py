"""Coming and going: what follows when a right is taken up or ends, and the operations of those who go, or are sent."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.models import Grant, Invitation
from consult.bodies.operations import add_grant, finish_grant
from consult.core.actors import Actor
from consult.core.announcements import RIGHTS_CHANGED, announce
from consult.core.errors import Invalid, NotFound
from consult.core.mail import enqueue_mail
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import moved, remove_role, roles_to_give
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell
from consult.workspaces.rooms.models import Seat, SeatOffer
from consult.workspaces.rooms.operations.guests import end_guest_rights
from consult.workspaces.rooms.operations.leading import LEADS, locked_room, require_other_leader
from consult.workspaces.rooms.operations.news import News
from consult.workspaces.rooms.operations.seating import (
    SeatFacts,
    is_over,
    rights_of,
    seat_in_force,
    set_term,
    take_seat,
    vacate_seat,
)
from consult.workspaces.rooms.shape import checked_day

REASON_LENGTH = 1_000


def seat_taken_up(db: Session, offer: Invitation, grant: Grant) -> None:
    """Somebody has accepted an invitation to a room: the seat that waited behind it is theirs."""
    if offer.scope != "proceeding" or offer.scope_id is None:
        return
    room = locked_room(db, offer.scope_id)
    if room.kind != "workspace":
        return
    said = db.get(SeatOffer, offer.id)
    facts = SeatFacts(
        said.organisation, said.organisation_id, said.category, None, said.office, said.term_until
    ) if said else SeatFacts()  # fmt: skip
    take_seat(db, room, grant.account_id, facts)


def right_ending(db: Session, actor: Actor, grant: Grant) -> None:
    """A role in a room is about to be taken away: the last one takes the seat with it.

    Raises Conflict where nobody else would lead the room.
    """
    if grant.scope != "proceeding" or grant.scope_id is None:
        return
    room = locked_room(db, grant.scope_id)
    if room.kind != "workspace":
        return
    others = [one for one in rights_of(db, room.id, grant.account_id) if one.id != grant.id]
    if grant.role in LEADS and not any(one.role in LEADS for one in others):
        require_other_leader(db, room.id, grant.account_id)
    if not others:
        vacate_seat(db, room, grant.account_id, "left" if grant.account_id == actor.account_id else "removed")
        end_guest_rights(db, actor, room.id, grant.account_id)


def leave_room(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Give up one's own seat. Raises Conflict for the last one who leads the room."""
    room = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "room:read", room)
    if actor.account_id is None:
        raise NotFound
    _end_all(db, actor, room, actor.account_id)


def remove_member(db: Session, actor: Actor, *, proceeding_id: int, person: str, reason: str, news: News) -> None:
    """Take somebody's seat away, saying why. Raises NotFound for whoever may not, Conflict for the last who leads."""
    room = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "room:invite", room)
    row = _seat(db, room, person)
    reason = clean_text(reason, "reason")
    if not reason:
        raise Invalid("reason", "required")
    if len(reason) > REASON_LENGTH:
        raise Invalid("reason", "too_long", length=len(reason), limit=REASON_LENGTH)
    _end_all(db, actor, room, row.account_id)
    row.reason = reason
    account = db.get_one(Account, row.account_id)
    enqueue_mail(db, account.email, *news.words_in(account.language))


def change_role(db: Session, actor: Actor, *, proceeding_id: int, person: str, role: str) -> None:
    """Give somebody another role instead of the present ones; the seat and its term stay.

    Raises Invalid for a role that the actor may not give, Conflict where nobody would lead the room.
    """
    room = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "room:invite", room)
    giving = roles_to_give(actor, "proceeding", room.where)
    if role not in giving:
        raise Invalid("role", "no_such_choice")
    row = _seat(db, room, person)
    held = rights_of(db, room.id, row.account_id)
    if not {one.role for one in held} <= set(giving):
        raise NotFound
    if role not in LEADS and any(one.role in LEADS for one in held):
        require_other_leader(db, room.id, row.account_id)
    until = held[0].valid_until if held else None
    if not any(one.role == role for one in held):  # first: whoever goes on voting is never without the right to it
        add_grant(
            db, actor, account_id=row.account_id, role=role, scope="proceeding", scope_id=room.id, until=until
        )  # fmt: skip
    for one in held:
        if one.role != role:
            finish_grant(db, actor, one)
    announce(db, RIGHTS_CHANGED, row.account_id)
    moved(db, "proceeding", room.id)
    tell(db, room, "seat.changed", row.public_id)


def edit_seat(db: Session, actor: Actor, *, proceeding_id: int, person: str, facts: SeatFacts) -> None:
    """Change what is told of somebody's place, and its term. Raises Conflict where nobody would lead after that term."""
    room = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "room:invite", room)
    row = _seat(db, room, person)
    until = checked_day(facts.term_until, "term_until")
    row.organisation = clean_text(facts.organisation, "organisation")
    row.office = clean_text(facts.office, "office")
    row.organisation_id, row.category, row.country = facts.organisation_id, facts.category, facts.country
    if until != row.term_until:
        if until is not None and any(one.role in LEADS for one in rights_of(db, room.id, row.account_id)):
            require_other_leader(db, room.id, row.account_id)
        set_term(db, room, row, until)
        moved(db, "proceeding", room.id)
    tell(db, room, "seat.changed", row.public_id)


def note_term_end(db: Session, actor: Actor, *, seat: str) -> None:
    """Write down that the term of a seat is over; nothing where it was put off, or the seat was left before."""
    found = db.scalar(select(Seat).where(Seat.public_id == seat))
    if found is None:
        return
    room = locked_room(db, found.proceeding_id)
    row = seat_in_force(db, room.id, found.account_id)
    if row is None or row.public_id != seat or not is_over(row, room):
        return
    vacate_seat(db, room, row.account_id, "term_ended")
    end_guest_rights(db, actor, room.id, row.account_id)
    announce(db, RIGHTS_CHANGED, row.account_id)
    moved(db, "proceeding", room.id)


def _seat(db: Session, room: Proceeding, person: str) -> Seat:
    """The seat of an account with this public id; whoever has a right without a seat gets an empty one."""
    account_id = db.scalar(select(Account.id).where(Account.public_id == person))
    if account_id is None or not rights_of(db, room.id, account_id):
        raise NotFound
    return take_seat(db, room, account_id)


def _end_all(db: Session, actor: Actor, room: Proceeding, account_id: int) -> None:
    for one in rights_of(db, room.id, account_id):
        remove_role(db, actor, grant_id=one.id)
