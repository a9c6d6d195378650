"""Reading accounts: the own one with its sessions, and what signing in needs to know."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Unauthenticated


class Credentials(NamedTuple):
    """What a password is checked against."""

    account_id: int
    password_hash: str
    language: str


def credentials(db: Session, email: str) -> Credentials | None:
    """The credentials of an address; for the route of signing in alone, which answers the same where there are none."""
    row = db.execute(
        select(Account.id, Account.password_hash, Account.language).where(
            Account.email == email.strip().lower(), Account.ended_at.is_(None)
        )
    ).one_or_none()
    return None if row is None else Credentials(row.id, row.password_hash, row.language)


def own_account(db: Session, actor: Actor) -> Account:
    """The account of who acts."""
    account = db.get(Account, actor.account_id) if actor.account_id is not None else None
    if account is None:
        raise Unauthenticated
    return account


def own_sessions(db: Session, actor: Actor) -> Sequence[WebSession]:
    """The sessions in force of who acts, the newest first."""
    return db.scalars(
        select(WebSession)
        .where(
            WebSession.account_id == actor.account_id,
            WebSession.account_id.is_not(None),
            WebSession.ended_at.is_(None),
            WebSession.expires_at > now(),
        )
        .order_by(WebSession.created_at.desc(), WebSession.id.desc())
    ).all()
