"""Drafting proposals: what is proposed, on which text, by which method."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import instant_of, now
from consult.core.errors import Invalid
from consult.core.text import clean_text
from consult.ledger.commitments import new_salt
from consult.proceedings.meetings import meeting_under
from consult.proceedings.models import Proceeding
from consult.workspaces.documents.models import Document
from consult.workspaces.votes.models import MAJORITIES, METHODS, OPTIONS, RoomProposal
from consult.workspaces.votes.operations.loading import check_seen, check_writable, locked_proposal, room_for

TITLE_CHARACTERS, TEXT_CHARACTERS, OPTION_CHARACTERS = 200, 10_000, 300


@dataclass(frozen=True, slots=True)
class NewProposal:
    """A proposal as it is written; `language` is that of its words.

    `document` is the public id of a document of the room, in its version `version`. `quorum` is a percentage of those who
    may vote. `closes_local` is wall time in the zone of the room, YYYY-MM-DDTHH:MM, or None to be closed by hand.
    `meeting` is the public id of a hearing under the room, in which it is decided.
    """

    title: str
    language: str
    text: str = ""
    method: str = "majority"
    majority: str = "simple"
    is_secret: bool = False
    options: Sequence[str] = field(default=())
    quorum: int = 50
    closes_local: str | None = None
    document: str | None = None
    version: int | None = None
    meeting: str | None = None


def draft_proposal(db: Session, actor: Actor, *, proceeding_id: int, new: NewProposal) -> str:
    """Write a proposal that nobody knows of but its maker and who leads; its public id.

    Raises Closed while the room takes nothing, Invalid for a field that cannot be taken.
    """
    room = room_for(db, actor, proceeding_id, "room:write", to_change=True)  # two at once take two numbers
    check_writable(room)
    last = db.scalar(select(func.max(RoomProposal.number)).where(RoomProposal.proceeding_id == room.id))
    row = RoomProposal(proceeding_id=room.id, number=(last or 0) + 1, salt=new_salt(), made_at=now())
    row.made_by, row.state, row.revision = actor.account_id, "draft", 1
    _write(db, actor, room, row, new)
    db.add(row)
    db.flush()
    return row.public_id


def edit_proposal(db: Session, actor: Actor, *, proceeding_id: int, proposal: str, seen: int, new: NewProposal) -> None:
    """Write a draft anew. Raises Conflict where somebody changed it meanwhile, or it was opened."""
    room = room_for(db, actor, proceeding_id, "room:write")
    check_writable(room)
    row = locked_proposal(db, actor, room, proposal)
    check_seen(row, seen)
    _write(db, actor, room, row, new)
    row.revision += 1


def discard_proposal(db: Session, actor: Actor, *, proceeding_id: int, proposal: str, seen: int) -> None:
    """Delete a draft. Raises Conflict where somebody changed it meanwhile, or it was opened: then it is withdrawn."""
    room = room_for(db, actor, proceeding_id, "room:write")
    check_writable(room)
    row = locked_proposal(db, actor, room, proposal)
    check_seen(row, seen)
    db.delete(row)


def _write(db: Session, actor: Actor, room: Proceeding, row: RoomProposal, new: NewProposal) -> None:
    row.title = _text("title", new.title, TITLE_CHARACTERS, required=True)
    row.text = _text("text", new.text, TEXT_CHARACTERS)
    if new.language not in room.languages:
        raise Invalid("language", "no_such_choice")
    if new.method not in METHODS:
        raise Invalid("method", "no_such_choice")
    if new.majority not in MAJORITIES:
        raise Invalid("majority", "no_such_choice")
    if not 1 <= new.quorum <= 100:
        raise Invalid("quorum", "out_of_range", lowest=1, highest=100)
    row.language, row.method, row.majority = new.language, new.method, new.majority
    row.is_secret, row.quorum = new.is_secret, new.quorum
    meeting = meeting_under(db, actor, room, new.meeting)
    row.meeting_id = meeting.id if meeting is not None else None
    row.options = _options(new.options) if new.method == "ranked" else []
    row.document_id, row.document_version = _document(db, room, new)
    row.closes_local = new.closes_local or None
    row.closes_at = instant_of_closing(room, new.closes_local)


def instant_of_closing(room: Proceeding, local: str | None) -> datetime | None:
    """The instant of a closing in the zone of the room. Raises Invalid for a time that is no time, or has passed."""
    if not local:
        return None
    try:
        at = instant_of(local, room.zone)
    except Invalid as error:
        raise Invalid("closes_local", error.problem) from error
    if at <= now():
        raise Invalid("closes_local", "vote_closes_in_the_past")
    return at


def _options(texts: Sequence[str]) -> list[dict[str, str]]:
    cleaned = [_text("options", one, OPTION_CHARACTERS) for one in texts]
    cleaned = [one for one in cleaned if one]
    least, most = OPTIONS
    if not least <= len(cleaned) <= most:
        raise Invalid("options", "out_of_bounds", least=least, most=most)
    if len(set(cleaned)) < len(cleaned):
        raise Invalid("options", "options_alike")
    return [{"key": chr(ord("a") + place), "text": one} for place, one in enumerate(cleaned)]


def _document(db: Session, room: Proceeding, new: NewProposal) -> tuple[int | None, int | None]:
    """The document and its version; the newest where none is named. What is absent, taken away or has none is refused alike."""
    if not new.document:
        return None, None
    known = (Document.public_id == new.document, Document.proceeding_id == room.id, Document.removed_at.is_(None))
    found = db.scalar(select(Document).where(*known))
    if found is None:
        raise Invalid("document", "no_such_choice")
    version = new.version or found.version
    if not 1 <= version <= found.version:
        raise Invalid("document", "no_version")
    return found.id, version


def _text(name: str, raw: str, limit: int, *, required: bool = False) -> str:
    text = clean_text(raw, name)
    if required and not text:
        raise Invalid(name, "required")
    if len(text) > limit:
        raise Invalid(name, "too_long", length=len(text), limit=limit)
    return text
