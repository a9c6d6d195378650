"""Suggested amendments: made and withdrawn by their authors, accepted or rejected by who leads."""

from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.proceedings.telling import tell
from consult.workspaces.documents.models import AMENDMENTS, Amendment, Paragraph
from consult.workspaces.documents.numbering import HEADINGS
from consult.workspaces.documents.operations.arranging import FIRST, insert_after, standing, take_away
from consult.workspaces.documents.operations.ground import (
    Held,
    check_in_force,
    checked_text,
    held_document,
    set_text,
    touch,
)
from consult.workspaces.documents.operations.lapsing import lapse
from consult.workspaces.documents.operations.versions import checked_note
from consult.workspaces.documents.queries import amendment_by_public_id, paragraph_by_key

MOST_OPEN = 200  # of one author in one document


@dataclass(frozen=True, slots=True)
class NewAmendment:
    """An amendment as it is sent. `key` is of the paragraph, FIRST for an insertion at the very beginning.

    `seen` is the revision of the paragraph that its author had before them.
    """

    kind: str
    key: str
    text: str = ""
    reason: str = ""
    seen: int = 0


class Suggested(NamedTuple):
    """What a new amendment is called."""

    public_id: str
    number: int


def suggest_amendment(db: Session, actor: Actor, *, document_id: int, new: NewAmendment) -> Suggested:
    """Suggest to insert after a paragraph, to delete or to replace it.

    Raises NotFound for whoever may not suggest there, Closed, Invalid for what cannot be kept or would change nothing,
    Conflict where the paragraph is gone or was saved since it was `seen`.
    """
    held = held_document(db, actor, document_id, "document:suggest")
    check_in_force(held.document)
    if new.kind not in AMENDMENTS:
        raise Invalid("kind", "no_such_choice")
    paragraph = _subject(db, held, new)
    _check_number(db, actor, held)
    text = "" if new.kind == "delete" else checked_text(new.text)
    if paragraph is not None and new.kind == "replace" and text == paragraph.text:
        raise Invalid("text", "nothing_changed")
    return _stored(db, actor, held, new, text, paragraph)


def _stored(
    db: Session, actor: Actor, held: Held, new: NewAmendment, text: str, paragraph: Paragraph | None
) -> Suggested:
    held.document.amendments += 1
    row = Amendment(
        document_id=held.document.id,
        number=held.document.amendments,
        kind=new.kind,
        key=paragraph.key if paragraph is not None else None,
        was=paragraph.text if paragraph is not None and new.kind != "insert" else "",
        text=text,
        reason=checked_note(new.reason, "reason"),
        made_by=actor.account_id,
        made_at=now(),
    )
    db.add(row)
    db.flush()
    tell(db, held.proceeding, "amendment.made", row.public_id)
    return Suggested(row.public_id, row.number)


def _subject(db: Session, held: Held, new: NewAmendment) -> Paragraph | None:
    if new.key == FIRST:
        if new.kind != "insert":
            raise Invalid("kind", "no_such_choice")
        return None
    paragraph = standing(db, held.document, new.key)
    if new.kind != "insert" and paragraph.revision != new.seen:
        raise Conflict("stale", revision=paragraph.revision)
    return paragraph


def _check_number(db: Session, actor: Actor, held: Held) -> None:
    mine = (Amendment.document_id == held.document.id, Amendment.made_by == actor.account_id, Amendment.state == "open")
    if (db.scalar(select(func.count()).where(*mine)) or 0) >= MOST_OPEN:
        raise Conflict("amendments_enough", limit=MOST_OPEN)


def withdraw_amendment(db: Session, actor: Actor, *, document_id: int, public_id: str) -> None:
    """Take the own amendment back. Raises NotFound for anybody else's, Conflict for one that was decided already."""
    held = held_document(db, actor, document_id, "document:suggest")
    row = amendment_by_public_id(db, held.document, public_id)
    if actor.account_id is None or row.made_by != actor.account_id:
        raise NotFound
    _end(db, actor, held, row, "withdrawn")


def reject_amendment(db: Session, actor: Actor, *, document_id: int, public_id: str, reason: str) -> None:
    """Reject an amendment with a reason. Raises NotFound for whoever does not lead, Invalid without one, Conflict if decided."""
    held = held_document(db, actor, document_id, "room:lead")
    row = amendment_by_public_id(db, held.document, public_id)
    row.decision = checked_note(reason, "reason")
    if not row.decision:
        raise Invalid("reason", "required")
    _end(db, actor, held, row, "rejected")


def accept_amendment(
    db: Session,
    actor: Actor,
    *,
    document_id: int,
    public_id: str,
    seen: int,
    reason: str = "",
    text: str | None = None,
    confirmed: bool = False,
) -> int:
    """Accept an amendment, with other words where `text` gives them, and change the text accordingly: one transaction.

    `seen` is the revision of the paragraph that was shown, 0 at the very beginning. One made on an earlier text has to be
    `confirmed`. How many other amendments lapsed by it. Raises NotFound for whoever does not lead, Closed, Conflict (`stale`,
    `earlier_text`, `paragraph_removed`, `changed_meanwhile`), Invalid for words that cannot be kept.
    """
    held = held_document(db, actor, document_id, "room:lead")
    check_in_force(held.document)
    row = amendment_by_public_id(db, held.document, public_id)
    row.decision = checked_note(reason, "reason")
    _end(db, actor, held, row, "accepted")
    if text is not None and row.kind != "delete" and (words := checked_text(text)) != row.text:
        row.taken = words
    if row.kind == "insert":
        _insert(db, actor, held, row)
        return 0
    paragraph = standing(db, held.document, row.key or "")
    if paragraph.revision != seen:
        raise Conflict("stale", revision=paragraph.revision)
    if paragraph.text != row.was and not confirmed:
        raise Conflict("earlier_text")
    return _change(db, actor, held, row, paragraph)


def _insert(db: Session, actor: Actor, held: Held, row: Amendment) -> None:
    """What comes after a heading is a paragraph; what comes after anything else is another of its kind."""
    style = "paragraph"
    if row.key is not None:
        before = paragraph_by_key(db, held.document, row.key)
        style = "paragraph" if before.style in HEADINGS else before.style
    insert_after(db, actor, held, row.key or FIRST, row.taken or row.text, style, removed=True)


def _change(db: Session, actor: Actor, held: Held, row: Amendment, paragraph: Paragraph) -> int:
    touch(db, actor, paragraph)
    if row.kind == "delete":
        return take_away(db, actor, held, paragraph, paragraph.revision)
    set_text(db, actor, held, paragraph, row.taken or row.text, seen=paragraph.revision)
    return lapse(db, held, paragraph.key, text=paragraph.text)


def _end(db: Session, actor: Actor, held: Held, row: Amendment, state: str) -> None:
    if row.state != "open":
        raise Conflict("amendment_decided")
    row.state, row.decided_by, row.decided_at = state, actor.account_id, now()
    db.flush()
    tell(db, held.proceeding, f"amendment.{state}", row.public_id)
