"""What follows when a registration changes; consult/app.py and consult/worker.py say what the rooms above do then."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.clock import now
from consult.core.jobs import enqueue
from consult.hearings.programme.models import Plan
from consult.hearings.registration.models import Registration
from consult.hearings.registration.queries import accepted_speakers, reserve_of
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell

Follows = Callable[[Session, Registration], None]
ACCEPTED: list[Follows] = []
"""In the transaction in which a registration is accepted, after its state is."""
GONE: list[Follows] = []
"""In the transaction in which an accepted registration is withdrawn, removed, declined or put into the reserve."""
PRESENT: list[Follows] = []
"""In the transaction in which somebody checks in or out: `mode` is where they are, None for nowhere."""
FORGOTTEN: list[Follows] = []
"""In the transaction in which name and contact of a registration are forgotten, because their time is over."""
TELL = "tell_registration"
GATHER = timedelta(minutes=5)


def change_state(
    db: Session, proceeding: Proceeding, row: Registration, state: str, *, reason: str = "", mailed: bool = True
) -> None:
    """Give a registration another state, tell the desk's stream, whoever it is by mail, and the rooms above."""
    before, row.state, row.reason = row.state, state, reason
    if state != "reserve":
        row.position = None
    if state != "accepted":
        row.present_at = row.mode = None
    db.flush()
    tell(db, proceeding, f"registration.{state}", row.public_id, closed=True)
    if mailed:
        enqueue(db, TELL, {"registration": row.public_id, "state": state}, now() + GATHER)
    if state == "accepted":
        follow(db, row, ACCEPTED)
    elif before == "accepted":
        follow(db, row, GONE)


def follow(db: Session, row: Registration, hooks: list[Follows]) -> None:
    """Let the rooms above do what they do then."""
    for one in hooks:
        one(db, row)


def free_places(db: Session, plan: Plan) -> int | None:
    """How many may still be accepted to speak; None for any number."""
    return None if plan.places is None else max(0, plan.places - accepted_speakers(db, plan.proceeding_id))


def fill_place(db: Session, proceeding: Proceeding, plan: Plan) -> Registration | None:
    """Let the first of the reserve take a place that has become free; None where none is free or nobody waits."""
    db.flush()
    if free_places(db, plan) == 0:
        return None
    first = reserve_of(proceeding.id).where(Registration.wish == "speak").limit(1).with_for_update()
    row = db.scalar(first)
    if row is not None:
        change_state(db, proceeding, row, "accepted")
    return row


def locked_registration(db: Session, proceeding: Proceeding, public_id: str) -> Registration | None:
    """A registration of a locked hearing, to be changed."""
    mine = (Registration.proceeding_id == proceeding.id, Registration.public_id == public_id)
    return db.scalar(select(Registration).where(*mine).with_for_update())
