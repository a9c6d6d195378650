"""Taking somebody into the list of an item, and finding a place in it."""

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.hearings.floor.models import STEP, Speaker
from consult.hearings.floor.parties import Party
from consult.hearings.programme.models import KINDS, SECONDS, AgendaItem
from consult.hearings.programme.queries import plan_of


def enlist(db: Session, item: AgendaItem, party: Party, kind: str) -> Speaker:
    """Let somebody wait at the end of their kind on an item, with the speaking time that is planned for it.

    Raises Conflict `waiting_already` for who waits there with the same kind, Invalid for a kind that is none.
    """
    if kind not in KINDS:
        raise Invalid("kind", "no_such_choice")
    row = Speaker(
        proceeding_id=item.proceeding_id,
        item_id=item.id,
        registration_id=party.registration_id,
        person_id=party.person_id,
        party=party.key,
        kind=kind,
        state="waiting",
        position=last_position(db, item.id, kind) + STEP,
        identity=party.identity,
        name=party.name,
        organisation=party.organisation,
        category=party.category,
        country=party.country,
        language=party.language,
        seconds=seconds_for(db, item.proceeding_id, kind),
        asked_at=now(),
        present=party.present,
    )
    insert_waiting(db, row)
    return row


def insert_waiting(db: Session, row: Speaker) -> None:
    """Store a new waiting speaker. Raises Conflict where the same party waits with that kind already."""
    try:
        with db.begin_nested():
            db.add(row)
    except IntegrityError as error:
        raise Conflict("waiting_already") from error


def seconds_for(db: Session, proceeding_id: int, kind: str) -> int:
    """The speaking time of a kind in a hearing."""
    return int(plan_of(db, proceeding_id).seconds.get(kind) or SECONDS[kind])


def last_position(db: Session, item_id: int, kind: str) -> int:
    """The highest position that a kind has on an item; 0 where it is empty."""
    query = select(func.max(Speaker.position)).where(Speaker.item_id == item_id, Speaker.kind == kind)
    return db.scalar(query) or 0
