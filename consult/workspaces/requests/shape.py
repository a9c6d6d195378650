"""Requests as they are typed, and what of it can be kept."""

from dataclasses import dataclass, replace

from consult.core.errors import Invalid
from consult.workspaces.requests.models import DIRECTIONS, SUBJECTS
from consult.workspaces.rooms.working import checked_day, written

TITLE, TEXT, NAME, SLUG = 300, 20_000, 200, 100


@dataclass(frozen=True, slots=True)
class NewRequest:
    """A request `to` an institution or `from` one. `organisation` is the last part of its address in the directory, or empty:
    then `institution` is its plain name. `responsible` is the public id of an account, `due_on` YYYY-MM-DD or None."""

    direction: str
    subject: str
    title: str
    text: str
    institution: str = ""
    organisation: str = ""
    language: str = "en"
    due_on: str | None = None
    responsible: str | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What is done with a request: one of STEPS, in words where it needs them; `due_on` and `responsible` where they change."""

    step: str
    text: str = ""
    due_on: str | None = None
    responsible: str | None = None


def checked_request(new: NewRequest) -> NewRequest:
    """The same as it is kept. Raises Invalid."""
    if new.direction not in DIRECTIONS:
        raise Invalid("direction", "no_such_choice")
    if new.subject not in SUBJECTS:
        raise Invalid("subject", "no_such_choice")
    organisation = written(new.organisation, "organisation", SLUG)
    return replace(
        new,
        title=written(new.title, "title", TITLE, required=True),
        text=written(new.text, "text", TEXT, required=True),
        institution=written(new.institution, "institution", NAME, required=not organisation),
        organisation=organisation.rstrip("/").rpartition("/")[2],
        due_on=checked_day(new.due_on, "due_on"),
    )
