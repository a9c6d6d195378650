"""What the chair sets while people write: slow mode, and whether guests take part; both are asked in `admitting`.

Whatever is being filed in this moment is filed by the rule before; what comes next by the new one.
"""

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.hearings.floor.operations.chairing import Chaired, take_chair
from consult.hearings.programme.models import Plan
from consult.hearings.programme.queries import plan_of

SLOWEST = 600


def set_slow_mode(db: Session, actor: Actor, *, proceeding_id: int, seen: int, seconds: int) -> int:
    """Let each sender wait so many seconds between two comments or questions, 0 to 600. Raises Invalid for another time."""
    if not 0 <= seconds <= SLOWEST:
        raise Invalid("seconds", "out_of_bounds", least=0, most=SLOWEST)
    chaired = take_chair(db, actor, proceeding_id, seen, to_change=True)
    return _changed(chaired, slow_mode=seconds)


def set_guests(db: Session, actor: Actor, *, proceeding_id: int, seen: int, guests: bool) -> int:
    """Let those without account or registration comment, ask and vote, or not. Raises Conflict when it is so already."""
    chaired = take_chair(db, actor, proceeding_id, seen, to_change=True)
    if plan_of(db, proceeding_id).guests == guests:
        raise Conflict("wrong_state")
    return _changed(chaired, guests=guests)


def _changed(chaired: Chaired, **values: int | bool) -> int:
    plan: Plan = plan_of(chaired.db, chaired.proceeding.id)
    for name, value in values.items():
        setattr(plan, name, value)
    chaired.db.add(plan)
    chaired.tell("hearing.changed", chaired.proceeding.public_id)
    return chaired.floor.moves
