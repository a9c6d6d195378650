"""Bodies and the grants of the site and of bodies; grants on a room are made in proceedings/people."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.accounts.operations import folded_email
from consult.bodies.models import Body, BodyAct, Grant, Invitation
from consult.core.actors import Actor
from consult.core.announcements import RIGHTS_CHANGED, announce
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import set_texts
from consult.core.mail import enqueue_mail
from consult.core.text import clean_text
from consult.policy.access import SITE, Where, require
from consult.policy.matrix import SCOPES_OF_ROLE

LASTS = timedelta(days=14)
UNDO_MOST = 1440  # a day: longer, and its author waits for news of the decision
FLAGS_LEAST, FLAGS_MOST = 2, 1000  # one reader alone hides nothing
SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# What follows from the end of a grant in the rooms above, registered where the parts are put together. Who gives somebody
# another role in its place gives it first.
ENDED: list[Callable[[Session, Grant], None]] = []


def create_body(db: Session, actor: Actor, *, slug: str, names: Mapping[str, str], language: str) -> str:
    """Make a body, named in some languages of which `language` is the original; its public id.

    Raises Conflict where the slug is taken, Invalid for a slug or names that cannot be.
    """
    require(actor, "body:create", SITE)
    if not SLUG.fullmatch(slug) or len(slug) > 80:
        raise Invalid("slug", "not_a_slug")
    cleaned = {code: clean_text(name, "name") for code, name in names.items()}
    if not cleaned.get(language):
        raise Invalid("name", "required")
    if db.scalar(select(Body.id).where(Body.slug == slug)) is not None:
        raise Conflict("slug_taken")
    body = Body(slug=slug, created_at=now())
    db.add(body)
    db.flush()
    set_texts(db, body.owner, "name", cleaned, language)
    return body.public_id


def edit_body(
    db: Session, actor: Actor, *, public_id: str, undo_minutes: int, two_persons: bool, flags_hide: int | None
) -> None:
    """Say what a body wants of its desk; each change is kept with who made it and what was before.

    What waits for a second person goes on waiting; without `two_persons` its proposer may confirm it, too. What is in force
    stays. Raises NotFound for whoever may not, Invalid for a number out of bounds.
    """
    body = db.scalar(select(Body).where(Body.public_id == public_id).with_for_update())
    if body is None:
        raise NotFound
    require(actor, "body:edit", body)
    if not 0 <= undo_minutes <= UNDO_MOST:
        raise Invalid("undo_minutes", "out_of_bounds", least=0, most=UNDO_MOST)
    if flags_hide is not None and not FLAGS_LEAST <= flags_hide <= FLAGS_MOST:
        raise Invalid("flags_hide", "out_of_bounds", least=FLAGS_LEAST, most=FLAGS_MOST)
    wanted = {"undo_minutes": undo_minutes, "two_persons": two_persons, "flags_hide": flags_hide}
    facts = {name: [getattr(body, name), value] for name, value in wanted.items() if getattr(body, name) != value}
    for name, (_before, value) in facts.items():
        setattr(body, name, value)
    if facts:
        db.add(BodyAct(body_id=body.id, by_id=actor.account_id, at=now(), facts=facts))


def grant_role(
    db: Session,
    actor: Actor,
    *,
    account_id: int,
    role: str,
    scope: str,
    scope_id: int | None = None,
    until: datetime | None = None,
) -> int:
    """Give an account a role on the site or on a body, at once; the grant's id."""
    require_manager(actor, scope, scope_id)
    return add_grant(db, actor, account_id=account_id, role=role, scope=scope, scope_id=scope_id, until=until)


def end_grant(db: Session, actor: Actor, *, grant_id: int) -> None:
    """Take a role on the site or on a body away. Raises NotFound for whoever may not, and for what has ended."""
    grant = locked_grant(db, grant_id)
    if grant.scope not in ("site", "body"):
        raise NotFound
    require_manager(actor, grant.scope, grant.scope_id)
    finish_grant(db, actor, grant)


