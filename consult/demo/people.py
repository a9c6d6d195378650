"""The demo's bodies, accounts and grants."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.models import Body, Grant
from consult.core.actors import Actor, Held
from consult.core.clock import now
from consult.core.localized import set_texts
from consult.proceedings.models import Proceeding


def add_bodies(db: Session, actor: Actor, *, bodies: Sequence[Mapping[str, Any]]) -> None:
    """Store the institutions with their texts."""
    for told in bodies:
        body = Body(slug=told["slug"], created_at=now())
        db.add(body)
        db.flush()
        for field in ("name", "about"):
            set_texts(db, body.owner, field, told[field], "en")


def add_accounts(db: Session, actor: Actor, *, people: Sequence[Mapping[str, Any]], password_hash: str) -> None:
    """Store the accounts, all with one password, and their grants on site and bodies."""
    for told in people:
        account = Account(
            email=told["email"],
            name=told["name"],
            language=told["language"],
            password_hash=password_hash,
            created_at=now(),
        )
        db.add(account)
        db.flush()
        for role in told["roles"]:
            kind, _, slug = role["scope"].partition(":")
            if kind == "site":
                grant(db, account.id, role["role"], "site", None)
            elif kind == "body":
                body = db.scalars(select(Body.id).where(Body.slug == slug)).one()
                grant(db, account.id, role["role"], "body", body)


def add_room_grants(db: Session, actor: Actor, *, people: Sequence[Mapping[str, Any]], kind: str, slug: str) -> None:
    """Give the roles of people in one hearing or workspace."""
    room = db.scalars(select(Proceeding.id).where(Proceeding.kind == kind, Proceeding.slug == slug)).one()
    for told in people:
        account = db.scalars(select(Account.id).where(Account.email == told["email"])).one()
        for role in told["roles"]:
            if role["scope"] == f"{kind}:{slug}" and not _has_role(db, account, room):
                grant(db, account, role["role"], "proceeding", room)


def _has_role(db: Session, account_id: int, room: int) -> bool:
    held = select(Grant.id).where(Grant.account_id == account_id, Grant.scope == "proceeding", Grant.scope_id == room)
    return db.scalar(held) is not None


def grant(db: Session, account_id: int, role: str, scope: str, scope_id: int | None) -> None:
    """Give a role from now on."""
    db.add(Grant(account_id=account_id, role=role, scope=scope, scope_id=scope_id, valid_from=now()))


def person(db: Session, email: str) -> Actor:
    """The account of an address as an actor with all its grants."""
    account = db.scalars(select(Account).where(Account.email == email)).one()
    grants = db.scalars(select(Grant).where(Grant.account_id == account.id, Grant.ended_at.is_(None)))
    held = tuple(Held(one.id, one.role, one.scope, one.scope_id) for one in grants)
    return Actor(account_id=account.id, name=account.name, sender=f"demo:{email}", held=held)
