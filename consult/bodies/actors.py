"""Loading who acts, for every request and every socket event, and again inside each transaction."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlalchemy import Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account, WebSession
from consult.bodies.models import Grant
from consult.core.actors import ANYBODY, Actor, Held, Rights
from consult.core.clock import now
from consult.core.errors import NotFound, Unauthenticated
from consult.core.prepared import Cursor, Prepared, cursor_in


def token_hash(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


# What every request and every transaction asks is made once, and asked of the connection: columns need no session.
_LIVE = WebSession.ended_at.is_(None) & (WebSession.expires_at > bindparam("now"))
_STILL_LIVE = Prepared(
    select(WebSession.id).where(_LIVE, WebSession.id == bindparam("session")).with_for_update(read=True)
)
_STILL_SOMEBODY = Prepared(
    select(WebSession.id)
    .join(Account, Account.id == WebSession.account_id)
    .where(_LIVE, WebSession.id == bindparam("session"), Account.ended_at.is_(None))
    .with_for_update(read=True)
)
_IN_FORCE = and_(
    Grant.ended_at.is_(None),
    Grant.valid_from <= bindparam("now"),
    or_(Grant.valid_until.is_(None), Grant.valid_until > bindparam("now")),
)
_SESSION_OF = Prepared(  # a row for each grant, or one without
    select(
        WebSession.id,
        WebSession.account_id,
        WebSession.contribution_id,
        WebSession.registration_id,
        Account.name,
        Grant.id,
        Grant.role,
        Grant.scope,
        Grant.scope_id,
    )
    .outerjoin(Account, Account.id == WebSession.account_id)
    .outerjoin(Grant, and_(Grant.account_id == WebSession.account_id, _IN_FORCE))
    .where(WebSession.token_hash == bindparam("token"), _LIVE, Account.ended_at.is_(None))
    .order_by(Grant.id)
)


# What else somebody holds by the grants on rooms, told by the rooms above: a meeting of a workspace is open to its members.
FURTHER: list[Callable[[Session, Sequence[Held]], Sequence[Held]]] = []


def with_further(db: Session, held: Sequence[Held]) -> tuple[Held, ...]:
    """These grants with what follows from them."""
    rooms = [one for one in held if one.scope == "proceeding"]
    return (*held, *(more for tell in FURTHER for more in tell(db, rooms))) if rooms else tuple(held)


def load_actor(db: Session, token: str | None, sender: str | None = None) -> Actor:
    """The actor behind a session token; a missing, ended or expired session is anybody."""
    found = actor_by(cursor_in(db), token, sender) if token else replace(ANYBODY, sender=sender)
    return replace(found, held=with_further(db, found.held)) if holds_rooms(found) else found


def actor_by(cursor: Cursor, token: str | None, sender: str | None) -> Actor:
    """The same by the driver's own cursor, with the grants as they were given: for whoever `holds_rooms` there is more to ask."""
    rows = _SESSION_OF.raw(cursor, token=token_hash(token), now=now()) if token else []
    if not rows:
        return replace(ANYBODY, sender=sender)
    session_id, account_id, contribution_id, registration_id, name = rows[0][:5]
    held = tuple(Held(*row[5:]) for row in rows if row[5] is not None)
    return Actor(account_id, name, session_id, sender, contribution_id, held, registration_id=registration_id)


def load_rights(cursor: Cursor, token: str) -> Rights | None:
    """Whose session a token is, and what that account was granted and holds now; None for nobody's, and a codeword's.

    What follows from grants (`with_further`) is not in it: that changes only with a commit.
    """
    rows = _SESSION_OF.raw(cursor, token=token_hash(token), now=now())
    if not rows or rows[0][1] is None:
        return None
    return Rights(rows[0][1], rows[0][4], frozenset(row[6:] for row in rows if row[5] is not None))


def holds_rooms(actor: Actor) -> bool:
    """Whether more may follow from a grant."""
    return any(one.scope == "proceeding" for one in actor.held)


def reload_actor(db: Session, actor: Actor) -> Actor:
    """The same actor once more, session, account and grants locked against an end that happens meanwhile.

    Raises Unauthenticated when the session or account is over, NotFound when a grant is no longer in force.
    """
    if actor.system or actor.session_id is None:
        return actor
    session = _STILL_LIVE if actor.account_id is None else _STILL_SOMEBODY
    if not session.raw(cursor_in(db), session=actor.session_id, now=now()):
        raise Unauthenticated
    if not actor.held:
        return actor
    ids = {held.grant_id for held in actor.held}
    still = set(db.scalars(in_force().where(Grant.id.in_(ids)).order_by(Grant.id).with_for_update(read=True)))
    if len(still) < len(ids):
        raise NotFound
    return actor


def actor_of_account(db: Session, account_id: int) -> Actor:
    """Somebody in whose name the worker goes on, with the grants that hold now, locked against an end that happens meanwhile.

    Nobody with grants where the account is over.
    """
    account = db.scalar(
        select(Account).where(Account.id == account_id, Account.ended_at.is_(None)).with_for_update(read=True)
    )
    if account is None:
        return ANYBODY
    query = select(Grant).where(Grant.id.in_(in_force()), Grant.account_id == account_id).order_by(Grant.id)
    grants = db.scalars(query.with_for_update(read=True))
    held = [Held(one.id, one.role, one.scope, one.scope_id) for one in grants]
    return Actor(account_id=account_id, name=account.name, held=with_further(db, held))


def reader_of_account(db: Session, account_id: int) -> Actor:
    """Somebody who reads without a session, with the grants that hold now; nothing is locked.

    Nobody where the account is over.
    """
    account = db.scalar(select(Account).where(Account.id == account_id, Account.ended_at.is_(None)))
    if account is None:
        return ANYBODY
    query = select(Grant).where(Grant.id.in_(in_force()), Grant.account_id == account_id).order_by(Grant.id)
    held = [Held(one.id, one.role, one.scope, one.scope_id) for one in db.scalars(query)]
    return Actor(account_id=account_id, name=account.name, held=with_further(db, held))


def in_force() -> Select[int]:
    """The ids of the grants that hold at this moment, to be narrowed."""
    return select(Grant.id).where(_IN_FORCE).params(now=now())
