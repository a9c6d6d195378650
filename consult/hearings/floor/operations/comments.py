"""The chair's switches for comments: whether they are taken, and how far apart."""

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.hearings.floor.operations.chairing import take_chair
from consult.hearings.programme.queries import plan_of
from consult.proceedings.operations import record

SLOWEST = 600


def close_comments(db: Session, actor: Actor, *, proceeding_id: int, seen: int) -> int:
    """Take no more comments while the hearing goes on. Raises Conflict when they are closed already."""
    return _set_comments(db, actor, proceeding_id, seen, to=False)


def open_comments(db: Session, actor: Actor, *, proceeding_id: int, seen: int) -> int:
    """Take comments again, as long as the hearing is open. Raises Conflict when they are open already."""
    return _set_comments(db, actor, proceeding_id, seen, to=True)


def set_slow_mode(db: Session, actor: Actor, *, proceeding_id: int, seen: int, seconds: int) -> int:
    """Let so many seconds lie between two comments of one sender, 0 to 600. Raises Invalid for another time."""
    if not 0 <= seconds <= SLOWEST:
        raise Invalid("seconds", "out_of_range", lowest=0, highest=SLOWEST)
    chaired = take_chair(db, actor, proceeding_id, seen)
    plan = plan_of(db, proceeding_id)
    plan.slow_mode = seconds
    db.add(plan)
    chaired.tell("hearing.changed", chaired.proceeding.public_id)
    return chaired.floor.moves


def _set_comments(db: Session, actor: Actor, proceeding_id: int, seen: int, *, to: bool) -> int:
    chaired = take_chair(db, actor, proceeding_id, seen, to_change=True)
    if chaired.proceeding.comments_open == to:
        raise Conflict("comments_are_open" if to else "comments_are_closed")
    chaired.proceeding.comments_open = to
    record(db, chaired.proceeding, "comments_opened" if to else "comments_closed")
    return chaired.floor.moves
