"""Objectives and tasks as they are typed, and what of it can be kept."""

import hashlib
import json
from dataclasses import dataclass, replace

from consult.core.errors import Invalid
from consult.workspaces.plan.models import STATES, Objective
from consult.workspaces.rooms.working import checked_day, written

TITLE, NOTE, NAME = 300, 5_000, 200
MOST_OBJECTIVES, MOST_TASKS = 50, 500


@dataclass(frozen=True, slots=True)
class NewObjective:
    """What a room wants to reach, in one language."""

    title: str
    note: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task: `objective` is a public id, `responsible` that of an account or None, days are YYYY-MM-DD or None."""

    objective: str
    title: str
    note: str = ""
    responsible: str | None = None
    organisation: str = ""
    starts_on: str | None = None
    due_on: str | None = None
    state: str = "planned"


def checked_objective(new: NewObjective) -> NewObjective:
    """The same as it is kept. Raises Invalid."""
    return replace(new, title=written(new.title, "title", TITLE, required=True), note=written(new.note, "note", NOTE))


def checked_task(new: NewTask) -> NewTask:
    """The same as it is kept. Raises Invalid, also for a task that is due before it starts."""
    starts_on, due_on = checked_day(new.starts_on, "starts_on"), checked_day(new.due_on, "due_on")
    if starts_on is not None and due_on is not None and due_on < starts_on:
        raise Invalid("due_on", "due_before_start")
    check_state(new.state)
    return replace(
        new,
        title=written(new.title, "title", TITLE, required=True),
        note=written(new.note, "note", NOTE),
        organisation=written(new.organisation, "organisation", NAME),
        starts_on=starts_on,
        due_on=due_on,
    )


def check_state(state: str) -> None:
    """Raises Invalid for a state that a task cannot have."""
    if state not in STATES:
        raise Invalid("state", "no_such_choice")


def mark_of(objective: Objective) -> str:
    """What an editor had before them of an objective, as a short hash: a save over another one's is noticed by it."""
    told = [objective.title, objective.note, objective.language, objective.removed_at is None]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:32]
