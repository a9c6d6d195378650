"""Whether guests take part. How often each may send is the floor's `set_slow_mode`; both are asked in `admitting`."""

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict
from consult.hearings.floor.operations.chairing import take_chair
from consult.hearings.programme.queries import plan_of


def set_guests(db: Session, actor: Actor, *, proceeding_id: int, seen: int, guests: bool) -> int:
    """Let those without account or registration comment, ask and vote, or not. Raises Conflict when it is so already.

    Whatever is being filed in this moment is filed by the rule before; what comes next by the new one.
    """
    chaired = take_chair(db, actor, proceeding_id, seen, to_change=True)
    plan = plan_of(db, proceeding_id)
    if plan.guests == guests:
        raise Conflict("wrong_state")
    plan.guests = guests
    db.add(plan)
    chaired.tell("hearing.changed", chaired.proceeding.public_id)
    return chaired.floor.moves
