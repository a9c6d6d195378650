"""Reading who waits to come into a room, who asked, who went, and which rooms one may ask to join."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.actors import in_force
from consult.bodies.models import Grant, Invitation
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.countries import folded
from consult.core.errors import Conflict, NotFound
from consult.core.localized import Words
from consult.organisations.access import visible as visible_organisations
from consult.organisations.models import Organisation
from consult.organisations.queries import with_names
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.workspaces.rooms.models import Room, Seat, SeatOffer, SeatRequest

MOST = 200  # of those who went, the latest


class Offered(NamedTuple):
    """An invitation that waits; `email` is None where it went to whoever represents an organisation."""

    public_id: str
    email: str | None
    role: str
    organisation: str
    category: str | None
    office: str
    term_until: str | None
    expires_at: datetime


class Asked(NamedTuple):
    """Somebody who asks to join."""

    public_id: str
    name: str
    text: str
    language: str
    organisation: str
    category: str | None
    asked_at: datetime


class Gone(NamedTuple):
    """Somebody who had a seat."""

    name: str
    organisation: str
    joined_at: datetime
    left_at: datetime
    departure: str
    reason: str


class Guest(NamedTuple):
    """A guest of a document, or with `grant_id` None somebody who was invited to be one."""

    document_id: int
    name: str
    grant_id: int | None
    invitation: str | None
    since: datetime


def _listed() -> Select[Proceeding]:
    return (
        select(Proceeding)
        .join(Room, Room.proceeding_id == Proceeding.id)
        .where(Proceeding.kind == "workspace", Room.listed.is_(True), Proceeding.state.in_(("announced", "open")))
        .where(Proceeding.closes_at.is_(None) | (Proceeding.closes_at > now()))
    )


def listed_room(db: Session, slug: str) -> Proceeding:
    """The room at an address that tells outsiders of itself. Raises NotFound for every other one."""
    found = db.scalar(_listed().where(Proceeding.slug == slug).execution_options(populate_existing=True))
    if found is None:
        raise NotFound
    return found


def listed_rooms(db: Session, actor: Actor) -> Sequence[Proceeding]:
    """The rooms that tell of themselves, but for the actor's own; the latest first."""
    own = [held.scope_id for held in actor.held if held.scope == "proceeding" and held.scope_id is not None]
    return db.scalars(_listed().where(Proceeding.id.not_in(own)).order_by(Proceeding.id.desc()).limit(MOST)).all()


def offers_to(db: Session, actor: Actor, room: Proceeding) -> list[Offered]:
    """The invitations into a room that wait, the latest first. Raises NotFound for whoever does not invite there."""
    require(actor, "room:invite", room)
    rows = db.execute(
        select(Invitation, SeatOffer)
        .outerjoin(SeatOffer, SeatOffer.invitation_id == Invitation.id)
        .where(Invitation.scope == "proceeding", Invitation.scope_id == room.id, *_waits())
        .order_by(Invitation.id.desc())
    )
    return [_offered(offer, said) for offer, said in rows]


def _waits() -> tuple[Any, ...]:
    return Invitation.used_at.is_(None), Invitation.expires_at > now()


def _offered(offer: Invitation, said: SeatOffer | None) -> Offered:
    if said is None:
        return Offered(offer.public_id, offer.email, offer.role, "", None, "", None, offer.expires_at)
    email = None if said.directed else offer.email
    told = (said.organisation, said.category, said.office, said.term_until)
    return Offered(offer.public_id, email, offer.role, *told, offer.expires_at)


def directed_invitations(db: Session, ids: Sequence[int]) -> set[int]:
    """Of these invitations those whose address is shown to nobody."""
    query = select(SeatOffer.invitation_id).where(SeatOffer.invitation_id.in_(ids), SeatOffer.directed.is_(True))
    return set(db.scalars(query))


def requests_to(db: Session, actor: Actor, room: Proceeding) -> list[Asked]:
    """Who asks to join and has no answer yet, the oldest first. Raises NotFound for whoever does not decide."""
    require(actor, "room:invite", room)
    asking = select(SeatRequest, Account.name).join(Account, Account.id == SeatRequest.account_id)
    waiting = (SeatRequest.proceeding_id == room.id, SeatRequest.state == "waiting", Account.ended_at.is_(None))
    return [
        Asked(one.public_id, name, one.text, one.language, one.organisation, one.category, one.asked_at)
        for one, name in db.execute(asking.where(*waiting).order_by(SeatRequest.id))
    ]


