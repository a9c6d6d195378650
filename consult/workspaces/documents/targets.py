"""Paragraphs as what a message of a room is about: which are known, and the way to them."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.operations.submit import NewContribution
from consult.core.actors import Actor
from consult.core.errors import Closed, Conflict
from consult.proceedings.models import Proceeding
from consult.workspaces.documents.access import visible
from consult.workspaces.documents.models import Document, Paragraph


def knows(db: Session, actor: Actor, proceeding: Proceeding, new: NewContribution) -> bool:
    """Whether a comment is on a paragraph of this room. Raises Conflict for one that was taken away, Closed once its document
    was withdrawn."""
    found = _found(db, actor, proceeding, new.target or "", locked=True)
    if found is None:
        return False
    paragraph, document = found
    if paragraph.removed_at is not None:
        raise Conflict("paragraph_removed")
    if document.state == "withdrawn":
        raise Closed("document_withdrawn")
    return True


def leads(db: Session, actor: Actor, proceeding: Proceeding, target: str, reference: str) -> str | None:
    """The page of the paragraph, below the address of the room; None where the target is none."""
    found = _found(db, actor, proceeding, target)
    if found is None:
        return None
    return f"documents/{found[1].public_id}/paragraphs/{target}/#{reference}"


def _found(
    db: Session, actor: Actor, proceeding: Proceeding, key: str, *, locked: bool = False
) -> tuple[Paragraph, Document] | None:
    query = (
        select(Paragraph, Document)
        .join(Document, Document.id == Paragraph.document_id)
        .join(Proceeding, Proceeding.id == Document.proceeding_id)
        .where(visible(actor), Document.proceeding_id == proceeding.id, Paragraph.key == key)
    )
    if locked:
        query = query.with_for_update(read=True, of=[Paragraph, Document])
    row = db.execute(query).one_or_none()
    return (row[0], row[1]) if row is not None else None
