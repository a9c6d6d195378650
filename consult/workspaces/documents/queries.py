"""Finding documents that the actor may see, and what belongs to one that was found."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.proceedings.models import Proceeding
from consult.workspaces.documents.access import published, visible
from consult.workspaces.documents.models import Amendment, Document, DocumentFile, DocumentVersion, Paragraph
from consult.workspaces.rooms.queries import room_of

SHORT = 5  # on the overview of a room
_JOINED = select(Document).join(Proceeding, Proceeding.id == Document.proceeding_id)


def documents_of(db: Session, actor: Actor, proceeding: Proceeding) -> Sequence[Document]:
    """The documents of a room that the actor may see, by title."""
    query = _JOINED.where(visible(actor), Document.proceeding_id == proceeding.id)
    return db.scalars(query.order_by(Document.title, Document.id)).all()


class Line(NamedTuple):
    """A document in a list, with the number of its amendments that wait for a decision."""

    document: Document
    open: int


def overview(db: Session, actor: Actor, proceeding: Proceeding) -> list[Line]:
    """The documents of a room that the actor may see, with what waits in each."""
    found = documents_of(db, actor, proceeding)
    query = select(Amendment.document_id, func.count()).where(
        Amendment.document_id.in_([one.id for one in found]), Amendment.state == "open"
    )
    waiting = {row[0]: row[1] for row in db.execute(query.group_by(Amendment.document_id))}
    return [Line(one, waiting.get(one.id, 0)) for one in found]


def brief(db: Session, actor: Actor, proceeding: Proceeding) -> list[Line] | None:
    """The documents that changed last, for the overview of a room; None where it has no such part."""
    if "documents" not in room_of(db, proceeding).parts:
        return None
    lines = overview(db, actor, proceeding)
    return sorted(lines, key=lambda line: (-line.open, -line.document.id))[:SHORT]


def document_by_public_id(db: Session, actor: Actor, public_id: str) -> Document:
    """The document at an address of a room. Raises NotFound where there is none for this actor."""
    found = db.scalar(_JOINED.where(visible(actor), Document.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def guest_documents(db: Session, actor: Actor) -> Sequence[Document]:
    """The documents that the actor was invited to one by one, by title."""
    ids = [held.scope_id for held in actor.held if held.scope == "document"]
    if not ids:
        return []
    return db.scalars(_JOINED.where(visible(actor), Document.id.in_(ids)).order_by(Document.title, Document.id)).all()


def published_document(db: Session, actor: Actor, public_id: str) -> Document:
    """The document whose newest version everybody reads. Raises NotFound where there is none."""
    found = db.scalar(_JOINED.where(published(actor), Document.public_id == public_id))
    if found is None:
        raise NotFound
    return found


def proceeding_of(db: Session, document: Document) -> Proceeding:
    """The room of a document that was found."""
    found = db.get(Proceeding, document.proceeding_id)
    if found is None:
        raise NotFound
    return found


def paragraphs_of(db: Session, document: Document, *, removed: bool = False) -> Sequence[Paragraph]:
    """The paragraphs of the text as it is now, in order; with `removed` those that were taken away, too, at their old places."""
    query = select(Paragraph).where(Paragraph.document_id == document.id)
    if not removed:
        query = query.where(Paragraph.removed_at.is_(None))
    return db.scalars(query.order_by(Paragraph.position, Paragraph.id)).all()


def paragraph_by_key(db: Session, document: Document, key: str, *, locked: bool = False) -> Paragraph:
    """A paragraph of a document, also one that was taken away; `locked` to be changed. Raises NotFound where there is none."""
    query = select(Paragraph).where(Paragraph.document_id == document.id, Paragraph.key == key)
    found = db.scalar(query.with_for_update().execution_options(populate_existing=True) if locked else query)
    if found is None:
        raise NotFound
    return found


def versions_of(db: Session, document: Document) -> Sequence[DocumentVersion]:
    """The versions of a document, the newest first."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    return db.scalars(query.order_by(DocumentVersion.number.desc())).all()


def version_of(db: Session, document: Document, number: int) -> DocumentVersion:
    """One version by its number. Raises NotFound where there is none."""
    query = select(DocumentVersion).where(DocumentVersion.document_id == document.id)
    found = db.scalar(query.where(DocumentVersion.number == number))
    if found is None:
        raise NotFound
    return found


def amendments_of(db: Session, document: Document, *, state: str | None = None) -> Sequence[Amendment]:
    """The amendments of a document by number; those of one state, or all."""
    query = select(Amendment).where(Amendment.document_id == document.id)
    if state is not None:
        query = query.where(Amendment.state == state)
    return db.scalars(query.order_by(Amendment.number)).all()


def amendment_by_public_id(db: Session, document: Document, public_id: str) -> Amendment:
    """One amendment. Raises NotFound where there is none."""
    query = select(Amendment).where(Amendment.document_id == document.id, Amendment.public_id == public_id)
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return found


def files_of(db: Session, document: Document) -> Sequence[DocumentFile]:
    """The Word files that a document was read from, the newest first."""
    query = select(DocumentFile).where(DocumentFile.document_id == document.id)
    return db.scalars(query.order_by(DocumentFile.id.desc())).all()
