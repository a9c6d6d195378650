"""Where somebody who registered stands in the lists of speakers, and when the turn is expected."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.hearings.floor.clock import left_ms
from consult.hearings.floor.models import Speaker
from consult.hearings.floor.queries import speakers_of, turn_now
from consult.hearings.programme.queries import items_of
from consult.hearings.registration.expected import Turn
from consult.hearings.registration.models import Registration
from consult.proceedings.models import Proceeding


def expected_turns(db: Session, actor: Actor, proceeding: Proceeding, own: Registration) -> list[Turn]:
    """The places of one registration, those of each item in the order of its list.

    The time is that of all who speak before, from now on the current item and from the planned start on a later one; None
    where that start is unknown or over.
    """
    rows = db.scalars(select(Speaker).where(Speaker.registration_id == own.id).order_by(Speaker.item_id, Speaker.id))
    begins = {item.id: _begins(db, proceeding, item.state, item.starts_at) for item in items_of(db, actor, proceeding)}
    return [_turn(db, row, begins.get(row.item_id)) for row in rows]


def _turn(db: Session, row: Speaker, begins: datetime | None) -> Turn:
    if row.state != "waiting":
        return Turn(row.item_id, row.kind, row.state, None, None)
    before: list[Speaker] = []
    for other in speakers_of(db, row.item_id):
        if other.id == row.id:
            break
        before.append(other)
    wait = timedelta(seconds=sum(other.seconds for other in before))
    return Turn(row.item_id, row.kind, row.state, len(before), begins + wait if begins is not None else None)


def _begins(db: Session, proceeding: Proceeding, state: str, planned: datetime | None) -> datetime | None:
    """When the next of a list can speak."""
    at = now()
    if state == "current":
        turn = turn_now(db, proceeding.id)
        return at + timedelta(milliseconds=max(0, left_ms(turn, at))) if turn is not None else at
    return planned if state == "planned" and planned is not None and planned > at else None
