"""The forms of a plan. What cannot be taken is refused by the operations, in the words of the house; the forms only carry it."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.widgets import DateInput

from consult.proceedings.models import Proceeding
from consult.web.fields import Later, offered
from consult.web.forms import PageForm
from consult.web.language import NAMES, language
from consult.web.language import gettext as _
from consult.web.validators import Chosen, Written
from consult.workspaces.plan.shape import NAME, NOTE, TITLE, NewObjective, NewTask
from consult.workspaces.plan.words import states_offered
from consult.workspaces.rooms.people import Person


class DayField(StringField):
    """A day in the browser's own field for days; what was typed is kept as it is, so that a refusal can show it again."""

    widget = DateInput()


class ObjectiveForm(PageForm):
    """What the room wants to reach."""

    seen = HiddenField()
    title = StringField(Later(lambda: _("Objective")), [Written(characters=TITLE)])
    note = TextAreaField(Later(lambda: _("Note")), [Written(characters=NOTE, required=False)])
    language = SelectField(Later(lambda: _("Language")), [Chosen()], validate_choice=False)

    def __init__(self, room: Proceeding, **values: Any) -> None:
        super().__init__(**values)
        self["language"].choices = offered((code, NAMES[code]) for code in room.languages)
        if not self["language"].data:
            self["language"].data = language() if language() in room.languages else room.language

    def objective(self) -> NewObjective:
        """What was typed."""
        return NewObjective(self.title.data or "", self.note.data or "", self["language"].data or "")


class TaskForm(PageForm):
    """A step towards an objective."""

    seen = HiddenField()
    objective = SelectField(Later(lambda: _("Objective")), [Chosen()], validate_choice=False)
    title = StringField(Later(lambda: _("Task")), [Written(characters=TITLE)])
    note = TextAreaField(Later(lambda: _("Note")), [Written(characters=NOTE, required=False)])
    responsible = SelectField(
        Later(lambda: _("Responsible member")),
        validate_choice=False,
        description=Later(lambda: _("Is reminded by mail a week and a day before it is due, and when it is overdue.")),
    )
    organisation = StringField(Later(lambda: _("Responsible organisation")), [Written(characters=NAME, required=False)])
    starts_on = DayField(Later(lambda: _("Starts on")))
    due_on = DayField(Later(lambda: _("Due on")))
    state = SelectField(Later(lambda: _("State")), validate_choice=False)

    def __init__(
        self, aims: Sequence[tuple[str, str]], people: Sequence[Person], gone: Person | None = None, **values: Any
    ) -> None:
        super().__init__(**values)
        self.objective.choices = offered(aims)
        self.state.choices = offered(states_offered())
        self.responsible.choices = offered(people_offered(people, gone))

    def task(self) -> NewTask:
        """What was typed."""
        return NewTask(
            objective=self.objective.data or "",
            title=self.title.data or "",
            note=self.note.data or "",
            responsible=self.responsible.data or None,
            organisation=self.organisation.data or "",
            starts_on=self.starts_on.data,
            due_on=self.due_on.data,
            state=self.state.data or "planned",
        )


def people_offered(people: Sequence[Person], gone: Person | None) -> list[tuple[str, str]]:
    """Who can be made responsible; somebody who left, only where they are it already."""
    told = [(one.public_id, one.name) for one in people]
    if gone is not None and not gone.present:
        told.append((gone.public_id, _("%(name)s, who left", name=gone.name)))
    return [("", _("Nobody yet")), *told]


class StateForm(PageForm):
    """How far a task is."""

    seen = HiddenField()
    state = SelectField(Later(lambda: _("State")), validate_choice=False)

    def __init__(self, **values: Any) -> None:
        super().__init__(**values)
        self.state.choices = offered(states_offered())


def filter_choices(wanted: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """What a plan can be narrowed to, each with whether it is."""
    words = {"": _("All tasks"), "mine": _("My tasks"), "overdue": _("Overdue tasks")}
    return [(key, label, wanted.get("show", "") == key) for key, label in words.items()]
