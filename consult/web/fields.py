"""Kinds of fields that many forms use, and refusals put beside their fields."""

from collections.abc import Iterable
from typing import Any

from flask_babel.speaklater import LazyString as Later
from wtforms import Form, IntegerField, SelectMultipleField
from wtforms.fields import choices
from wtforms.widgets import CheckboxInput, ListWidget

from consult.core.errors import ConsultError, Invalid
from consult.web.errors import message_for
from consult.web.language import gettext as _

__all__ = ["Checkboxes", "Later", "WholeNumber", "offered", "refuse"]


def offered(options: Iterable[tuple[Any, Any]]) -> list[Any]:
    """The choices of a field, from pairs of value and words."""
    kind: Any = choices  # its types do not know SelectChoice yet
    return [kind.SelectChoice(value, words) for value, words in options]


class Checkboxes(SelectMultipleField):
    """Several of a few choices, each with its box."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class WholeNumber(IntegerField):
    """A whole number, refused in our own words."""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Raises ValueError with the sentence for what is no number."""
        self.data = None
        if valuelist and valuelist[0].strip():
            try:
                self.data = int(valuelist[0])
            except ValueError:
                raise ValueError(_("Please give a whole number.")) from None


def refuse(form: Form, error: ConsultError) -> None:
    """Show a refusal beside the field it names, or over the form when it names none that is there."""
    if isinstance(error, Invalid) and error.field in form:
        field: Any = form[error.field]
        field.errors = [*field.errors, message_for(error)]
    else:
        form.form_errors = [*form.form_errors, message_for(error)]
