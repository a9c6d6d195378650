"""The secretariat's form for more time."""

from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.widgets import DateTimeLocalInput

from consult.contributions.drafts.reminders import REASON_LENGTH
from consult.web.forms import PageForm
from consult.web.language import NAMES
from consult.web.language import gettext as _
from consult.web.validators import Written


class MoreTimeForm(PageForm):
    """The new closing time, and why, in the languages of the proceeding; `more_time_form` adds those."""

    closes_local = StringField(validators=[Written(characters=40)], widget=DateTimeLocalInput())


def more_time_form(languages: list[str], zone: str) -> MoreTimeForm:
    """The form, empty or as it was sent."""
    texts = {
        f"reason_{code}": TextAreaField(NAMES[code], validators=[Written(characters=REASON_LENGTH, required=False)])
        for code in languages
    }
    made: Any = type("MoreTime", (MoreTimeForm,), texts)
    form: MoreTimeForm = made()
    form.closes_local.label.text = _("New closing time")
    form.closes_local.description = _("Local time in %(zone)s.", zone=zone)
    return form


def reasons_in(form: MoreTimeForm, languages: list[str]) -> dict[str, str]:
    """Language → what was written."""
    return {code: form[f"reason_{code}"].data or "" for code in languages}
