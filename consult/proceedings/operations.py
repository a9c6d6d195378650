"""Making and changing proceedings: create, edit, announce, open, close, reopen."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.bodies.models import Body, Grant
from consult.core.actors import Actor
from consult.core.clock import instant_of, next_local_hour, now, rfc3339
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import enqueue
from consult.core.localized import all_texts, set_texts
from consult.ledger.append import Pending, append
from consult.ledger.models import Stream
from consult.ledger.queries import stream_of
from consult.policy.access import Where, require
from consult.proceedings.models import COUNTING, RELEASE_HOUR, Proceeding
from consult.proceedings.queries import fingerprint, locked_proceeding
from consult.proceedings.shape import NewProceeding, checked

# What rooms above add to a new one.
CREATED: list[Callable[[Session, Proceeding, NewProceeding], None]] = []
# What they add when a proceeding closes; all of these are registered where the parts are put together.
CLOSING: list[Callable[[Session, Proceeding], None]] = []
# What they add, or refuse, when one is announced or opened.
OPENING: list[Callable[[Session, Proceeding], None]] = []
# What they do once input is taken, by hand or by the clock.
OPENED: list[Callable[[Session, Proceeding], None]] = []
# What they do once one was edited.
EDITED: list[Callable[[Session, Proceeding], None]] = []


class Created(NamedTuple):
    """What a new proceeding is called."""

    id: int
    kind: str
    slug: str
    public_id: str


def create_proceeding(db: Session, actor: Actor, *, body_id: int, new: NewProceeding) -> Created:
    """Make a draft with its streams and texts; whoever makes a workspace becomes its secretary.

    Raises NotFound for whoever may not create at this body, Invalid for a field that cannot be taken or a slug in use.
    """
    require(actor, "proceeding:create", Where(body_id))
    if db.scalar(select(Body.id).where(Body.id == body_id).with_for_update(read=True)) is None:
        raise NotFound
    new = checked(new)
    row = _insert(db, body_id, new)
    for audience in ("public" if row.audience == "public" else "members", "desk"):
        db.add(Stream(scope_id=row.id, audience=audience))
    _write_texts(db, row, new)
    if row.kind == "workspace" and actor.account_id is not None:
        db.add(_secretary(row, actor.account_id))
    db.flush()
    record(db, row, "created", at_desk_only=True)
    if row.audience == "public":
        due = next_local_hour(RELEASE_HOUR, row.zone)
        enqueue(db, "release", {"proceeding_id": row.id}, due, key=f"release:{row.public_id}")
    enqueue(db, "forget_sendings", {}, next_local_hour(RELEASE_HOUR, "UTC"), key="forget_sendings")
    enqueue(db, "fold_docket", {}, now() + COUNTING, key="fold_docket")
    enqueue_opening(db, row)
    enqueue_closing(db, row)
    for add in CREATED:
        add(db, row, new)
    return Created(row.id, row.kind, row.slug, row.public_id)


def edit_proceeding(db: Session, actor: Actor, *, proceeding_id: int, seen: str, new: NewProceeding) -> None:
    """Change everything but kind, slug and prefix, which references and addresses hold.

    `seen` is the fingerprint of what the editor had before them: Conflict when it was changed meanwhile.
    """
    row = _locked(db, actor, proceeding_id, "proceeding:edit")
    if fingerprint(db, row) != seen:
        raise Conflict("changed_meanwhile")
    if (new.kind, new.slug, new.prefix) != (row.kind, row.slug, row.prefix):
        raise Invalid("slug", "fixed")
    new = checked(new)
    for name, value in _columns(new).items():
        setattr(row, name, value)
    _keep_notice(db, row, new)
    _write_texts(db, row, new)
    enqueue_opening(db, row)
    enqueue_closing(db, row)
    record(db, row, "edited", at_desk_only=row.state == "draft")
    for follow in EDITED:
        follow(db, row)


def announce_proceeding(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Show a draft to its readers; input waits for its opening time. Raises Conflict unless it is a draft."""
    row = _locked(db, actor, proceeding_id, "proceeding:edit")
    if row.state != "draft":
        raise Conflict("wrong_state")
    for add in OPENING:
        add(db, row)
    row.state = "announced"
    record(db, row, "announced")