def require_manager(actor: Actor, scope: str, scope_id: int | None) -> None:
    """Raises NotFound unless the actor decides who holds roles there."""
    if scope == "site":
        require(actor, "account:manage", SITE)
    elif scope == "body" and scope_id is not None:
        require(actor, "body:manage_members", Where(body_id=scope_id))
    else:
        raise NotFound


def add_grant(
    db: Session,
    actor: Actor,
    *,
    account_id: int,
    role: str,
    scope: str,
    scope_id: int | None,
    until: datetime | None = None,
) -> int:
    """The row of a grant, for operations that have decided that it may be given; one already in force is kept."""
    if scope not in SCOPES_OF_ROLE.get(role, ()):
        raise Invalid("role", "no_such_choice")
    same = db.scalar(
        select(Grant.id).where(
            Grant.account_id == account_id,
            Grant.role == role,
            Grant.scope == scope,
            Grant.scope_id == scope_id if scope_id is not None else Grant.scope_id.is_(None),
            Grant.ended_at.is_(None),
            Grant.valid_until.is_(None),
        )
    )
    if same is not None:
        return same
    grant = Grant(
        account_id=account_id,
        role=role,
        scope=scope,
        scope_id=scope_id,
        valid_from=now(),
        valid_until=until,
        granted_by=actor.account_id,
    )
    db.add(grant)
    db.flush()
    announce(db, RIGHTS_CHANGED, account_id)
    return grant.id


def locked_grant(db: Session, grant_id: int) -> Grant:
    """A grant in force, locked. Raises NotFound."""
    grant = db.scalar(select(Grant).where(Grant.id == grant_id, Grant.ended_at.is_(None)).with_for_update())
    if grant is None:
        raise NotFound
    return grant


def finish_grant(db: Session, actor: Actor, grant: Grant) -> None:
    """End a grant, and with it the invitations that its holder sent there and that wait."""
    grant.ended_at, grant.ended_by = now(), actor.account_id
    sent = (Invitation.invited_by == grant.account_id, Invitation.scope == grant.scope)
    expire_invitations(db, *sent, Invitation.scope_id == grant.scope_id)
    for follow in ENDED:
        follow(db, grant)
    announce(db, RIGHTS_CHANGED, grant.account_id)


class Letter(NamedTuple):
    """A mail in words, made before the transaction."""

    subject: str
    text: str
    language: str


def add_invitation(
    db: Session, actor: Actor, *, scope: str, scope_id: int, email: str, role: str, token_hash: str, letter: Letter
) -> str:
    """The row of an offer with its mail, for operations that have decided that it may be made; its public id.

    An earlier offer of the same that waits is replaced.
    """
    email = folded_email(email)
    same = (Invitation.scope == scope, Invitation.scope_id == scope_id, Invitation.email == email)
    expire_invitations(db, *same, Invitation.role == role)
    invitation = Invitation(
        token_hash=token_hash,
        email=email,
        role=role,
        scope=scope,
        scope_id=scope_id,
        invited_by=actor.account_id,
        created_at=now(),
        expires_at=now() + LASTS,
    )
    db.add(invitation)
    db.flush()
    enqueue_mail(db, email, letter.subject, letter.text, letter.language)
    return invitation.public_id


def expire_invitations(db: Session, *which: ColumnElement[bool]) -> None:
    """End those of these offers that wait."""
    waiting = update(Invitation).where(*which, Invitation.used_at.is_(None), Invitation.expires_at > now())
    db.execute(waiting.values(expires_at=now()).execution_options(synchronize_session=False))


def account_of(db: Session, email: str) -> int | None:
    """The id of the account with this address, locked against its end."""
    query = select(Account.id).where(Account.email == folded_email(email), Account.ended_at.is_(None))
    return db.scalar(query.with_for_update(read=True))
