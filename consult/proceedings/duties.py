"""What somebody has to do by a day: told by the rooms that know it, for the page of one's own, the calendar and the reminders."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.proceedings.models import Proceeding

STAGES = ("week", "day", "overdue")  # in the order in which they are told
WEEK, DAY = timedelta(days=7), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Duty:
    """Something not yet done for which an account is responsible; `path` is its page below the address of the proceeding.

    `kind` is `task`, `request` or `vote`; `due_on` is YYYY-MM-DD in the zone of the proceeding, or None; `reminded` is the mark
    of the last reminder.
    """

    kind: str
    public_id: str
    account_id: int
    proceeding: Proceeding
    title: str
    state: str
    due_on: str | None
    path: str
    revision: int
    reminded: str

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over where the proceeding is held."""
        return is_overdue(self.due_on, self.proceeding)

    @property
    def stage(self) -> str | None:
        """Which reminder is due now; None for none, or where this one or a later one was mailed already."""
        found = stage_of(self.due_on, today_in(self.proceeding.zone))
        return found if found is not None and not _was_told(self, found) else None

    def mark(self, stage: str) -> str:
        """What is kept of a reminder: it counts no more once the day or the person is another."""
        return f"{stage} {self.due_on} {self.account_id}"


Source = Callable[[Session, Actor], list[Duty]]
DUTIES: list[Source] = []
"""What the rooms above tell of a reader's own duties; each asks what the reader may see now."""


def duties_of(db: Session, actor: Actor) -> list[Duty]:
    """All that the actor has to do, what is due first at the top, what has no day at the end."""
    found = [one for source in DUTIES for one in source(db, actor)]
    return sorted(found, key=lambda one: (one.due_on is None, one.due_on or "", one.title))


def today_in(zone: str) -> date:
    """The day that a calendar on the wall shows there now."""
    return now().astimezone(ZoneInfo(zone)).date()


def is_overdue(due_on: str | None, proceeding: Proceeding) -> bool:
    """Whether a day is over where the proceeding is held."""
    return due_on is not None and due_on < today_in(proceeding.zone).isoformat()


def stage_of(due_on: str | None, today: date) -> str | None:
    """The reminder that a due day asks for today; None while it is further away than a week, or where there is none."""
    if due_on is None:
        return None
    left = date.fromisoformat(due_on) - today
    if left < timedelta(0):
        return "overdue"
    return "day" if left <= DAY else "week" if left <= WEEK else None


def _was_told(duty: Duty, stage: str) -> bool:
    later = STAGES[STAGES.index(stage) :]
    return duty.reminded in {duty.mark(one) for one in later}
