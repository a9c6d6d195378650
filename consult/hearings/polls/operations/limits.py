"""What the chair sets while people write: slow mode, and whether guests take part."""

from sqlalchemy import delete
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Invalid, NotFound
from consult.hearings.polls.models import Pause
from consult.hearings.programme.models import SECONDS, Plan
from consult.hearings.programme.telling import tell
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

LONGEST_PAUSE = 3600


def set_slow_mode(db: Session, actor: Actor, *, proceeding_id: int, seconds: int) -> None:
    """Let each sender wait so many seconds between two comments or questions; 0 ends it. Raises Invalid beyond an hour."""
    proceeding = _chaired(db, actor, proceeding_id)
    if not 0 <= seconds <= LONGEST_PAUSE:
        raise Invalid("seconds", "out_of_bounds", least=0, most=LONGEST_PAUSE)
    _plan(db, proceeding).slow_mode = seconds
    if not seconds:
        forget_pauses(db, proceeding)
    tell(db, proceeding, "hearing.changed", proceeding.public_id)


def set_guests(db: Session, actor: Actor, *, proceeding_id: int, guests: bool) -> None:
    """Let those without account or registration comment, ask and vote, or not."""
    proceeding = _chaired(db, actor, proceeding_id)
    _plan(db, proceeding).guests = guests
    tell(db, proceeding, "hearing.changed", proceeding.public_id)


def forget_pauses(db: Session, proceeding: Proceeding) -> None:
    """Forget who has just sent something."""
    db.execute(delete(Pause).where(Pause.proceeding_id == proceeding.id))


def _chaired(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    """Locked to be changed: a comment that is being filed is filed by the rule before, and the next one by the new one."""
    row = locked_proceeding(db, actor, proceeding_id, to_change=True)
    if row.kind != "hearing":
        raise NotFound
    require(actor, "hearing:chair", row)
    return row


def _plan(db: Session, proceeding: Proceeding) -> Plan:
    plan = db.get(Plan, proceeding.id)
    if plan is None:
        plan = Plan(proceeding_id=proceeding.id, seconds=dict(SECONDS), budgets={})
        db.add(plan)
    return plan
