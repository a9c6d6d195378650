"""What the worker does for drafts: it forgets those that have expired, and sends the reminders that were asked for."""

from datetime import datetime
from typing import Any

from consult.bodies.operations import Letter
from consult.contributions.drafts.operations import FORGET, forget_drafts
from consult.contributions.drafts.reminders import KIND, reminder_due, send_reminder
from consult.core.actors import system
from consult.core.clock import next_local_hour
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.proceedings.models import RELEASE_HOUR
from consult.web.formats import moment_words

WORKER = system("worker")


def forget(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Drop what has expired; again tomorrow."""
    work.run(forget_drafts, WORKER, bulk=True)
    return next_local_hour(RELEASE_HOUR, "UTC")


def remind(work: Work, values: dict[str, Any]) -> datetime | None:
    """Send one reminder with the closing time as it is now, or later when the closing was put off."""
    due = work.run(reminder_due, WORKER, bulk=True, draft=values["draft"]).result
    if due is None or due.again is not None:
        return due.again if due else None
    closes = moment_words(due.closes_at, values["language"], due.zone)
    letter = Letter(values["subject"], values["text"].replace("{closes}", closes), values["language"])
    work.run(send_reminder, WORKER, bulk=True, draft=values["draft"], letter=letter)
    return None


HANDLERS: dict[str, Handler] = {FORGET: forget, KIND: remind}
