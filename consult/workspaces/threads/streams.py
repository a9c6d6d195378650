"""What members who follow a room are told of its discussions and decisions: made from the rows as they are now."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.live.streams import Event, Stream
from consult.workspaces.threads.models import DecisionMark, Discussion


def discussion_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """Title and state of discussions by their public ids."""
    same = Discussion.public_id.in_(references), Discussion.proceeding_id == stream.scope_id
    return {
        one.public_id: {"title": one.title, "language": one.language, "state": one.state, "pinned": one.pinned}
        for one in db.scalars(select(Discussion).where(*same))
    }


def decision_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """Whether messages are marked as decisions now, by their references, with the discussion they stand in."""
    in_force = (DecisionMark.contribution_id == Contribution.id) & DecisionMark.ended_at.is_(None)
    query = (
        select(Contribution.reference, Contribution.target, DecisionMark.id)
        .outerjoin(DecisionMark, in_force)
        .where(
            Contribution.reference.in_(references),
            Contribution.proceeding_id == stream.scope_id,
            Contribution.state == "published",
        )
    )
    return {row.reference: {"target": row.target, "marked": row.id is not None} for row in db.execute(query)}
