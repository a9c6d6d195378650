"""The chair's hand on the clock."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Invalid
from consult.hearings.floor import clock
from consult.hearings.floor.models import Turn
from consult.hearings.floor.operations.chairing import take_chair

MOST_SECONDS = 3600


def pause_turn(db: Session, actor: Actor, *, proceeding_id: int, seen: int) -> int:
    """Stop the clock of who has the floor. Raises Conflict where nobody has it or it is stopped already."""
    return _set(db, actor, proceeding_id, seen, clock.pause)


def resume_turn(db: Session, actor: Actor, *, proceeding_id: int, seen: int) -> int:
    """Let the clock run on. Raises Conflict where nobody has the floor or it runs already."""
    return _set(db, actor, proceeding_id, seen, clock.resume)


def extend_turn(db: Session, actor: Actor, *, proceeding_id: int, seen: int, seconds: int) -> int:
    """Give more time, from 1 second to an hour. Raises Conflict where nobody has the floor, Invalid for another time."""
    if not 1 <= seconds <= MOST_SECONDS:
        raise Invalid("seconds", "out_of_range", lowest=1, highest=MOST_SECONDS)
    return _set(db, actor, proceeding_id, seen, lambda turn, at: clock.extend(turn, seconds, at))


def _set(db: Session, actor: Actor, proceeding_id: int, seen: int, change: Callable[[Turn, datetime], None]) -> int:
    chaired = take_chair(db, actor, proceeding_id, seen)
    turn = chaired.turn()
    change(turn, now())
    chaired.tell("timer.changed", turn.public_id, chaired.item_of(turn))
    return chaired.floor.moves
