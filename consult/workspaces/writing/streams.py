"""What those who follow a room are told of a paragraph: that it moved, and no word of it; pages read the rest by themselves."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.live.streams import Event, Stream
from consult.workspaces.documents.models import Document, Paragraph


def paragraph_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """Of which document each paragraph is, and its revision, by key; of what was taken away nothing."""
    query = (
        select(Paragraph.key, Paragraph.revision, Document.public_id)
        .join(Document, Document.id == Paragraph.document_id)
        .where(Document.proceeding_id == stream.scope_id, Paragraph.key.in_(references))
        .where(Paragraph.removed_at.is_(None), Document.removed_at.is_(None))
    )
    return {key: {"document": document, "revision": revision} for key, revision, document in db.execute(query)}
