"""Making a document, giving it another title, and taking it away."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import new_public_id
from consult.core.errors import Invalid, NotFound
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell
from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.documents.numbering import labels
from consult.workspaces.documents.operations.ground import (
    LONGEST_TITLE,
    MOST_PARAGRAPHS,
    check_writable,
    checked_style,
    checked_text,
    held_document,
)


class NewParagraph(NamedTuple):
    """A paragraph as it is given."""

    text: str
    style: str = "paragraph"


class Made(NamedTuple):
    """What a new document is called."""

    id: int
    public_id: str


def make_document(
    db: Session, actor: Actor, *, proceeding_id: int, title: str, language: str, paragraphs: Sequence[NewParagraph] = ()
) -> Made:
    """Make a document with its first paragraphs, which are numbered by their styles.

    Raises NotFound for whoever does not write in the room, Closed while it takes nothing, Invalid for what cannot be kept.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    if proceeding.kind != "workspace":
        raise NotFound
    require(actor, "room:write", proceeding)
    check_writable(proceeding)
    if language not in proceeding.languages:
        raise Invalid("language", "no_such_choice")
    document = Document(
        proceeding_id=proceeding.id,
        title=checked_title(title),
        language=language,
        made_by=actor.account_id,
        made_at=now(),
    )
    db.add(document)
    db.flush()
    add_rows(db, actor, document, paragraphs)
    tell(db, proceeding, "document.made", document.public_id)
    return Made(document.id, document.public_id)


def checked_title(title: str) -> str:
    """A title as it is kept: one line. Raises Invalid for none or one that is too long."""
    words = " ".join(clean_text(title, "title").split())
    if not words:
        raise Invalid("title", "required")
    if len(words) > LONGEST_TITLE:
        raise Invalid("title", "too_long", length=len(words), limit=LONGEST_TITLE)
    return words


def add_rows(db: Session, actor: Actor, document: Document, paragraphs: Sequence[NewParagraph]) -> None:
    """Store the first paragraphs of a document, numbered."""
    if len(paragraphs) > MOST_PARAGRAPHS:
        raise Invalid("paragraphs", "too_many_paragraphs", number=len(paragraphs), limit=MOST_PARAGRAPHS)
    numbers = labels(one.style for one in paragraphs)
    rows = [
        {
            "key": new_public_id(),
            "document_id": document.id,
            "position": place,
            "style": checked_style(one.style),
            "label": label,
            "text": checked_text(one.text, "paragraphs"),
            "revision": 1,
            "saved_by": actor.account_id,
            "saved_at": now(),
        }
        for place, (one, label) in enumerate(zip(paragraphs, numbers, strict=True), start=1)
    ]
    if rows:
        db.execute(insert(Paragraph), rows)


def rename_document(db: Session, actor: Actor, *, document_id: int, title: str) -> None:
    """Give a document another title. Raises NotFound for whoever does not write there, Closed, Invalid."""
    held = held_document(db, actor, document_id, "room:write")
    held.document.title = checked_title(title)
    tell(db, held.proceeding, "document.renamed", held.document.public_id)


def remove_document(db: Session, actor: Actor, *, document_id: int) -> None:
    """Take a document away, with its public address; its row and what belongs to it stay for the record.

    Raises NotFound for whoever does not lead, Closed while the room takes nothing.
    """
    held = held_document(db, actor, document_id, "room:lead")
    held.document.removed_at = now()
    tell(db, held.proceeding, "document.removed", held.document.public_id)
