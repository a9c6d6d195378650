"""The documents of a room as the room itself knows them, for the lists of their guests."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.workspaces.documents.models import Document
from consult.workspaces.rooms.operations.guests import Paper


def papers(db: Session, proceeding_id: int | None, ids: Sequence[int]) -> list[Paper]:
    """Those of a room, or those with these ids, that were not taken away; the oldest first."""
    wanted = Document.proceeding_id == proceeding_id if proceeding_id is not None else Document.id.in_(ids)
    rows = db.scalars(select(Document).where(wanted, Document.removed_at.is_(None)).order_by(Document.id))
    return [Paper(one.id, one.public_id, one.title, one.language, one.proceeding_id) for one in rows]
