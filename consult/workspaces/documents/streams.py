"""What members who follow a room are told of its documents: made from the rows as they are now, `{}` for what is not there."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.live.streams import Event, Stream
from consult.workspaces.documents.models import Amendment, Document, Paragraph


def document_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """Title and state of documents by their public ids."""
    query = select(Document).where(
        Document.public_id.in_(references), Document.proceeding_id == stream.scope_id, Document.removed_at.is_(None)
    )
    return {
        one.public_id: {
            "title": one.title,
            "language": one.language,
            "state": one.state,
            "audience": one.audience,
            "version": one.version,
            "arranged": one.arranged,
        }
        for one in db.scalars(query)
    }


def paragraph_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """The text of standing paragraphs by their keys, with the document they are of."""
    query = (
        select(Paragraph, Document.public_id)
        .join(Document, Document.id == Paragraph.document_id)
        .where(
            Paragraph.key.in_(references),
            Paragraph.removed_at.is_(None),
            Document.proceeding_id == stream.scope_id,
            Document.removed_at.is_(None),
        )
    )
    return {
        row.key: {
            "document": public_id,
            "position": row.position,
            "style": row.style,
            "label": row.label,
            "text": row.text,
            "revision": row.revision,
        }
        for row, public_id in db.execute(query)
    }


def amendment_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """Number, kind and state of amendments by their public ids, with their document and paragraph."""
    query = (
        select(Amendment, Document.public_id)
        .join(Document, Document.id == Amendment.document_id)
        .where(
            Amendment.public_id.in_(references),
            Document.proceeding_id == stream.scope_id,
            Document.removed_at.is_(None),
        )
    )
    return {
        row.public_id: {
            "document": public_id,
            "number": row.number,
            "kind": row.kind,
            "key": row.key,
            "state": row.state,
        }
        for row, public_id in db.execute(query)
    }
