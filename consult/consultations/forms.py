"""The form of a questionnaire, made from the version that is asked."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from wtforms import Field, Form, HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import StopValidation

from consult.consultations.answers import Raw, passage_of, steps
from consult.consultations.queries import Asked, AskedQuestion
from consult.contributions.disclosure import ReadPassage
from consult.contributions.forms import SenderForm
from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.core.localized import Words
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import Checkboxes, offered
from consult.web.formats import spoken
from consult.web.forms import PageForm
from consult.web.language import gettext as _
from consult.web.language import language


class Answered:
    """Checks an answer as the operation will."""

    def __init__(self, question: AskedQuestion) -> None:
        self.question = question
        self.field_flags: dict[str, Any] = {"required": True} if question.required else {}

    def __call__(self, form: Form, field: Field) -> None:
        """Raises StopValidation with the sentence for the problem."""
        try:
            passage_of(self.question, field.data)
        except Invalid as error:
            raise StopValidation(message_for(error)) from error


class ResponseForm(SenderForm):
    """Answers and sender; `questionnaire` is the version that was read."""

    questionnaire = HiddenField()


class AnswersForm(PageForm):
    """The answers alone, to correct them; `seen` is the version of the response that was corrected."""

    seen = HiddenField()


def name_of(question: AskedQuestion) -> str:
    """The name of a question's field."""
    return f"q_{question.public_id}"


def response_form(asked: Asked, proceeding: Proceeding, actor: Actor) -> ResponseForm:
    """An empty or sent form for a version of the questionnaire."""
    made = type("AskedForm", (ResponseForm,), fields_for(asked))
    form: ResponseForm = made(proceeding, actor)
    if not form.is_submitted():
        form.questionnaire.data = asked.public_id
    return form


def answers_form(asked: Asked, passages: list[ReadPassage], seen: int) -> AnswersForm:
    """The form to correct answers, filled with those that were sent last."""
    known = {one.question: one.value["value"] for one in passages if one.value is not None}
    filled = {name_of(one): _as_typed(known[one.public_id]) for one in asked.questions() if one.public_id in known}
    form: AnswersForm = type("AskedAgain", (AnswersForm,), fields_for(asked))(data={"seen": str(seen), **filled})
    return form


def _as_typed(value: Any) -> Any:
    return str(value) if isinstance(value, int) else value


def fields_for(asked: Asked) -> dict[str, Any]:
    """A field for each question, by name."""
    return {name_of(question): _MAKERS[question.type](question) for question in asked.questions()}


def answers_in(asked: Asked, form: PageForm) -> dict[str, Raw]:
    """What was typed: public id of the question → answer."""
    return {question.public_id: form[name_of(question)].data for question in asked.questions()}


def _said(words: Words | None) -> Markup | str:
    return spoken(words, language()) if words is not None else ""


def _basics(question: AskedQuestion) -> dict[str, Any]:
    return {
        "label": _said(question.label),
        "description": _said(question.hint),
        "validators": [Answered(question)],
    }


def _options(question: AskedQuestion) -> list[tuple[str, Any]]:
    return [(key, _said(words)) for key, words in question.options.items()]


def _single(question: AskedQuestion) -> Field:
    choices = _options(question)
    if not question.required:
        choices.append(("", _("No answer")))
    return RadioField(**_basics(question), choices=offered(choices), validate_choice=False)


def _scale(question: AskedQuestion) -> Field:
    numbers = steps(question)
    ends: Mapping[int, Words | None] = {numbers[0]: question.min_label, numbers[-1]: question.max_label}
    choices: list[tuple[str, Any]] = []
    for number in numbers:
        said = ends.get(number)
        choices.append((str(number), Markup("{}: {}").format(number, _said(said)) if said else str(number)))
    if not question.required:
        choices.append(("", _("No answer")))
    return RadioField(**_basics(question), choices=offered(choices), validate_choice=False)


_MAKERS: Mapping[str, Any] = {
    "short_text": lambda question: StringField(**_basics(question)),
    "long_text": lambda question: TextAreaField(**_basics(question)),
    "single_choice": _single,
    "multiple_choice": lambda question: Checkboxes(
        **_basics(question), choices=offered(_options(question)), validate_choice=False
    ),
    "scale": _scale,
}


def typed_in(asked: Asked, form: PageForm) -> str:
    """Everything that was typed, question by question, to be copied where it cannot be sent any more."""
    parts = []
    for question in asked.questions():
        raw = form[name_of(question)].data
        said = ", ".join(raw) if isinstance(raw, list) else raw
        if said:
            parts.append(f"{question.label.text}\n{said}")
    return "\n\n".join(parts)
