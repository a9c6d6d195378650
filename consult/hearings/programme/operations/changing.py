"""What every change of a programme begins and ends with."""

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.hearings.programme.models import Plan
from consult.hearings.programme.queries import plan_of
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell


def hearing_to_plan(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    """The hearing, locked to be changed: two changes of a programme never cross. Raises NotFound for whoever may not plan it."""
    row = locked_proceeding(db, actor, proceeding_id, to_change=True)
    if row.kind != "hearing":
        raise NotFound
    require(actor, "hearing:plan", row)
    return row


def check_seen(present: str, seen: str) -> None:
    """Raises Conflict where something was changed since it was shown."""
    if present != seen:
        raise Conflict("changed_meanwhile")


def stored_plan(db: Session, proceeding_id: int) -> Plan:
    """The row of a plan, which is made where the defaults held until now."""
    plan = plan_of(db, proceeding_id)
    db.add(plan)
    return plan


def changed(db: Session, row: Proceeding, kind: str, reference: str, *, closed: bool = False) -> None:
    """Count a change for the calendars and tell the streams of it, once the hearing is announced."""
    plan = stored_plan(db, row.id)
    if row.state == "draft":
        return
    if not closed:
        revise(plan)
    tell(db, row, kind, reference, closed=closed)


def revise(plan: Plan) -> None:
    """Count a change for the calendars."""
    plan.revision, plan.revised_at = plan.revision + 1, now()


def count_edit(db: Session, row: Proceeding) -> None:
    """A hearing whose name or texts were edited has changed for the calendars, too."""
    if row.kind == "hearing" and row.state != "draft":
        revise(stored_plan(db, row.id))
