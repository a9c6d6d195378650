"""Seats: taken with the right that an invitation or a decision gives, left with the last right that ends."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.clock import now
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.workspaces.rooms.models import Seat


class SeatFacts(NamedTuple):
    """What is told of somebody's place in a room."""

    organisation: str = ""
    organisation_id: str | None = None
    category: str | None = None
    country: str | None = None
    office: str = ""
    term_until: str | None = None


UNSAID = SeatFacts()


def seat_in_force(db: Session, proceeding_id: int, account_id: int) -> Seat | None:
    """Somebody's seat, locked to be changed; None where there is none."""
    query = select(Seat).where(
        Seat.proceeding_id == proceeding_id, Seat.account_id == account_id, Seat.left_at.is_(None)
    )
    return db.scalar(query.with_for_update())


def take_seat(db: Session, proceeding: Proceeding, account_id: int, facts: SeatFacts = UNSAID) -> Seat:
    """The row of a seat, for operations that have given the right to it; one in force is kept as it is."""
    found = seat_in_force(db, proceeding.id, account_id)
    if found is not None:
        return found
    seat = Seat(proceeding_id=proceeding.id, account_id=account_id, joined_at=now(), **facts._asdict())
    db.add(seat)
    db.flush()
    tell(db, proceeding, "seat.taken", seat.public_id)
    return seat


def vacate_seat(db: Session, proceeding: Proceeding, account_id: int, departure: str) -> None:
    """End somebody's seat, for operations that have ended the right to it. `departure`: left, removed, or term_ended."""
    seat = seat_in_force(db, proceeding.id, account_id)
    if seat is None:
        return
    seat.left_at, seat.departure = now(), departure
    tell(db, proceeding, "seat.removed" if departure == "removed" else "seat.left", seat.public_id)
