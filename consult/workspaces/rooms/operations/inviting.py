"""Inviting into a room: one address by mail, or whoever represents an organisation of the directory."""

from collections.abc import Mapping
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.operations import folded_email
from consult.bodies.models import Invitation
from consult.bodies.operations import Letter, account_of, expire_invitations
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.core.text import clean_text
from consult.organisations.access import may_see
from consult.organisations.queries import locked_organisation, organisation_name
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import invite
from consult.proceedings.queries import locked_proceeding
from consult.workspaces.rooms.joining_queries import representatives
from consult.workspaces.rooms.models import SeatOffer
from consult.workspaces.rooms.operations.seating import SeatFacts, end_of, rights_of
from consult.workspaces.rooms.shape import checked_day

SEATED = ("chair", "secretary", "member", "observer")


class Key(NamedTuple):
    """The hash of the token in a letter, and the letter."""

    token_hash: str
    letter: Letter


def invite_to_room(
    db: Session, actor: Actor, *, proceeding_id: int, email: str, role: str, key: Key, facts: SeatFacts
) -> str:
    """Offer a seat to one address; any other offer of this room to it is replaced. The invitation's public id.

    Raises Invalid for a role that the actor may not give, an address that sits there already, or a term that is over.
    """
    room = locked_proceeding(db, actor, proceeding_id)
    require(actor, "room:invite", room)
    return _offer(db, actor, room, email, role, key, _checked(facts, room), directed=False)


def invite_organisation(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    organisation: str,
    role: str,
    keys: Mapping[int, Key],
    facts: SeatFacts,
) -> int:
    """Offer a seat to each account that represents a registered organisation (a `key` by account); how many were invited.

    Raises Invalid where there is no such organisation, or nobody of it could be invited.
    """
    room = locked_proceeding(db, actor, proceeding_id)
    require(actor, "room:invite", room)
    row = locked_organisation(db, organisation)
    if row is None or not may_see(actor, row):
        raise Invalid("organisation", "no_such_choice")
    named = _checked(facts, room)._replace(
        organisation=organisation_name(db, row, ""), organisation_id=row.public_id, category=row.present_category
    )
    given = 0
    for account in representatives(db, row.id):
        if account.id in keys and not rights_of(db, room.id, account.id):
            _offer(db, actor, room, account.email, role, keys[account.id], named, directed=True)
            given += 1
    if not given:
        raise Invalid("organisation", "nobody_to_invite")
    return given


def _checked(facts: SeatFacts, room: Proceeding) -> SeatFacts:
    until = checked_day(facts.term_until, "term_until")
    if until is not None and end_of(until, room.zone) <= now():
        raise Invalid("term_until", "day_is_over")
    organisation, office = clean_text(facts.organisation, "organisation"), clean_text(facts.office, "office")
    return facts._replace(term_until=until, organisation=organisation, office=office)


def _offer(
    db: Session, actor: Actor, room: Proceeding, email: str, role: str, key: Key, facts: SeatFacts, *, directed: bool
) -> str:
    if room.phase(now()) == "closed":
        raise Conflict("closed")
    if role not in SEATED:
        raise Invalid("role", "no_such_choice")
    email = folded_email(email)
    known = account_of(db, email)
    if known is not None and rights_of(db, room.id, known):
        raise Invalid("email", "seated_already")
    earlier = (Invitation.scope == "proceeding", Invitation.scope_id == room.id, Invitation.email == email)
    expire_invitations(db, *earlier)
    given = {"email": email, "role": role, "token_hash": key.token_hash}
    made = invite(db, actor, scope="proceeding", scope_id=room.id, letter=key.letter, **given)
    offer = db.scalars(select(Invitation.id).where(Invitation.public_id == made)).one()
    said = {
        name: getattr(facts, name) for name in ("organisation", "organisation_id", "category", "office", "term_until")
    }
    db.add(SeatOffer(invitation_id=offer, directed=directed, **said))
    return made
