"""Inviting somebody to a body or a room, accepting, and taking a role away."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.accounts.operations import add_account
from consult.bodies.models import Body, Grant, Invitation
from consult.bodies.operations import (
    Letter,
    account_of,
    add_grant,
    add_invitation,
    expire_invitations,
    finish_grant,
    locked_grant,
    require_manager,
)
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.policy.access import Where, holds, require
from consult.policy.matrix import MATRIX, SCOPES_OF_ROLE
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

# What the rooms above do with a right that somebody has just taken up, and with one that is about to end; they may refuse.
TAKEN_UP: list[Callable[[Session, Invitation, Grant], None]] = []
ENDING: list[Callable[[Session, Actor, Grant], None]] = []
# What goes with a part in a room and is no power over others: a secretary has no vote, and still invites those who have.
OF_THE_PART = frozenset({"room:vote"})


class Accepted(NamedTuple):
    """Who accepted, and whether the account is new."""

    account_id: int
    new: bool


def invite(
    db: Session,
    actor: Actor,
    *,
    scope: str,
    scope_id: int,
    email: str,
    role: str,
    token_hash: str,
    letter: Letter,
) -> str:
    """Offer a role to one address, by mail; an earlier offer of the same that waits is replaced. Its public id.

    Raises NotFound for whoever may not invite there, Invalid for a role that the actor may not give there.
    """
    where = _manage(db, actor, scope, scope_id)
    if role not in roles_to_give(actor, scope, where):
        raise Invalid("role", "no_such_choice")
    given = {"email": email, "role": role, "token_hash": token_hash}
    return add_invitation(db, actor, scope=scope, scope_id=scope_id, letter=letter, **given)


def withdraw_invitation(db: Session, actor: Actor, *, public_id: str) -> None:
    """Take an offer back before it is accepted."""
    found = db.scalar(select(Invitation).where(Invitation.public_id == public_id))
    if found is None or found.scope_id is None:
        raise NotFound
    _manage(db, actor, found.scope, found.scope_id)
    expire_invitations(db, Invitation.id == found.id)


def accept_invitation(
    db: Session,
    actor: Actor,
    *,
    token_hash: str,
    name: str | None = None,
    password_hash: str | None = None,
    language: str = "en",
) -> Accepted:
    """Take up an offer, once: signed in with its address, or with a name and password for a new account.

    Raises NotFound for an offer that is unknown or over, Conflict when the address belongs to another account.
    """
    offer = db.scalar(select(Invitation).where(Invitation.token_hash == token_hash).with_for_update())
    if offer is None or offer.used_at is not None or offer.expires_at <= now():
        raise NotFound
    account_id = account_of(db, offer.email)
    new = account_id is None
    if account_id is None:
        if name is None or password_hash is None:
            raise Invalid("name", "required")
        account_id = add_account(db, email=offer.email, name=name, password_hash=password_hash, language=language)
    elif account_id != actor.account_id:
        raise Conflict("other_account")
    offer.used_at = now()
    inviter = Actor(account_id=offer.invited_by)
    given = add_grant(db, inviter, account_id=account_id, role=offer.role, scope=offer.scope, scope_id=offer.scope_id)
    for follow in TAKEN_UP:
        follow(db, offer, db.get_one(Grant, given))
    moved(db, offer.scope, offer.scope_id)
    return Accepted(account_id, new)


def remove_role(db: Session, actor: Actor, *, grant_id: int) -> None:
    """Take a role in a body or a room away; one's own too. Raises NotFound for whoever may not."""
    grant = locked_grant(db, grant_id)
    if grant.scope_id is None or grant.scope not in ("body", "proceeding"):
        raise NotFound
    if grant.account_id != actor.account_id or actor.account_id is None:
        where = _manage(db, actor, grant.scope, grant.scope_id)
        if grant.role not in roles_to_give(actor, grant.scope, where):
            raise NotFound
    for follow in ENDING:
        follow(db, actor, grant)
    finish_grant(db, actor, grant)
    moved(db, grant.scope, grant.scope_id)


def roles_to_give(actor: Actor, scope: str, where: Where) -> list[str]:
    """The roles that the actor may give and take there: in a room those that can do nothing that the actor cannot."""
    possible = [role for role, scopes in SCOPES_OF_ROLE.items() if scope in scopes]
    if scope == "body":
        return possible
    held = {may for may in MATRIX if may in OF_THE_PART or holds(actor, may, where)}
    return [role for role in possible if {may for may, who in MATRIX.items() if role in who} <= held]


def _manage(db: Session, actor: Actor, scope: str, scope_id: int) -> Where:
    if scope == "body":
        require_manager(actor, scope, scope_id)
        if db.scalar(select(Body.id).where(Body.id == scope_id)) is None:
            raise NotFound
        return Where(body_id=scope_id)
    if scope != "proceeding":
        raise NotFound
    room = locked_proceeding(db, actor, scope_id)
    require(actor, "room:invite", room)
    return room.where


def moved(db: Session, scope: str, scope_id: int | None) -> None:
    """Who may read has changed: the live part looks again before it sends."""
    if scope in ("organisation", "document"):  # nobody follows a stream by it: telling the account is enough
        return
    which = Proceeding.id == scope_id if scope == "proceeding" else Proceeding.body_id == scope_id
    ids = db.scalars(select(Proceeding.id).where(which).order_by(Proceeding.id).with_for_update()).all()
    raised = update(Proceeding).where(Proceeding.id.in_(ids)).values(rights_version=Proceeding.rights_version + 1)
    db.execute(raised.execution_options(synchronize_session=False))
