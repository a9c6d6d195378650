"""Planning a meeting of a room, and saying who was there."""

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Invalid, NotFound
from consult.policy.access import require
from consult.proceedings.meetings import NewMeeting, hold_meeting, meeting_under
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.workspaces.meetings.models import Presence
from consult.workspaces.meetings.queries import check_part
from consult.workspaces.rooms.queries import present_seats


def plan_meeting(db: Session, actor: Actor, *, proceeding_id: int, new: NewMeeting) -> str:
    """Hold a meeting with the audience of the room, at once told to its members; its public id.

    Raises NotFound for whoever does not lead the room, Closed while it takes nothing, Invalid for what cannot be.
    """
    room = locked_proceeding(db, actor, proceeding_id)
    check_part(db, actor, room)
    require(actor, "room:lead", room)
    phase = room.phase(now())
    if phase != "open":
        raise Closed("closed" if phase == "closed" else "not_yet")
    return hold_meeting(db, room, new).public_id


def mark_attendance(db: Session, actor: Actor, *, proceeding_id: int, meeting: str, present: Collection[int]) -> None:
    """Say who of the room was at a meeting, by the ids of their accounts; whoever is left out was not marked.

    Raises NotFound for whoever neither takes the notes nor leads, and Invalid for somebody who has no part in the room.
    """
    room = locked_proceeding(db, actor, proceeding_id)
    check_part(db, actor, room)
    row = _meeting(db, actor, room, meeting)
    require(actor, "hearing:note", row)
    before = set(db.scalars(select(Presence.account_id).where(Presence.meeting_id == row.id)))
    known = before | {one.account_id for one in present_seats(db, room.id)}
    if not set(present) <= known:
        raise Invalid("present", "no_such_choice")
    db.execute(delete(Presence).where(Presence.meeting_id == row.id, Presence.account_id.in_(before - set(present))))
    values = {"meeting_id": row.id, "marked_by": actor.account_id, "marked_at": now()}
    db.add_all(Presence(account_id=one, **values) for one in sorted(set(present) - before))


def _meeting(db: Session, actor: Actor, room: Proceeding, public_id: str) -> Proceeding:
    """The meeting, locked to be changed: two note-takers come one after the other."""
    try:
        found = meeting_under(db, actor, room, public_id)
    except Invalid as error:
        raise NotFound from error
    if found is None:
        raise NotFound
    return locked_proceeding(db, actor, found.id, to_change=True)
