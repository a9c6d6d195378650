"""Reading who holds which role, and which offers wait."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.actors import in_force, token_hash
from consult.bodies.models import Body, BodyAct, Grant, Invitation
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.policy.access import Where, holds
from consult.proceedings.access import held_in_sql, visible
from consult.proceedings.models import Proceeding


class Place(NamedTuple):
    """A body or a room whose people the actor decides on."""

    scope: str
    id: int
    public_id: str
    owner: str
    field: str
    where: Where
    is_private: bool


class Holder(NamedTuple):
    """Somebody with a role."""

    grant_id: int
    account_id: int
    name: str
    email: str
    role: str
    since: datetime


def places(db: Session, actor: Actor) -> list[Place]:
    """Every body and room whose people the actor decides on: bodies first, then the latest rooms."""
    bodies = [_body(body) for body in db.scalars(select(Body).order_by(Body.slug))]
    rooms = select(Proceeding).where(visible(actor), held_in_sql(actor, "room:invite")).order_by(Proceeding.id.desc())
    managed = [place for place in bodies if holds(actor, "body:manage_members", place.where)]
    return managed + [_room(room) for room in db.scalars(rooms)]


def place_at(db: Session, actor: Actor, kind: str, public_id: str) -> Place:
    """The one at an address. Raises NotFound where there is none for this actor."""
    if kind == "body":
        body = db.scalar(select(Body).where(Body.public_id == public_id))
        found, permission = (_body(body) if body else None), "body:manage_members"
    else:
        room = db.scalar(select(Proceeding).where(Proceeding.public_id == public_id, visible(actor)))
        found, permission = (_room(room) if room else None), "room:invite"
    if found is None or not holds(actor, permission, found.where):
        raise NotFound
    return found


def _body(body: Body) -> Place:
    return Place("body", body.id, body.public_id, body.owner, "name", body.where, False)


def _room(room: Proceeding) -> Place:
    private = room.audience != "public"
    return Place("proceeding", room.id, room.public_id, room.owner, "title", room.where, private)


def holders(db: Session, place: Place) -> list[Holder]:
    """Who holds a role there by a grant on this very place, by name."""
    rows = db.execute(
        in_force()
        .with_only_columns(Grant.id, Grant.account_id, Account.name, Account.email, Grant.role, Grant.valid_from)
        .join(Account, Account.id == Grant.account_id)
        .where(Grant.scope == place.scope, Grant.scope_id == place.id)
        .order_by(Account.name, Grant.id)
    )
    found: list[Any] = list(rows)
    return [Holder(*row) for row in found]


# Of these invitations those whose address is shown to nobody, told by the rooms above.
UNTOLD: list[Callable[[Session, Sequence[int]], set[int]]] = []


def untold_addresses(db: Session, offers: Sequence[Invitation]) -> set[int]:
    """The ids of those offers that went to somebody whose address the inviter was not told."""
    ids = [one.id for one in offers]
    return {known for tell in UNTOLD for known in tell(db, ids)} if ids else set()


def waiting_invitations(db: Session, place: Place) -> Sequence[Invitation]:
    """Offers that can still be accepted, the latest first."""
    return db.scalars(
        select(Invitation)
        .where(
            Invitation.scope == place.scope,
            Invitation.scope_id == place.id,
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
        .order_by(Invitation.created_at.desc(), Invitation.id.desc())
    ).all()


class Offer(NamedTuple):
    """What the holder of an invitation is told."""

    email: str
    role: str
    owner: str
    field: str
    inviter: str | None
    expires_at: datetime
    has_account: bool


def offer_by_token(db: Session, token: str) -> Offer:
    """The offer behind a link. Raises NotFound for one that is unknown, used, expired or withdrawn."""
    row = db.execute(
        select(Invitation, Account.name)
        .outerjoin(Account, Account.id == Invitation.invited_by)
        .where(
            Invitation.token_hash == token_hash(token),
            Invitation.used_at.is_(None),
            Invitation.expires_at > now(),
        )
    ).one_or_none()
    if row is None:
        raise NotFound
    offer, inviter = row
    known = db.scalar(select(Account.id).where(Account.email == offer.email, Account.ended_at.is_(None)))
    field = "title" if offer.scope == "proceeding" else "name"
    owner = f"{offer.scope}:{offer.scope_id}"
    return Offer(offer.email, offer.role, owner, field, inviter, offer.expires_at, known is not None)


class Change(NamedTuple):
    """One setting that somebody changed: what it was and what it became."""

    name: str | None
    at: datetime
    setting: str
    before: Any
    after: Any


def body_to_edit(db: Session, actor: Actor, public_id: str) -> Body:
    """The body whose settings are at an address. Raises NotFound for whoever may not change them."""
    body = db.scalar(select(Body).where(Body.public_id == public_id))
    if body is None or not holds(actor, "body:edit", body.where):
        raise NotFound
    return body


def changes_of(db: Session, body: Body) -> list[Change]:
    """Who changed which setting of a body, the latest first."""
    query = select(BodyAct, Account.name).outerjoin(Account, Account.id == BodyAct.by_id)
    rows = db.execute(query.where(BodyAct.body_id == body.id).order_by(BodyAct.id.desc()).limit(100))
    return [
        Change(name, act.at, setting, before, after)
        for act, name in rows
        for setting, (before, after) in sorted(act.facts.items())
    ]
