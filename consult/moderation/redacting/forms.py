"""The forms of withholding and erasing, and the marks that a person set in each passage."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from flask_babel.speaklater import LazyString as Later
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, IntegerField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import HiddenInput

from consult.core.errors import Invalid
from consult.moderation.forms import NOTE_MAX
from consult.moderation.redacting.marking import ranges_marked
from consult.moderation.redacting.rendition import Span
from consult.moderation.redacting.words import ground_choices, redact_choices
from consult.web.fields import offered
from consult.web.language import gettext as _


def _note(label: str) -> TextAreaField:
    too_long = Later(lambda: _("This is too long: 1,000 characters at most."))
    return TextAreaField(label, [Optional(), Length(max=NOTE_MAX, message=too_long)])


def _required() -> InputRequired:
    return InputRequired(Later(lambda: _("Choose a reason")))


class RedactForm(FlaskForm):  # type: ignore[misc]
    """Why words are withheld; which ones stand in fields of their own for each passage."""

    seen = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    version = IntegerField(widget=HiddenInput(), validators=[InputRequired()])
    reason = RadioField(Later(lambda: _("Reason, told to everybody in place of the words")), [_required()])
    note = _note(Later(lambda: _("A sentence for the author")))
    hide = BooleanField(Later(lambda: _("Hide the whole input until the second person has confirmed")))

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        self.reason.choices = offered(redact_choices())


class EraseForm(FlaskForm):  # type: ignore[misc]
    """On which ground of law an input is erased."""

    ground = RadioField(Later(lambda: _("Ground, shown in the record")), [_required()])
    note = _note(Later(lambda: _("A sentence for the record, without anything of what is erased")))
    hide = BooleanField(Later(lambda: _("Hide it until the second person has confirmed")))
    sure = BooleanField(
        Later(lambda: _("I know that this cannot be undone.")),
        [InputRequired(Later(lambda: _("Please confirm that you know this.")))],
    )

    def __init__(self, *args: object, **values: object) -> None:
        super().__init__(*args, **values)
        self.ground.choices = offered(ground_choices())


class RequestForm(FlaskForm):  # type: ignore[misc]
    """Why an author wants the own input erased, if that is to be said."""

    note = _note(Later(lambda: _("Why, if you want to say it")))


class SettleForm(FlaskForm):  # type: ignore[misc]
    """What the second person decides."""

    act = StringField(validators=[InputRequired()])
    note = _note(Later(lambda: _("A sentence why")))


class Marks(NamedTuple):
    """What was marked, and for each passage that cannot be taken the code of what is wrong."""

    spans: list[Span]
    problems: dict[int, str]


def marks_in(sent: MultiDict[str, str], texts: Mapping[int, str | None]) -> Marks:
    """The marks of a form: suggestions that were ticked, whole answers, and words between signs."""
    spans, problems = list(_ticked(sent.getlist("suggested"))), {}
    for number, text in texts.items():
        if sent.get(f"whole-{number}"):
            spans.append(Span(number))
        elif text is not None and f"marks-{number}" in sent:
            try:
                spans += [Span(number, *places) for places in ranges_marked(text, sent[f"marks-{number}"])]
            except Invalid as error:
                problems[number] = error.problem
    return Marks(spans, problems)


def _ticked(values: Iterable[str]) -> Iterable[Span]:
    """Suggestions as `1:10:25,2:4:9`; what is not of this shape was not on the page."""
    for value in values:
        for one in value.split(","):
            parts = one.split(":")
            if len(parts) == 3 and all(part.isascii() and part.isdecimal() and len(part) < 9 for part in parts):
                yield Span(int(parts[0]), int(parts[1]), int(parts[2]))


def value_of(spans: Iterable[Span]) -> str:
    """Places of a suggestion as a form sends them."""
    return ",".join(f"{span.passage}:{span.start}:{span.end}" for span in spans)
