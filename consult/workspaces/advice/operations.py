"""Giving advice, publishing it, and withdrawing it."""

import re
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.operations.listing import record
from consult.contributions.operations.submit import NewContribution, NewPassage, insert_contribution
from consult.core.actors import ANYBODY, Actor, system
from consult.core.clock import now
from consult.core.db import new_public_id
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.access import may_see
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell
from consult.workspaces.advice.models import Advice
from consult.workspaces.documents.models import Document, DocumentVersion
from consult.workspaces.rooms.queries import room_of

GROUPS = {"advisory_group": "AG", "coalition": "CO", "liaison_group": "LG", "working_group": "WG"}
CITABLE = re.compile(r"[A-Za-z0-9][A-Za-z0-9./-]{0,39}")
LONGEST = {"signed": 200, "covering": 5_000, "reason": 2_000}
GROUP = system("advice")  # the contribution is of the group: no account of the room is its author


def give_advice(
    db: Session, actor: Actor, *, proceeding_id: int, document: str, version: int, signed: str, covering: str = ""
) -> str:
    """Take a version of a document as the group's advice, kept in the room; its reference.

    `signed` are the words that name the group to readers. Raises NotFound for whoever does not lead or an absent version,
    Closed while the room takes nothing, Invalid for words that are missing or too long.
    """
    room = _led(db, actor, proceeding_id)
    if room.phase(now()) != "open":
        raise Closed("closed" if room.phase(now()) == "closed" else "not_yet")
    found = _text(db, room, document, version)
    words = {"signed": _checked("signed", signed), "covering": _checked("covering", covering, required=False)}
    row = Advice(
        public_id=new_public_id(),
        reference=_next_reference(db, room),
        proceeding_id=room.id,
        document_id=found.document_id,
        document_version=found.number,
        given_by=actor.account_id,
        given_at=now(),
        **words,
    )
    db.add(row)
    db.flush()
    tell(db, room, "advice.given", row.public_id)
    return row.reference


def publish_advice(
    db: Session, actor: Actor, *, proceeding_id: int, advice: str, addressee: str | None = None
) -> str | None:
    """Publish kept advice: to a public consultation or hearing of the room's own body, or on the body's page.

    Gives the reference under which it stands there; the moderators of that proceeding read it first where that is their rule.
    Raises NotFound for whoever does not lead, Closed while the room takes nothing, Conflict for what is not kept, and Invalid
    for an addressee that there is not.
    """
    room = _led(db, actor, proceeding_id)
    if room.phase(now()) != "open":
        raise Closed("closed" if room.phase(now()) == "closed" else "not_yet")
    row = _advice(db, room, advice)
    if row.state != "kept":
        raise Conflict("advice_not_kept")
    if addressee is not None:
        row.addressee = addressee
        row.published_as = _file(db, _addressee(db, room, addressee), row)
    row.state, row.published_at = "published", now()
    tell(db, room, "advice.published", row.public_id)
    return row.published_as


def withdraw_advice(db: Session, actor: Actor, *, proceeding_id: int, advice: str, reason: str) -> None:
    """Take advice back; the reason stays where it was published. Raises Conflict when that was done already."""
    room = _led(db, actor, proceeding_id)
    row = _advice(db, room, advice)
    why = _checked("reason", reason)
    if row.state == "withdrawn":
        raise Conflict("advice_withdrawn")
    there = db.scalar(select(Contribution).where(Contribution.reference == row.published_as).with_for_update())
    if there is not None and there.state not in ("withdrawn", "erased"):
        target = db.get_one(Proceeding, there.proceeding_id)
        there.state, there.reason, there.waiting, there.redacting = "withdrawn", None, False, False
        record(db, target, there, "withdrawn")
    row.state, row.withdrawn_at, row.reason = "withdrawn", now(), why
    tell(db, room, "advice.withdrawn", row.public_id)


def _led(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    """The room, locked, of which the actor decides."""
    room = locked_proceeding(db, actor, proceeding_id, to_change=True)
    if room.kind != "workspace" or "advice" not in room_of(db, room).parts:
        raise NotFound
    require(actor, "room:lead", room)
    return room


def _advice(db: Session, room: Proceeding, public_id: str) -> Advice:
    found = db.scalar(select(Advice).where(Advice.proceeding_id == room.id, Advice.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def _text(db: Session, room: Proceeding, document: str, number: int) -> DocumentVersion:
    query = (
        select(DocumentVersion)
        .join(Document, Document.id == DocumentVersion.document_id)
        .where(Document.proceeding_id == room.id, Document.public_id == document, DocumentVersion.number == number)
        .where(Document.removed_at.is_(None), Document.state != "withdrawn")
    )
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return found


def _checked(field: str, text: str, *, required: bool = True) -> str:
    words = clean_text(text, field)
    if required and not words:
        raise Invalid(field, "required")
    if len(words) > LONGEST[field]:
        raise Invalid(field, "too_long", length=len(words), limit=LONGEST[field])
    return words


def _next_reference(db: Session, room: Proceeding) -> str:
    """The next number of the year under the room's symbol, or under its prefix and what kind of group it is."""
    group, year = GROUPS[room_of(db, room).form], f"{now().astimezone(ZoneInfo(room.zone)):%Y}"
    symbol = room.symbol if CITABLE.fullmatch(room.symbol) else f"{room.prefix}-{group}"
    base = f"{symbol}/{group if year in symbol.split('/') else year}/"
    known = db.scalars(select(Advice.reference).where(Advice.reference.startswith(base, autoescape=True)))
    numbers = [int(one.removeprefix(base)) for one in known if one.removeprefix(base).isdecimal()]
    return f"{base}{max(numbers, default=0) + 1}"


def _addressee(db: Session, room: Proceeding, public_id: str) -> Proceeding:
    """Where it may be given: what everybody sees of the same body. Another body's desk has not asked for it."""
    found = db.scalar(select(Proceeding).where(Proceeding.public_id == public_id).with_for_update(read=True))
    fits = found is not None and found.body_id == room.body_id and found.kind != "workspace"
    if found is None or not fits or not may_see(ANYBODY, found):
        raise Invalid("addressee", "no_such_choice")
    return found


def _file(db: Session, target: Proceeding, row: Advice) -> str:
    """The contribution: covering words and paragraphs as its passages, named by the words that the group chose."""
    document = db.get_one(Document, row.document_id)
    version = db.scalars(
        select(DocumentVersion).where(
            DocumentVersion.document_id == row.document_id, DocumentVersion.number == row.document_version
        )
    ).one()
    texts = [row.covering] if row.covering else []
    texts += [f"{one['label']} {one['text']}" if one["label"] else one["text"] for one in version.paragraphs]
    new = NewContribution(
        kind="advice",
        client_id=row.public_id,
        passages=tuple(NewPassage(text) for text in texts),
        language=document.language,
        identity="public",
        name=row.signed,
    )
    return insert_contribution(db, GROUP, target, new, None).reference
