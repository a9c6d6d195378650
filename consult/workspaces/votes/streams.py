"""What those who follow a room are told of its votes: made from the rows as they are now."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.clock import rfc3339
from consult.live.streams import Event, Stream
from consult.workspaces.votes.models import RoomProposal
from consult.workspaces.votes.queries import Turnout, turnouts


def vote_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """What those who follow the room are told of votes as they are now: how many have voted, and the outcome once it is told."""
    known_ones = (RoomProposal.public_id.in_(list(references)), RoomProposal.proceeding_id == stream.scope_id)
    rows = db.scalars(select(RoomProposal).where(*known_ones, RoomProposal.state != "draft")).all()
    of = turnouts(db, [row.id for row in rows])
    return {row.public_id: _data(row, of.get(row.id, Turnout())) for row in rows}


def _data(row: RoomProposal, turnout: Turnout) -> Event:
    return {
        "state": row.state,
        "number": row.number,
        "title": row.title,
        "language": row.language,
        "method": row.method,
        "secret": row.is_secret,
        "closes_at": rfc3339(row.closes_at) if row.closes_at is not None else None,
        "electorate": turnout.electorate,
        "struck": turnout.struck,
        "voted": turnout.voted,
        "outcome": row.outcome,
    }
