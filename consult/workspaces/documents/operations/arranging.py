"""The order and the styles of paragraphs: add, remove, move, restyle."""

from typing import NamedTuple

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.proceedings.telling import tell
from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.documents.operations.ground import (
    MOST_PARAGRAPHS,
    SAVED,
    Held,
    check_arranged,
    check_in_force,
    checked_style,
    checked_text,
    held_document,
    renumber,
    touch,
)
from consult.workspaces.documents.operations.lapsing import lapse
from consult.workspaces.documents.queries import paragraph_by_key

FIRST = ""  # in place of a key: at the very beginning


class Arranged(NamedTuple):
    """A paragraph that was put somewhere, and how often the order has changed by now."""

    key: str
    arranged: int


def add_paragraph(
    db: Session,
    actor: Actor,
    *,
    document_id: int,
    after: str,
    text: str,
    style: str = "paragraph",
    arranged: int | None = None,
) -> Arranged:
    """Put a new paragraph after that of a key, or at the beginning (FIRST).

    Raises NotFound for whoever does not write there, Closed, Conflict where the order changed since it was `arranged` or the
    neighbour was taken away, Invalid for a text or style that cannot be kept.
    """
    held = to_arrange(db, actor, document_id, arranged)
    row = insert_after(db, actor, held, after, text, style)
    return Arranged(row.key, held.document.arranged)


def remove_paragraph(
    db: Session, actor: Actor, *, document_id: int, key: str, seen: int, arranged: int | None = None
) -> Arranged:
    """Take a paragraph away; what was said about it stays.

    Raises Conflict where it was saved since revision `seen`, is written by somebody now, or is gone already.
    """
    held = to_arrange(db, actor, document_id, arranged)
    take_away(db, actor, held, standing(db, held.document, key), seen)
    return Arranged(key, held.document.arranged)


def move_paragraph(db: Session, actor: Actor, *, document_id: int, key: str, after: str, arranged: int) -> Arranged:
    """Put a paragraph after another one, or at the beginning. Raises as `add_paragraph`, Invalid for after itself."""
    held = to_arrange(db, actor, document_id, arranged)
    row = standing(db, held.document, key)
    if key == after:
        raise Invalid("after", "no_place_there")
    row.position = make_place(db, held.document, after)
    renumber(db, held.document)
    tell(db, held.proceeding, "document.arranged", held.document.public_id)
    return Arranged(key, held.document.arranged)


def restyle_paragraph(db: Session, actor: Actor, *, document_id: int, key: str, style: str, arranged: int) -> Arranged:
    """Make a paragraph a heading, an item and so on; the numbers follow. Raises as `add_paragraph`."""
    held = to_arrange(db, actor, document_id, arranged)
    standing(db, held.document, key).style = checked_style(style)
    renumber(db, held.document)
    tell(db, held.proceeding, "document.arranged", held.document.public_id)
    return Arranged(key, held.document.arranged)


def to_arrange(db: Session, actor: Actor, document_id: int, arranged: int | None) -> Held:
    """The document, locked for a change of its order as it was shown."""
    held = held_document(db, actor, document_id, "room:write")
    check_in_force(held.document)
    check_arranged(held.document, arranged)
    return held


def standing(db: Session, document: Document, key: str) -> Paragraph:
    """A paragraph of a held document, to be changed. Raises NotFound where there is none, Conflict where it was taken away."""
    row = paragraph_by_key(db, document, key, locked=True)
    if row.removed_at is not None:
        raise Conflict("paragraph_removed")
    return row


def insert_after(
    db: Session, actor: Actor, held: Held, after: str, text: str, style: str, *, removed: bool = False
) -> Paragraph:
    """A new paragraph of a held document, numbered and told; with `removed` also behind one that was taken away."""
    count = select(func.count()).where(Paragraph.document_id == held.document.id, Paragraph.removed_at.is_(None))
    if (number := db.scalar(count) or 0) >= MOST_PARAGRAPHS:
        raise Invalid("text", "too_many_paragraphs", number=number + 1, limit=MOST_PARAGRAPHS)
    row = Paragraph(
        document_id=held.document.id,
        position=make_place(db, held.document, after, removed=removed),
        style=checked_style(style),
        text=checked_text(text),
        saved_by=actor.account_id,
        saved_at=now(),
    )
    db.add(row)
    renumber(db, held.document)
    for keep in SAVED:
        keep(db, actor, row)
    tell(db, held.proceeding, "paragraph.added", row.key)
    return row


def take_away(db: Session, actor: Actor, held: Held, row: Paragraph, seen: int) -> int:
    """Remove a paragraph of a held document; how many amendments of it lapse.

    Raises Conflict where it was saved since, or somebody writes it.
    """
    if row.revision != seen:
        raise Conflict("stale", revision=row.revision)
    touch(db, actor, row)
    row.removed_at, row.saved_by = now(), actor.account_id
    renumber(db, held.document)
    tell(db, held.proceeding, "paragraph.removed", row.key)
    return lapse(db, held, row.key)


def make_place(db: Session, document: Document, after: str, *, removed: bool = False) -> int:
    """A free place after the paragraph of a key: those behind it step back. Raises as `standing`, unless it may be `removed`."""
    if after == FIRST:
        place = 1
    else:
        found = paragraph_by_key(db, document, after) if removed else standing(db, document, after)
        place = found.position + 1
    behind = (Paragraph.document_id == document.id, Paragraph.position >= place)
    db.execute(update(Paragraph).where(*behind).values(position=Paragraph.position + 1))
    return place
