"""Reading what became of a room that is closed: its handovers, and until when it is read."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.workspaces.closing.models import Handover
from consult.workspaces.rooms.models import Room
from consult.workspaces.rooms.operations.seating import end_of
from consult.workspaces.rooms.queries import room_of


def handovers_of(db: Session, actor: Actor, room: Proceeding) -> Sequence[Handover]:
    """To whom the record was given, the latest first. Raises NotFound outside of the room."""
    require(actor, "room:read", room)
    return db.scalars(select(Handover).where(Handover.proceeding_id == room.id).order_by(Handover.id.desc())).all()


def made_handover(db: Session, actor: Actor, room: Proceeding, public_id: str) -> Handover:
    """A handover whose package can be fetched. Raises NotFound for whoever does not lead."""
    require(actor, "room:lead", room)
    found = db.scalar(select(Handover).where(Handover.proceeding_id == room.id, Handover.public_id == public_id))
    if found is None or found.content is None:
        raise NotFound
    return found


def reading_ends(db: Session, proceeding: Proceeding) -> datetime | None:
    """The instant at which the last members of a closed room stop reading it; None where no day is set."""
    keep_until = room_of(db, proceeding).keep_until
    return end_of(keep_until, proceeding.zone) if keep_until else None


def rooms_to_end(db: Session, at: datetime) -> list[int]:
    """The closed rooms whose last day of reading is over at an instant."""
    query = (
        select(Proceeding, Room.keep_until)
        .join(Room, Room.proceeding_id == Proceeding.id)
        .where(Proceeding.kind == "workspace", Room.keep_until.is_not(None))
        .order_by(Proceeding.id)
    )
    return [
        row.id
        for row, day in db.execute(query)
        if day is not None and row.phase(at) == "closed" and end_of(day, row.zone) <= at
    ]
