"""Loading who acts, for every request and every socket event, and again inside each transaction."""

import hashlib
from dataclasses import replace

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.bodies.models import Grant
from consult.core.actors import ANYBODY, Actor, Held
from consult.core.clock import now
from consult.core.errors import NotFound, Unauthenticated


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def load_actor(db: Session, token: str | None, sender: str | None = None) -> Actor:
    """The actor behind a session token; a missing, ended or expired session is anybody."""
    row = db.execute(_session_of(token_hash(token))).one_or_none() if token else None
    if row is None:
        return replace(ANYBODY, sender=sender)
    return Actor(
        account_id=row.account_id,
        name=row.name,
        session_id=row.id,
        sender=sender,
        contribution_id=row.contribution_id,
        held=_held(db, row.account_id),
    )


def reload_actor(db: Session, actor: Actor) -> Actor:
    """The same actor once more, session, account and grants locked against an end that happens meanwhile.

    Raises Unauthenticated when the session or account is over, NotFound when a grant is no longer in force.
    """
    if actor.system or actor.session_id is None:
        return actor
    session = select(WebSession.id).where(_live(), WebSession.id == actor.session_id)
    if actor.account_id is not None:
        session = session.join(Account, Account.id == WebSession.account_id).where(Account.ended_at.is_(None))
    if db.scalar(session.with_for_update(read=True)) is None:
        raise Unauthenticated
    if not actor.held:
        return actor
    ids = [held.grant_id for held in actor.held]
    still = set(db.scalars(in_force().where(Grant.id.in_(ids)).order_by(Grant.id).with_for_update(read=True)))
    if len(still) < len(ids):
        raise NotFound
    return actor


def _session_of(hashed: str) -> Select[int, int | None, int | None, str]:
    return (
        select(WebSession.id, WebSession.account_id, WebSession.contribution_id, Account.name)
        .outerjoin(Account, Account.id == WebSession.account_id)
        .where(WebSession.token_hash == hashed, _live(), Account.ended_at.is_(None))
    )


def _live() -> ColumnElement[bool]:
    return WebSession.ended_at.is_(None) & (WebSession.expires_at > now())


def in_force() -> Select[int]:
    """The ids of the grants that hold at this moment, to be narrowed."""
    moment = now()
    return select(Grant.id).where(
        Grant.ended_at.is_(None),
        Grant.valid_from <= moment,
        or_(Grant.valid_until.is_(None), Grant.valid_until > moment),
    )


def _held(db: Session, account_id: int | None) -> tuple[Held, ...]:
    if account_id is None:
        return ()
    query = in_force().with_only_columns(Grant.id, Grant.role, Grant.scope, Grant.scope_id)
    rows = db.execute(query.where(Grant.account_id == account_id).order_by(Grant.id))
    return tuple(Held(row.id, row.role, row.scope, row.scope_id) for row in rows)
