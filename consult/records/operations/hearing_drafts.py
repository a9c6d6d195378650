"""Taking away what a draft of a hearing holds beside its contributions."""

from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.core.localized import LocalizedText
from consult.hearings.floor.models import Floor, Speaker, Turn
from consult.hearings.hall.models import Screen
from consult.hearings.notes.models import Agreement, Line, LineVersion
from consult.hearings.polls.models import Ballot, Handling, Pause, Poll, PollVoter
from consult.hearings.programme.models import AgendaItem, Channel, HearingPerson, HearingSession, Paper, Plan
from consult.hearings.record.models import Origin
from consult.hearings.registration.models import Registration, Statement

# What hangs on another row comes before it: (table, the column by which it hangs there, that table).
HANGING: tuple[tuple[Any, Any, Any], ...] = (
    (LineVersion, LineVersion.line_id, Line),
    (Agreement, Agreement.item_id, AgendaItem),
    (PollVoter, PollVoter.poll_id, Poll),
    (Ballot, Ballot.poll_id, Poll),
    (Paper, Paper.item_id, AgendaItem),
    (Statement, Statement.item_id, AgendaItem),
    (Statement, Statement.registration_id, Registration),
)
OWN: tuple[Any, ...] = (
    Handling, Pause, Screen, Line,
    Poll, Turn, Speaker, Floor, Registration, Channel, HearingPerson, AgendaItem, HearingSession, Plan, Origin,
)  # fmt: skip
WITH_TEXTS: tuple[Any, ...] = (Poll, AgendaItem, HearingSession)


def remove_hearing(db: Session, proceeding_id: int) -> None:
    """Every row of the hearing of this draft, in the order that leaves nothing pointing at nothing."""
    owners = [row.owner for table in WITH_TEXTS for row in db.scalars(_of(table, proceeding_id))]
    items = select(AgendaItem.id).where(AgendaItem.proceeding_id == proceeding_id)
    owners += [row.owner for row in db.scalars(select(Paper).where(Paper.item_id.in_(items)))]
    for start in range(0, len(owners), 500):
        db.execute(delete(LocalizedText).where(LocalizedText.owner.in_(owners[start : start + 500])))
    for table, column, above in HANGING:
        ids = select(above.id).where(above.proceeding_id == proceeding_id)
        db.execute(delete(table).where(column.in_(ids)).execution_options(synchronize_session=False))
    db.execute(update(AgendaItem).where(AgendaItem.proceeding_id == proceeding_id).values(parent_id=None))
    for table in OWN:
        gone = delete(table).where(table.proceeding_id == proceeding_id)
        db.execute(gone.execution_options(synchronize_session=False))


def _of(table: Any, proceeding_id: int) -> Any:
    return select(table).where(table.proceeding_id == proceeding_id)
