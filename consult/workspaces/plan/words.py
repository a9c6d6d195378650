"""States of tasks and the fields of their history, in the reader's words."""

from datetime import date
from typing import Any

from consult.web.formats import day_words
from consult.web.language import gettext as _
from consult.web.language import language, pgettext
from consult.workspaces.plan.models import STATES
from consult.workspaces.plan.queries import Change

NAMING = ("responsible", "organisation")


def state_words(state: str) -> str:
    """How far a task is."""
    words = {
        "planned": pgettext("task", "Planned"),
        "going_on": pgettext("task", "Going on"),
        "done": pgettext("task", "Done"),
        "dropped": pgettext("task", "Dropped"),
    }
    return words[state]


def states_offered() -> list[tuple[str, str]]:
    """Each state with its words."""
    return [(one, state_words(one)) for one in STATES]


def told_changes(change: Change) -> list[tuple[str, str, str, bool]]:
    """The fields that were changed, each with its name, what it was, what it became, and whether it names somebody; of a new
    task what it began with."""
    words = {
        "objective": _("Objective"),
        "title": _("Task"),
        "note": _("Note"),
        "responsible": _("Responsible member"),
        "organisation": _("Responsible organisation"),
        "starts_on": _("Starts on"),
        "due_on": _("Due on"),
        "state": _("State"),
    }
    return [
        (label, _value(name, change.facts[name][0]), _value(name, change.facts[name][1]), name in NAMING)
        for name, label in words.items()
        if name in change.facts and (change.facts[name][1] or not change.is_first)
    ]


def act_words(change: Change) -> str:
    """What was done, as the head of a line of the history."""
    if change.is_first:
        return _("Added")
    removed = change.facts.get("removed")
    if removed is not None:
        return _("Taken away") if removed[1] else _("Put back")
    return _("Changed")


def iso_day(day: str) -> str:
    """A day given as YYYY-MM-DD."""
    return day_words(date.fromisoformat(day), language())


def _value(name: str, value: Any) -> str:
    if not value:
        return pgettext("field", "nothing")
    if name in ("starts_on", "due_on"):
        return iso_day(value)
    return state_words(value) if name == "state" else str(value)
