"""A room and its proposal, locked for a decision or a change."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, NotFound
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.votes.access import may_know
from consult.workspaces.votes.models import RoomProposal


def room_for(db: Session, actor: Actor, proceeding_id: int, permission: str, *, to_change: bool = False) -> Proceeding:
    """The room in which the actor holds this, locked. Raises NotFound, also where the room has no votes."""
    found = locked_proceeding(db, actor, proceeding_id, to_change=to_change)
    if found.kind != "workspace" or "votes" not in room_of(db, found).parts:
        raise NotFound
    require(actor, permission, found)
    return found


def check_writable(room: Proceeding) -> None:
    """Raises Closed unless the room takes what is written now."""
    phase = room.phase(now())
    if phase != "open":
        raise Closed("closed" if phase == "closed" else "not_yet")


def locked_proposal(
    db: Session, actor: Actor, room: Proceeding, public_id: str, *, to_change: bool = True
) -> RoomProposal:
    """A proposal of this room, to be changed, or locked against a change. Raises NotFound, also for another's draft."""
    query = select(RoomProposal).where(RoomProposal.proceeding_id == room.id, RoomProposal.public_id == public_id)
    found = db.scalar(query.with_for_update(read=not to_change))
    if found is None or not may_know(actor, room, found):
        raise NotFound
    return found


def check_seen(proposal: RoomProposal, seen: int) -> None:
    """Raises Conflict where the draft is not as it was when it was looked at, or no draft any more."""
    if proposal.state != "draft":
        raise Conflict("proposal_no_draft")
    if proposal.revision != seen:
        raise Conflict("proposal_changed")


def tell_of(
    db: Session,
    room: Proceeding,
    proposal: RoomProposal,
    act: str,
    *,
    at: datetime | None,
    commitments: Mapping[str, str] | None = None,
) -> None:
    """Append `vote.<act>`."""
    tell(db, room, f"vote.{act}", proposal.public_id, at=at, commitments=commitments)
