"""Amendments whose words went otherwise: nothing is left that they could change."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.clock import now
from consult.proceedings.telling import tell
from consult.workspaces.documents.models import Amendment
from consult.workspaces.documents.operations.ground import Held


def lapse(db: Session, held: Held, key: str, *, text: str | None = None) -> int:
    """End the open amendments of a paragraph that was taken away, or those that ask for the `text` that it has now.

    What is to be inserted after it stands: its place is known. The number of those that lapsed.
    """
    query = select(Amendment).where(
        Amendment.document_id == held.document.id,
        Amendment.key == key,
        Amendment.state == "open",
        Amendment.kind != "insert",
    )
    if text is not None:
        query = query.where(Amendment.kind == "replace", Amendment.text == text)
    found = db.scalars(query.order_by(Amendment.number).with_for_update()).all()
    for row in found:
        row.state, row.decided_at = "lapsed", now()
        tell(db, held.proceeding, "amendment.lapsed", row.public_id)
    return len(found)
