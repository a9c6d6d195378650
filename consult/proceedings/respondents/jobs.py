"""What the worker does for lists of respondents: it sends the one reminder that was asked for."""

from datetime import datetime
from typing import Any

from consult.bodies.operations import Letter
from consult.core.actors import system
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.proceedings.respondents.reminders import KIND, list_reminder_due, remind_some
from consult.web.formats import moment_words

WORKER = system("worker")


def remind(work: Work, values: dict[str, Any]) -> datetime | None:
    """Write to a part of the list, with the closing time as it is now, or later when the closing was put off."""
    due = work.run(list_reminder_due, WORKER, bulk=True, proceeding_id=values["proceeding"]).result
    if due is None:
        return None
    proceeding, again = due
    if again is not None:
        return again
    letters = {}
    for code, (subject, text, language) in values["letters"].items():
        closes = moment_words(proceeding.closes_at, language, proceeding.zone)
        letters[code] = Letter(subject, text.replace("{closes}", closes), language)
    work.run(remind_some, WORKER, bulk=True, values=values, letters=letters)
    return None


HANDLERS: dict[str, Handler] = {KIND: remind}
