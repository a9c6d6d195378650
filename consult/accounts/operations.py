"""Accounts and sessions: made, opened, changed and ended."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.core.actors import Actor
from consult.core.announcements import SESSION_ENDED, announce
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound, Unauthenticated
from consult.core.text import clean_text
from consult.policy.access import SITE, require

LASTS = timedelta(days=14)
NAME_MAX = 120
EMAIL_MAX = 254


def folded_email(raw: str) -> str:
    """An address as accounts are found by it. Raises Invalid where it is none."""
    email = clean_text(raw, "email").lower()
    before, _at, after = email.rpartition("@")
    if not before or not after or len(email) > EMAIL_MAX or any(letter.isspace() for letter in email):
        raise Invalid("email", "not_an_address")
    return email


def clean_name(raw: str) -> str:
    """A person's name as it is kept, on one line."""
    name = " ".join(clean_text(raw, "name").split())
    if not name:
        raise Invalid("name", "required")
    if len(name) > NAME_MAX:
        raise Invalid("name", "too_long", length=len(name), limit=NAME_MAX)
    return name


def create_account(
    db: Session, actor: Actor, *, email: str, name: str, password_hash: str, language: str = "en"
) -> int:
    """Make an account and give its id. Raises Conflict where the address has one."""
    require(actor, "account:manage", SITE)
    return add_account(db, email=email, name=name, password_hash=password_hash, language=language)


def add_account(db: Session, *, email: str, name: str, password_hash: str, language: str) -> int:
    """The row of an account, for operations that have decided that it may be made."""
    email = folded_email(email)
    if db.scalar(select(Account.id).where(Account.email == email)) is not None:
        raise Conflict("account_exists", email=email)
    account = Account(
        email=email, name=clean_name(name), password_hash=password_hash, language=language, created_at=now()
    )
    db.add(account)
    db.flush()
    return account.id


def start_session(db: Session, actor: Actor, *, account_id: int, password_hash: str, token: str) -> int:
    """Open a session for an account whose password was checked against `password_hash`, and give its id.

    The session that the browser had before ends. Raises Conflict when the account or its password changed meanwhile.
    """
    account = db.scalar(select(Account).where(Account.id == account_id).with_for_update(read=True))
    if account is None or account.ended_at is not None or account.password_hash != password_hash:
        raise Conflict
    if actor.session_id is not None:
        _end(db, WebSession.id == actor.session_id)
    return open_session(db, token, now() + LASTS, account_id=account_id)


def open_session(
    db: Session, token: str, expires_at: datetime, *, account_id: int | None = None, contribution_id: int | None = None
) -> int:
    """The row of a session, for operations that have decided that it may be opened: an account's or a codeword's."""
    row = WebSession(
        token_hash=hashlib.sha256(token.encode()).hexdigest(),
        account_id=account_id,
        contribution_id=contribution_id,
        created_at=now(),
        expires_at=expires_at,
    )
    db.add(row)
    db.flush()
    return row.id


def end_session(db: Session, actor: Actor, *, session_id: int | None = None) -> None:
    """End the present session, or another one of the same account. Raises NotFound for anybody else's."""
    wanted = session_id if session_id is not None else actor.session_id
    if wanted is None:
        return
    if wanted != actor.session_id and actor.account_id is None:
        raise NotFound
    mine = WebSession.id == wanted
    if wanted != actor.session_id:
        mine &= WebSession.account_id == actor.account_id
    if not _end(db, mine):
        raise NotFound


def end_all_sessions(db: Session, actor: Actor, *, but_this: bool = False) -> int:
    """End every session of the account, with `but_this` all others; how many."""
    if actor.account_id is None:
        raise Unauthenticated
    return _end_all(db, actor.account_id, actor.session_id if but_this else None)


def change_password(db: Session, actor: Actor, *, seen_hash: str, password_hash: str) -> None:
    """Set a new password once the present one was checked against `seen_hash`; every other session ends."""
    account = _own(db, actor)
    if account.password_hash != seen_hash:
        raise Conflict
    account.password_hash = password_hash
    _end_all(db, account.id, actor.session_id)


def change_profile(db: Session, actor: Actor, *, name: str, language: str) -> None:
    """Change how the account is named and the language that the site writes to it."""
    account = _own(db, actor)
    account.name, account.language = clean_name(name), language


def _own(db: Session, actor: Actor) -> Account:
    account = db.scalar(select(Account).where(Account.id == actor.account_id).with_for_update())
    if account is None:
        raise Unauthenticated
    return account


def _end_all(db: Session, account_id: int, but: int | None) -> int:
    which = WebSession.account_id == account_id
    return _end(db, which if but is None else which & (WebSession.id != but))


def _end(db: Session, which: ColumnElement[bool]) -> int:
    ended = db.scalars(
        update(WebSession).where(which, WebSession.ended_at.is_(None)).values(ended_at=now()).returning(WebSession.id)
    ).all()
    for session_id in ended:
        announce(db, SESSION_ENDED, session_id)
    return len(ended)
