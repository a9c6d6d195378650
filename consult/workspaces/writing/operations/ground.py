"""What every act of a writer begins with, and the history that every text of a paragraph leaves."""

from typing import NamedTuple

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, NotFound
from consult.policy.access import require
from consult.proceedings.access import may_see
from consult.proceedings.models import Proceeding
from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.writing.models import ParagraphLock, ParagraphSave
from consult.workspaces.writing.queries import Held, lock_of

_ROOM = select(Proceeding).with_for_update(read=True).execution_options(populate_existing=True)
_DOCUMENT = select(Document).with_for_update().execution_options(populate_existing=True)
_PARAGRAPH = select(Paragraph).with_for_update().execution_options(populate_existing=True)


class Place(NamedTuple):
    """Where somebody writes, locked for a change: the room, the document and the paragraph."""

    proceeding: Proceeding
    document: Document
    paragraph: Paragraph

    @property
    def is_gone(self) -> bool:
        """Whether paragraph or document was taken away, or is changed no more."""
        gone = self.paragraph.removed_at is not None or self.document.removed_at is not None
        return gone or self.document.state == "withdrawn"


def held_paragraph(db: Session, actor: Actor, document_id: int, key: str, permission: str = "room:write") -> Place:
    """The paragraph of a document, also one that was taken away, locked in the order room, document, paragraph.

    Raises NotFound for whoever lacks the permission in the room, Closed unless writing goes on there.
    """
    room_id = db.scalar(select(Document.proceeding_id).where(Document.id == document_id))
    proceeding = db.scalar(_ROOM.where(Proceeding.id == room_id))
    if proceeding is None or not may_see(actor, proceeding):
        raise NotFound
    require(actor, permission, proceeding)
    document = db.scalar(_DOCUMENT.where(Document.id == document_id))
    paragraph = db.scalar(_PARAGRAPH.where(Paragraph.document_id == document_id, Paragraph.key == key))
    if document is None or paragraph is None:
        raise NotFound
    if (phase := proceeding.phase(now())) != "open":
        raise Closed("closed" if phase == "closed" else "not_yet")
    return Place(proceeding, document, paragraph)


def check_there(place: Place) -> None:
    """Raises Conflict where there is nothing any more to write on."""
    if place.document.state == "withdrawn":
        raise Conflict("document_withdrawn")
    if place.is_gone:
        raise Conflict("paragraph_removed")


def being_written(held: Held) -> Conflict:
    """The refusal that says who writes a paragraph, and until when."""
    return Conflict("being_written", name=held.name, until=held.until)


def refuse_written_by_others(db: Session, actor: Actor, paragraph: Paragraph) -> None:
    """Raises Conflict while somebody else writes a paragraph: it neither goes nor changes under their hands."""
    held = lock_of(db, paragraph.id)
    if held is not None and held.account_id != actor.account_id:
        raise being_written(held)


def before_change(db: Session, actor: Actor, paragraph: Paragraph) -> None:
    """What is asked and kept before a paragraph goes or changes by another way than a save."""
    refuse_written_by_others(db, actor, paragraph)
    keep_text(db, actor, paragraph)


def keep_text(db: Session, _actor: Actor, paragraph: Paragraph) -> None:
    """Keep what a paragraph says now as the save of its revision, unless it is kept already."""
    of = (ParagraphSave.paragraph_id == paragraph.id, ParagraphSave.revision == paragraph.revision)
    if db.scalar(select(ParagraphSave.id).where(*of)) is None:
        values = {
            "paragraph_id": paragraph.id,
            "revision": paragraph.revision,
            "text": paragraph.text,
            "saved_by": paragraph.saved_by,
            "saved_at": paragraph.saved_at,
        }
        db.execute(insert(ParagraphSave).values(values))


def lock_row(db: Session, paragraph: Paragraph) -> ParagraphLock | None:
    """The row of a lock, whether it still holds or not."""
    return db.scalar(select(ParagraphLock).where(ParagraphLock.paragraph_id == paragraph.id))
