"""What the streams of a room tell of its seats and settings: as they are now, for those who may follow."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.live.streams import Event, Stream
from consult.proceedings.models import Proceeding
from consult.workspaces.rooms.models import Seat
from consult.workspaces.rooms.queries import room_of


def seat_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """Public id → name, organisation and office of who sits there, or how the seat was left."""
    here = (Seat.proceeding_id == stream.scope_id, Seat.public_id.in_(references))
    rows = db.execute(select(Seat, Account.name).join(Account, Account.id == Seat.account_id).where(*here))
    return {
        one.public_id: {"state": one.departure}
        if one.departure is not None
        else {"state": "taken", "name": name, "organisation": one.organisation, "office": one.office}
        for one, name in rows
    }


def room_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """Public id of the workspace → its form, rule of confidentiality and parts."""
    rows = db.scalars(select(Proceeding).where(Proceeding.id == stream.scope_id, Proceeding.public_id.in_(references)))
    found = [(row.public_id, room_of(db, row)) for row in rows]
    return {name: {"form": room.form, "rule": room.rule, "parts": list(room.parts)} for name, room in found}