def open_proceeding(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Take input from now on. Raises Conflict when it was opened before or its closing time has passed."""
    row = _locked(db, actor, proceeding_id, "proceeding:open")
    if row.state not in ("draft", "announced"):
        raise Conflict("wrong_state")
    if row.phase(now()) == "closed" or _has_passed(row.closes_at):
        raise Conflict("closing_time_passed")
    for add in OPENING:
        add(db, row)
    row.state = "open"
    record(db, row, "opened")
    for follow in OPENED:
        follow(db, row)


def close_proceeding(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Take no more input. Raises Conflict unless it is open now."""
    row = _locked(db, actor, proceeding_id, "proceeding:open")
    if row.phase(now()) != "open":
        raise Conflict("wrong_state")
    _close(db, row, now())


def note_opening(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Do what follows from the opening of a proceeding by the clock; nothing when its time was moved."""
    row = _locked(db, actor, proceeding_id, "proceeding:open")
    if row.phase(now()) == "open":
        for follow in OPENED:
            follow(db, row)


def note_closing(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Write down that the closing time of a proceeding has passed; nothing when it was moved or noted already."""
    row = _locked(db, actor, proceeding_id, "proceeding:open")
    if row.closes_at is not None and _has_passed(row.closes_at) and row.state in ("announced", "open"):
        _close(db, row, row.closes_at)


def _close(db: Session, row: Proceeding, at: datetime) -> None:
    row.state = "closed"
    record(db, row, "closed", at=at)
    for add in CLOSING:
        add(db, row)


def enqueue_opening(db: Session, row: Proceeding) -> None:
    """Ask for the job that follows the opening when its time comes; a time that is moved later asks again."""
    if row.opens_at is not None:
        key = f"open:{row.public_id}:{row.opens_at:%Y%m%d%H%M}"
        enqueue(db, "open", {"proceeding_id": row.id}, row.opens_at, key=key)


def enqueue_closing(db: Session, row: Proceeding) -> None:
    """Ask for the job that notes the closing when its time comes; a time that is moved later asks again."""
    if row.closes_at is not None:
        key = f"close:{row.public_id}:{row.closes_at:%Y%m%d%H%M}"
        enqueue(db, "close", {"proceeding_id": row.id}, row.closes_at, key=key)


def reopen_proceeding(db: Session, actor: Actor, *, proceeding_id: int, closes_local: str | None = None) -> None:
    """Take input again until `closes_local`, or until closed by hand. Raises Conflict unless it is closed now.

    A closing time still to come is kept when no other is given; one that has passed is taken away.
    """
    row = _locked(db, actor, proceeding_id, "proceeding:open")
    if row.phase(now()) != "closed":
        raise Conflict("wrong_state")
    if closes_local is not None or _has_passed(row.closes_at):
        row.closes_local, row.closes_at = closes_local, _instant("closes_local", closes_local, row.zone)
    if _has_passed(row.closes_at):
        raise Invalid("closes_local", "closing_time_passed")
    row.state = "open"
    enqueue_closing(db, row)
    record(db, row, "reopened")


def _locked(db: Session, actor: Actor, proceeding_id: int, permission: str) -> Proceeding:
    row = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, permission, row)
    return row


def _insert(db: Session, body_id: int, new: NewProceeding) -> Proceeding:
    taken = select(Proceeding.id).where(Proceeding.kind == new.kind, Proceeding.slug == new.slug)
    if db.scalar(taken) is not None:
        raise Invalid("slug", "slug_taken")
    row = Proceeding(
        kind=new.kind,
        slug=new.slug,
        prefix=new.prefix,
        body_id=body_id,
        audience=new.audience,
        is_live=new.kind != "consultation",
        created_at=now(),
        source=dict(new.source),
        **_columns(new),
    )
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError as error:  # the same slug, made in the same moment
        raise Invalid("slug", "slug_taken") from error
    return row


def _columns(new: NewProceeding) -> dict[str, Any]:
    opens_at = _instant("opens_local", new.opens_local, new.zone)
    closes_at = _instant("closes_local", new.closes_local, new.zone)
    if opens_at and closes_at and closes_at <= opens_at:
        raise Invalid("closes_local", "closes_before_opening")
    return {
        "symbol": new.symbol,
        "language": new.language,
        "languages": list(new.languages),
        "zone": new.zone,
        "opens_local": new.opens_local,
        "opens_at": opens_at,
        "closes_local": new.closes_local,
        "closes_at": closes_at,
        "moderation": new.moderation,
        "publication": new.publication,
        "identities": list(new.identities),
        "confidentialities": list(new.confidentialities),
        "respondents": new.respondents,
        "votes": new.votes,
        "takes_documents": new.takes_documents and new.kind == "consultation",
        "word_limit": new.word_limit,
    }


def _instant(field: str, local: str | None, zone: str) -> datetime | None:
    if not local:
        return None
    try:
        return instant_of(local, zone)
    except Invalid as error:
        raise Invalid(field, error.problem) from error


def _has_passed(at: datetime | None) -> bool:
    return at is not None and at <= now()


def _write_texts(db: Session, row: Proceeding, new: NewProceeding) -> None:
    for name, texts in new.texts.items():
        set_texts(db, row.owner, name, texts, row.language, new.still)


def _keep_notice(db: Session, row: Proceeding, new: NewProceeding) -> None:
    """A privacy notice that people were shown stays, under its number, when another one takes its place."""
    before = all_texts(db, row.owner).get("privacy", {})
    if row.state != "draft" and before != dict(new.texts.get("privacy", {})):
        set_texts(db, row.owner, f"privacy.{row.privacy_version}", before, row.language)
        row.privacy_version += 1
        row.privacy_ends = [*row.privacy_ends, rfc3339(now())]


def _secretary(row: Proceeding, account_id: int) -> Grant:
    return Grant(
        account_id=account_id,
        role="secretary",
        scope="proceeding",
        scope_id=row.id,
        valid_from=now(),
        granted_by=account_id,
    )


def record(db: Session, row: Proceeding, act: str, *, at: datetime | None = None, at_desk_only: bool = False) -> None:
    """Write an act into the stream of the desk and, unless it is for the desk alone, into that of the readers."""
    readers = "public" if row.audience == "public" else "members"
    for audience in ("desk",) if at_desk_only else (readers, "desk"):
        stream = stream_of(db, row.id, audience)
        if stream is None:
            raise NotFound
        append(db, Pending(stream.id, f"proceeding.{act}", row.public_id, at or now()))
