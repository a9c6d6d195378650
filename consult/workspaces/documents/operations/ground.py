"""What every change of a document begins with, and the one way to set the text of a paragraph."""

from collections.abc import Callable
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.workspaces.documents.access import may_see
from consult.workspaces.documents.models import STYLES, Document, Paragraph
from consult.workspaces.documents.numbering import labels
from consult.workspaces.documents.queries import paragraphs_of

LONGEST_TITLE, LONGEST_TEXT, MOST_PARAGRAPHS = 300, 20_000, 6_000
_DOCUMENT = select(Document).with_for_update().execution_options(populate_existing=True)
_ROOM = select(Proceeding).with_for_update(read=True).execution_options(populate_existing=True)

# What higher rooms keep of each text that was set (its history), and refuse of a paragraph that goes or changes by another way
# than a save (somebody writes it now); registered where the parts of a room are put together.
SAVED: list[Callable[[Session, Actor, Paragraph], None]] = []
TOUCHING: list[Callable[[Session, Actor, Paragraph], None]] = []


class Held(NamedTuple):
    """A document that is locked to be changed, and its room."""

    document: Document
    proceeding: Proceeding


def held_document(db: Session, actor: Actor, document_id: int, permission: str, *, open_only: bool = True) -> Held:
    """The document, locked: changes of one never cross, and its room cannot close meanwhile.

    Raises NotFound for whoever may not see it or lacks the permission there, Closed while the room takes nothing.
    """
    room_id = db.scalar(select(Document.proceeding_id).where(Document.id == document_id))
    proceeding = db.scalar(_ROOM.where(Proceeding.id == room_id))
    document = db.scalar(_DOCUMENT.where(Document.id == document_id))
    if document is None or proceeding is None or not may_see(actor, document, proceeding):
        raise NotFound
    require(actor, permission, document)
    if open_only:
        check_writable(proceeding)
    return Held(document, proceeding)


def check_writable(proceeding: Proceeding) -> None:
    """Raises Closed unless writing goes on in the room."""
    phase = proceeding.phase(now())
    if phase != "open":
        raise Closed("closed" if phase == "closed" else "not_yet")


def check_in_force(document: Document) -> None:
    """Raises Conflict where a document was withdrawn: it is read, and changed no more."""
    if document.state == "withdrawn":
        raise Conflict("document_withdrawn")


def checked_text(text: str, field: str = "text") -> str:
    """The words of a paragraph as they are kept. Raises Invalid for none, too many, or signs that no text may hold."""
    words = clean_text(text, field)
    if not words:
        raise Invalid(field, "required")
    if len(words) > LONGEST_TEXT:
        raise Invalid(field, "too_long", length=len(words), limit=LONGEST_TEXT)
    return words


def checked_style(style: str) -> str:
    """A style that there is. Raises Invalid for another one."""
    if style not in STYLES:
        raise Invalid("style", "no_such_choice")
    return style


def check_arranged(document: Document, seen: int | None) -> None:
    """Raises Conflict where the order was changed since it was shown; None asks for no such check."""
    if seen is not None and document.arranged != seen:
        raise Conflict("changed_meanwhile")


def set_text(db: Session, actor: Actor, held: Held, paragraph: Paragraph, text: str, *, seen: int) -> Paragraph:
    """Give a paragraph another text, as its next revision: the one way for saves and for amendments.

    `paragraph` is one of a held document. Raises Conflict (`paragraph_removed`, `stale`) for one that was taken away, or that
    was saved since revision `seen`; nothing is overwritten then. The same text again changes nothing.
    """
    check_in_force(held.document)
    if paragraph.removed_at is not None:
        raise Conflict("paragraph_removed")
    if paragraph.revision != seen:
        raise Conflict("stale", revision=paragraph.revision)
    if (words := checked_text(text)) == paragraph.text:
        return paragraph
    paragraph.text, paragraph.revision = words, paragraph.revision + 1
    paragraph.saved_by, paragraph.saved_at = actor.account_id, now()
    db.flush()
    for keep in SAVED:
        keep(db, actor, paragraph)
    tell(db, held.proceeding, "paragraph.saved", paragraph.key)
    return paragraph


def touch(db: Session, actor: Actor, paragraph: Paragraph) -> None:
    """Ask whether a paragraph may go or change now by another way than a save. Raises what refuses it."""
    for refuse in TOUCHING:
        refuse(db, actor, paragraph)


def renumber(db: Session, document: Document) -> None:
    """Count a change of the order: places from 1 without gaps, and the printed numbers of those that stand.

    One that was taken away keeps its place among the others, so that what belongs after it can still be put there.
    """
    db.flush()
    rows = paragraphs_of(db, document, removed=True)
    numbers = labels(row.style for row in rows if row.removed_at is None)
    for place, row in enumerate(rows, start=1):
        row.position = place
        if row.removed_at is None:
            row.label = next(numbers)
    document.arranged += 1
