"""Writing down who was shown what was confided, and forgetting both logs in time."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.staff_log.models import ConfidentialReading, StaffAct


def this_hour() -> datetime:
    """The full hour of the present."""
    return now().replace(minute=0, second=0, microsecond=0)


def not_noted(db: Session, account_id: int, references: Sequence[str]) -> list[str]:
    """Those of these references that this account was not yet noted for in this hour, in order."""
    row = ConfidentialReading
    known = select(row.reference).where(
        row.account_id == account_id, row.hour == this_hour(), row.reference.in_(references)
    )
    noted = set(db.scalars(known))
    return sorted(set(references) - noted)


def note_readings(
    db: Session,
    actor: Actor,
    *,
    door: str,
    places: Mapping[str, int],
    exports: Mapping[int, int],
) -> None:
    """Write down that the actor is being shown contributions (reference → proceeding) and exports (proceeding → number)."""
    if actor.account_id is None:
        raise NotFound
    at, hour = now(), this_hour()
    told = {"at": at, "hour": hour, "account_id": actor.account_id, "door": door}
    new = not_noted(db, actor.account_id, list(places))
    rows = [{**told, "reference": one, "proceeding_id": places[one], "number": None} for one in new]
    rows += [{**told, "reference": None, "proceeding_id": one, "number": number} for one, number in exports.items()]
    if rows:
        db.execute(insert(ConfidentialReading), rows)


def note_command(db: Session, actor: Actor, *, door: str, proceeding_id: int, number: int) -> None:
    """Write down that a command of the operator gave out so many confidential contributions. For the system alone."""
    if not actor.system:
        raise NotFound
    told = {"at": now(), "hour": this_hour(), "account_id": None, "door": door, "reference": None}
    db.execute(insert(ConfidentialReading), [{**told, "proceeding_id": proceeding_id, "number": number}])


def forget_before(db: Session, actor: Actor, *, before: datetime) -> int:
    """Delete what both logs hold from before an instant; how many rows. For the job alone."""
    if not actor.system:
        raise NotFound
    gone = [db.execute(delete(table).where(table.at < before)).rowcount for table in (StaffAct, ConfidentialReading)]  # type: ignore[attr-defined]
    return sum(gone)
