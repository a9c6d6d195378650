"""The forms of requests. What cannot be taken is refused by the operations; the forms only carry it."""

from collections.abc import Sequence
from typing import Any

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.widgets import DateInput

from consult.proceedings.models import Proceeding
from consult.web.fields import Later, offered
from consult.web.forms import PageForm
from consult.web.language import NAMES, language
from consult.web.language import gettext as _
from consult.web.validators import Chosen, Written
from consult.workspaces.requests.models import DIRECTIONS, SUBJECTS
from consult.workspaces.requests.shape import NAME, SLUG, TEXT, TITLE, NewRequest, Step
from consult.workspaces.requests.states import needs_words
from consult.workspaces.requests.words import direction_words, subject_words, text_label
from consult.workspaces.rooms.people import Person


class DayField(StringField):
    """A day in the browser's own field for days; what was typed is kept as it is, so that a refusal can show it again."""

    widget = DateInput()


class RequestForm(PageForm):
    """A request as it is drafted."""

    seen = HiddenField()
    direction = RadioField(Later(lambda: _("Which way does it go?")), [Chosen()], validate_choice=False, default="to")
    subject = SelectField(Later(lambda: _("What is asked for?")), [Chosen()], validate_choice=False)
    institution = StringField(
        Later(lambda: _("Institution")),
        [Written(characters=NAME, required=False)],
        description=Later(lambda: _("Its name, such as Ministry of the Interior.")),
    )
    organisation = StringField(
        Later(lambda: _("Its address in the directory of organisations")),
        [Written(characters=SLUG, required=False)],
        description=Later(
            lambda: _(
                "Where it is registered here: the last part of the address of its page. Then its name is taken from there."
            )
        ),
        render_kw={"dir": "ltr"},
    )
    title = StringField(Later(lambda: _("Title")), [Written(characters=TITLE)])
    text = TextAreaField(Later(lambda: _("What is asked, and why")), [Written(characters=TEXT)])
    language = SelectField(Later(lambda: _("Language")), [Chosen()], validate_choice=False)
    due_on = DayField(Later(lambda: _("An answer is due on")))
    responsible = SelectField(
        Later(lambda: _("Responsible member")),
        validate_choice=False,
        description=Later(lambda: _("Is reminded by mail a week and a day before it is due, and when it is overdue.")),
    )

    def __init__(self, room: Proceeding, people: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.direction.choices = offered((one, direction_words(one)) for one in DIRECTIONS)
        self.subject.choices = offered((one, subject_words(one)) for one in SUBJECTS)
        self["language"].choices = offered((code, NAMES[code]) for code in room.languages)
        if not self["language"].data:
            self["language"].data = language() if language() in room.languages else room.language
        self.responsible.choices = offered(people)

    def request(self) -> NewRequest:
        """What was typed."""
        names = ("direction", "subject", "title", "text", "institution", "organisation", "language")
        values = {name: self[name].data or "" for name in names}
        return NewRequest(**values, due_on=self.due_on.data, responsible=self.responsible.data or None)


class StepForm(PageForm):
    """What is done with a request, and the words that it needs."""

    seen = HiddenField()
    step = HiddenField()
    text = TextAreaField(Later(lambda: _("Note")))
    due_on = DayField(Later(lambda: _("New due day")))
    responsible = SelectField(Later(lambda: _("Responsible member")), validate_choice=False)

    def __init__(self, people: Sequence[tuple[str, str]], **values: Any) -> None:
        super().__init__(**values)
        self.responsible.choices = offered(people)

    def fit(self, state: str, step: str) -> None:
        """Keep the fields that this step has, each with its words."""
        self.step.data = step
        self.text.label.text = text_label(step)
        self.text.flags.required = needs_words(state, step)
        if step != "move_due":
            del self.due_on
        if step != "assign":
            del self.responsible

    def taken(self) -> Step:
        """What was typed."""
        due_on = self["due_on"].data if "due_on" in self else None
        responsible = self["responsible"].data if "responsible" in self else None
        return Step(self.step.data or "", self.text.data or "", due_on, responsible or None)


def people_offered(people: Sequence[Person], gone: Person | None = None) -> list[tuple[str, str]]:
    """Who can be made responsible; somebody who left, only where they are it already."""
    told = [(one.public_id, one.name) for one in people]
    if gone is not None and not gone.present:
        told.append((gone.public_id, _("%(name)s, who left", name=gone.name)))
    return [("", _("Nobody yet")), *told]
