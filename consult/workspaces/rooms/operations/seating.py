"""Seats: taken with the right that an invitation or a decision gives, left with the last right that ends."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.bodies.models import Grant
from consult.core.clock import instant_of, now
from consult.core.errors import Invalid
from consult.core.jobs import enqueue
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.workspaces.rooms.models import Seat
from consult.workspaces.rooms.queries import rights_in

TERM_JOB = "seat_term"


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
    if found is not None and not is_over(found, proceeding):
        return found
    if found is not None:  # its term is over, and nobody has noted it yet
        found.left_at, found.departure = now(), "term_ended"
        db.flush()
    seat = Seat(proceeding_id=proceeding.id, account_id=account_id, joined_at=now(), **facts._asdict())
    db.add(seat)
    db.flush()
    if facts.term_until:
        set_term(db, proceeding, seat, facts.term_until)
    tell(db, proceeding, "seat.taken", seat.public_id)
    return seat


def vacate_seat(db: Session, proceeding: Proceeding, account_id: int, departure: str, reason: str = "") -> None:
    """End somebody's seat, for operations that have ended the right to it. `departure`: left, removed, or term_ended."""
    seat = seat_in_force(db, proceeding.id, account_id)
    if seat is None:
        return
    seat.left_at, seat.departure, seat.reason = now(), departure, reason
    tell(db, proceeding, "seat.removed" if departure == "removed" else "seat.left", seat.public_id)


def set_term(db: Session, proceeding: Proceeding, seat: Seat, day: str | None) -> None:
    """Let somebody's rights in a room end with a day, or with none. Raises Invalid for a day that is over."""
    ends = end_of(day, proceeding.zone) if day else None
    if ends is not None and ends <= now():
        raise Invalid("term_until", "day_is_over")
    seat.term_until = day
    for grant in db.scalars(rights_in(proceeding.id, seat.account_id).with_for_update()):
        grant.valid_until = ends
    if ends is not None:
        enqueue(db, TERM_JOB, {"seat": seat.public_id}, ends, key=f"{TERM_JOB}:{seat.public_id}:{day}")


def end_of(day: str, zone: str) -> datetime:
    """The instant at which a day is over on the walls of a zone."""
    following = datetime.fromisoformat(day) + timedelta(days=1)
    try:
        return instant_of(f"{following:%Y-%m-%d}T00:00", zone)
    except Invalid:  # a clock change takes that midnight away
        return instant_of(f"{following:%Y-%m-%d}T01:00", zone)


def is_over(seat: Seat, proceeding: Proceeding) -> bool:
    """Whether the term of a seat has ended by the clock."""
    return seat.term_until is not None and end_of(seat.term_until, proceeding.zone) <= now()


def rights_of(db: Session, proceeding_id: int, account_id: int) -> list[Grant]:
    """The grants in force that somebody has in a room, locked to be ended, in order of their ids."""
    return list(db.scalars(rights_in(proceeding_id, account_id).order_by(Grant.id).with_for_update()))