def gone_from(db: Session, actor: Actor, room: Proceeding) -> list[Gone]:
    """Who had a seat, the latest to go first. Raises NotFound for whoever does not lead the room."""
    require(actor, "room:invite", room)
    left = select(Seat, Account.name).join(Account, Account.id == Seat.account_id)
    gone = left.where(Seat.proceeding_id == room.id, Seat.left_at.is_not(None))
    return [
        Gone(name, one.organisation, one.joined_at, one.left_at, one.departure or "left", one.reason)
        for one, name in db.execute(gone.order_by(Seat.left_at.desc(), Seat.id).limit(MOST))
        if one.left_at is not None
    ]


def guests_of(db: Session, actor: Actor, room: Proceeding, documents: Sequence[int]) -> list[Guest]:
    """The guests of these documents of a room, and those who are invited. Raises NotFound for whoever does not invite."""
    require(actor, "room:invite", room)
    held = (Grant.scope == "document", Grant.scope_id.in_(documents), Grant.id.in_(in_force()))
    rows = db.execute(select(Grant, Account.name).join(Account, Account.id == Grant.account_id).where(*held))
    found = [Guest(one.scope_id or 0, name, one.id, None, one.valid_from) for one, name in rows]
    sent = (Invitation.scope == "document", Invitation.scope_id.in_(documents), *_waits())
    offers = db.scalars(select(Invitation).where(*sent))
    found += [Guest(one.scope_id or 0, one.email, None, one.public_id, one.created_at) for one in offers]
    return sorted(found, key=lambda one: (one.document_id, one.grant_id is None, one.name))


def own_requests(db: Session, actor: Actor) -> list[tuple[SeatRequest, Proceeding]]:
    """What the actor asked of rooms that tell of themselves now, the latest first."""
    if actor.account_id is None:
        return []
    listed = {one.id: one for one in db.scalars(_listed())}
    query = select(SeatRequest).where(SeatRequest.account_id == actor.account_id).order_by(SeatRequest.id.desc())
    return [(one, listed[one.proceeding_id]) for one in db.scalars(query) if one.proceeding_id in listed]


def own_removals(db: Session, actor: Actor) -> list[tuple[datetime, str]]:
    """When seats of the actor were taken away and what was said, without the name of the room; the latest first."""
    if actor.account_id is None:
        return []
    mine = (Seat.account_id == actor.account_id, Seat.departure == "removed", Seat.reason != "")
    rows = db.scalars(select(Seat).where(*mine).order_by(Seat.left_at.desc(), Seat.id).limit(10))
    return [(one.left_at, one.reason) for one in rows if one.left_at is not None]


def request_at(db: Session, actor: Actor, room: Proceeding, public_id: str) -> Asked:
    """One request that waits. Raises NotFound for any other, and Conflict for one that has its answer."""
    found = next((one for one in requests_to(db, actor, room) if one.public_id == public_id), None)
    if found is None:
        known = select(SeatRequest.id).where(SeatRequest.public_id == public_id, SeatRequest.proceeding_id == room.id)
        if db.scalar(known) is not None:
            raise Conflict("decided_already")
        raise NotFound
    return found


def directory(db: Session, actor: Actor, words: str, language: str) -> list[tuple[Organisation, Words]]:
    """Registered organisations whose name holds these words and for which somebody speaks, by name; at most twenty."""
    speaking = select(Grant.scope_id).where(
        Grant.id.in_(in_force()), Grant.scope == "organisation", Grant.role == "representative"
    )
    like = Organisation.sort_name.contains(folded(words), autoescape=True)
    query = select(Organisation).where(visible_organisations(actor), Organisation.is_listed.is_(True), like)
    rows = db.scalars(query.where(Organisation.id.in_(speaking)).order_by(Organisation.sort_name).limit(20)).all()
    return with_names(db, rows, language)


def speakers_of(db: Session, actor: Actor, public_id: str) -> list[int]:
    """The accounts that represent an organisation which the actor may see."""
    query = select(Organisation.id).where(Organisation.public_id == public_id, visible_organisations(actor))
    found = db.scalar(query)
    return [one.id for one in representatives(db, found)] if found is not None else []


def representatives(db: Session, organisation_id: int) -> Sequence[Account]:
    """Who speaks for a registered organisation."""
    held = in_force().where(
        Grant.scope == "organisation", Grant.scope_id == organisation_id, Grant.role == "representative"
    )
    speaking = select(Grant.account_id).where(Grant.id.in_(held))
    query = select(Account).where(Account.id.in_(speaking), Account.ended_at.is_(None))
    return db.scalars(query.order_by(Account.id)).all()
