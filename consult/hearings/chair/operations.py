"""What the chair sets beside the floor, as one act of the chair like all others."""

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.hearings.floor.operations.chairing import take_chair
from consult.hearings.polls.operations.limits import set_slow_mode


def slow_down(db: Session, actor: Actor, *, proceeding_id: int, seen: int, seconds: int) -> int:
    """Let so many seconds lie between two comments of one sender; 0 for none. Raises Invalid for too long a time."""
    chaired = take_chair(db, actor, proceeding_id, seen, to_change=True)
    set_slow_mode(db, actor, proceeding_id=proceeding_id, seconds=seconds)
    return chaired.floor.moves
