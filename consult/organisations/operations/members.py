"""Who belongs to an organisation: inviting, asking to join, changing roles, leaving."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.bodies.actors import in_force
from consult.bodies.models import Grant, Invitation
from consult.bodies.operations import (
    Letter,
    add_invitation,
    expire_invitations,
    finish_grant,
    locked_grant,
)
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound, Unauthenticated
from consult.core.text import clean_text
from consult.organisations.access import may_see
from consult.organisations.models import JoinRequest, Organisation
from consult.organisations.operations.facts import add_member, to_change
from consult.policy.access import holds, holds_somewhere, require

ROLES = ("representative", "organisation_member")
NOTE_CHARACTERS = 1_000


def invite_member(
    db: Session, actor: Actor, *, public_id: str, email: str, role: str, token_hash: str, letter: Letter
) -> str:
    """Offer a role in an organisation to one address, by mail; the offer's public id.

    Representatives invite; a secretariat may, too, so that an organisation whose last representative is gone is not lost.
    """
    row = to_change(db, public_id)
    _require_leader(actor, row)
    if role not in ROLES:
        raise Invalid("role", "no_such_choice")
    given = {"email": email, "role": role, "token_hash": token_hash}
    return add_invitation(db, actor, scope="organisation", scope_id=row.id, letter=letter, **given)


def withdraw_offer(db: Session, actor: Actor, *, public_id: str, invitation: str) -> None:
    """Take an offer back before it is accepted."""
    row = to_change(db, public_id)
    _require_leader(actor, row)
    found = (Invitation.public_id == invitation, Invitation.scope == "organisation", Invitation.scope_id == row.id)
    if db.scalar(select(Invitation.id).where(*found)) is None:
        raise NotFound
    expire_invitations(db, *found)


def ask_to_join(db: Session, actor: Actor, *, public_id: str, note: str) -> None:
    """Ask the representatives for membership. Raises Conflict for a member, and for who has asked already."""
    if actor.account_id is None:
        raise Unauthenticated
    row = to_change(db, public_id)
    if not may_see(actor, row):
        raise NotFound
    if holds(actor, "organisation:draft", row.where):
        raise Conflict("is_member")
    note = clean_text(note, "note")
    if len(note) > NOTE_CHARACTERS:
        raise Invalid("note", "too_long", length=len(note), limit=NOTE_CHARACTERS)
    waiting = (JoinRequest.organisation_id == row.id, JoinRequest.is_granted.is_(None))
    if db.scalar(select(JoinRequest.id).where(*waiting, JoinRequest.account_id == actor.account_id)) is not None:
        raise Conflict("asked_already")
    db.add(JoinRequest(organisation_id=row.id, account_id=actor.account_id, note=note, asked_at=now()))
    db.flush()


def decide_request(db: Session, actor: Actor, *, public_id: str, request: str, grant: bool) -> None:
    """Take somebody who asked in as a member, or not. Raises Conflict when that was decided already."""
    row = to_change(db, public_id)
    require(actor, "organisation:speak", row)
    of_it = (JoinRequest.public_id == request, JoinRequest.organisation_id == row.id)
    asked = db.scalar(select(JoinRequest).where(*of_it).with_for_update())
    if asked is None:
        raise NotFound
    if asked.is_granted is not None:
        raise Conflict("changed_meanwhile")
    asked.is_granted, asked.decided_at, asked.decided_by = grant, now(), actor.account_id
    if grant and not _roles_of(db, row, asked.account_id):
        add_member(db, actor, row, asked.account_id, "organisation_member")


def end_membership(db: Session, actor: Actor, *, public_id: str, grant_id: int) -> None:
    """Leave, or take a role away from somebody else as a representative.

    Raises NotFound for whoever may not, Conflict for the last representative, who must make somebody else one first.
    """
    row = to_change(db, public_id)
    grant = _grant_in(db, row, grant_id)
    if grant.account_id != actor.account_id or actor.account_id is None:
        require(actor, "organisation:speak", row)
    _check_not_last(db, row, grant)
    finish_grant(db, actor, grant)


def change_role(db: Session, actor: Actor, *, public_id: str, grant_id: int, role: str) -> None:
    """Make a member a representative, or a representative a member. Raises Conflict for the last representative."""
    row = to_change(db, public_id)
    require(actor, "organisation:speak", row)
    grant = _grant_in(db, row, grant_id)
    if role not in ROLES:
        raise Invalid("role", "no_such_choice")
    if grant.role == role:
        return
    _check_not_last(db, row, grant)
    finish_grant(db, actor, grant)
    add_member(db, actor, row, grant.account_id, role)


def _require_leader(actor: Actor, row: Organisation) -> None:
    if not holds_somewhere(actor, "organisation:verify"):
        require(actor, "organisation:speak", row)


def _grant_in(db: Session, row: Organisation, grant_id: int) -> Grant:
    grant = locked_grant(db, grant_id)
    if (grant.scope, grant.scope_id) != ("organisation", row.id):
        raise NotFound
    return grant


def _roles_of(db: Session, row: Organisation, account_id: int) -> set[str]:
    held = in_force().with_only_columns(Grant.role)
    of_it = (Grant.scope == "organisation", Grant.scope_id == row.id, Grant.account_id == account_id)
    return set(db.scalars(held.where(*of_it)))


def _check_not_last(db: Session, row: Organisation, grant: Grant) -> None:
    """The organisation is locked, so that two representatives cannot leave in the same moment."""
    of_it = (Grant.scope == "organisation", Grant.scope_id == row.id, Grant.role == "representative")
    others = in_force().with_only_columns(func.count()).where(*of_it, Grant.account_id != grant.account_id)
    if grant.role == "representative" and not db.scalar(others):
        raise Conflict("last_representative")
