"""The forms of the results: the text, an outcome, and publishing."""

from collections.abc import Mapping, Sequence
from typing import Any

from wtforms import BooleanField, HiddenField, SelectField, TextAreaField

from consult.consultations.editing.forms.fields import TextsForm, original_first, spread, text_fields
from consult.followup.citing import typed_references
from consult.followup.models import DECISIONS
from consult.followup.words import decision_words
from consult.web.fields import Later, WholeNumber, offered
from consult.web.forms import PageForm
from consult.web.language import gettext as _

OUTCOME_TEXTS = {"text": TextAreaField, "why": TextAreaField}


class ResultsForm(TextsForm):
    """The text of the results."""

    seen = HiddenField()


class OutcomeForm(TextsForm):
    """What became of one demand."""

    seen = HiddenField()
    decision = SelectField(Later(lambda: _("What became of it")))
    cited = TextAreaField(
        Later(lambda: _("Contributions cited")),
        description=Later(
            lambda: _("Their references, with blanks or line breaks between them. Their authors are told.")
        ),
    )
    position = WholeNumber(Later(lambda: _("Place in the list")))
    take_away = BooleanField(Later(lambda: _("Remove")))

    @property
    def references(self) -> list[str]:
        """What was typed, each reference once."""
        return typed_references(self.cited.data or "")


class PublishForm(PageForm):
    """The question before publishing."""

    seen = HiddenField()
    tell_again = BooleanField(Later(lambda: _("Tell those again who were cited and told before")))


def results_form(languages: Sequence[str], original: str, text: Mapping[str, str], seen: str) -> ResultsForm:
    """The form of the text, with a box for each language."""
    tongues = original_first(languages, original)
    fields = text_fields({"text": TextAreaField}, tongues)
    made = type("WholeResultsForm", (ResultsForm,), {**fields, "languages": tongues})
    form: ResultsForm = made(data={"seen": seen, **spread("text", text)})
    return form


def outcome_form(languages: Sequence[str], original: str, values: Mapping[str, Any]) -> OutcomeForm:
    """The form of an outcome; `values` has its fields, `seen` and `position`."""
    tongues = original_first(languages, original)
    data = {name: values.get(name) for name in ("seen", "decision", "position")}
    data["cited"] = " ".join(values.get("cited") or ())
    for name in OUTCOME_TEXTS:
        data |= spread(name, values.get(name) or {})
    made = type("WholeOutcomeForm", (OutcomeForm,), {**text_fields(OUTCOME_TEXTS, tongues), "languages": tongues})
    form: OutcomeForm = made(data=data)
    form.decision.choices = offered([(one, decision_words(one)) for one in DECISIONS])
    return form
