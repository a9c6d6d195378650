"""The forms of one paragraph, one section and one question, with a field for each language."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, HiddenField, SelectField, StringField, TextAreaField

from consult.consultations.forms import types_in_words
from consult.consultations.models import QUESTION_TYPES
from consult.web.fields import Later, WholeNumber, offered
from consult.web.language import NAMES
from consult.web.language import gettext as _

CHOICES = ("single_choice", "multiple_choice")


def type_words(kind: str) -> str:
    """What a type of question is called."""
    return types_in_words()[kind]


class ItemForm(FlaskForm):  # type: ignore[misc]
    """What all three have: the mark of what was read, and a wish to take the item away."""

    seen = HiddenField()
    take_away = BooleanField(Later(lambda: _("Take this away")))

    def texts(self, name: str) -> list[Any]:
        """The fields of one text, one for each language."""
        return [field for field in self if field.name.rpartition("_")[0] == name and field.label.text in NAMES.values()]

    def written(self, name: str) -> dict[str, str]:
        """What was written in one text: language → text."""
        return {field.name.rpartition("_")[2]: field.data or "" for field in self.texts(name)}


F = TypeVar("F", bound=ItemForm)


class ParagraphForm(ItemForm):
    """A numbered paragraph."""

    number = WholeNumber(
        Later(lambda: _("Number")),
        description=Later(lambda: _("From 1. A paragraph that has been commented on keeps its number.")),
    )


class SectionForm(ItemForm):
    """A section of a questionnaire."""

    place = WholeNumber(Later(lambda: _("Place among the sections")))


class QuestionForm(ItemForm):
    """A question of any type; what a type does not use stays empty."""

    key = StringField(
        Later(lambda: _("Name in the exports")),
        description=Later(lambda: _("Lower-case letters, digits and underscores. It stays for ever.")),
    )
    section = SelectField(Later(lambda: _("Section")), coerce=int, validate_choice=False)
    place = WholeNumber(Later(lambda: _("Place in its section")))
    type = SelectField(
        Later(lambda: _("Type")),
        choices=offered((one, Later(lambda one=one: type_words(one))) for one in QUESTION_TYPES),
        validate_choice=False,
    )
    required = BooleanField(Later(lambda: _("An answer is needed")))
    max_words = WholeNumber(Later(lambda: _("Most words")), description=Later(lambda: _("For texts. Empty: no limit.")))
    min = WholeNumber(Later(lambda: _("Lowest step")), description=Later(lambda: _("For a scale.")))
    max = WholeNumber(Later(lambda: _("Highest step")), description=Later(lambda: _("For a scale.")))
    options = TextAreaField(
        Later(lambda: _("Names of the choices in the exports")),
        description=Later(lambda: _("For choices: one in each line, in lower-case letters, digits and underscores.")),
    )

    def question(self, key: str | None) -> dict[str, Any]:
        """What was written, in the shape that the operations take."""
        kind, keys = self.type.data, _lines(self.options.data)
        texts = {"label": self.written("label"), "hint": self.written("hint")}
        settings: dict[str, Any] = {}
        if kind in CHOICES:
            settings["options"] = keys
            texts |= self._option_texts(keys)
        elif kind == "scale":
            settings |= {"min": self.min.data, "max": self.max.data}
            texts |= {"min_label": self.written("min_label"), "max_label": self.written("max_label")}
        elif self.max_words.data is not None:
            settings["max_words"] = self.max_words.data
        given = {"key": key or self.key.data or "", "type": kind, "required": bool(self.required.data)}
        return {**given, "settings": settings, "texts": texts}

    def _option_texts(self, keys: Sequence[str]) -> dict[str, dict[str, str]]:
        texts: dict[str, dict[str, str]] = {f"option.{key}": {} for key in keys}
        for language, lines in self.written("choices").items():
            # An empty line is a choice without words in this language.
            for key, words in zip(keys, lines.splitlines(), strict=False):
                texts[f"option.{key}"][language] = words.strip()
        return texts


def paragraph_form(languages: Iterable[str], values: Mapping[str, Any]) -> ParagraphForm:
    """The form of a paragraph; `values` in the shape of `written_paragraphs`."""
    data = {"number": values["number"], "seen": values["seen"]}
    data |= _spread("heading", values.get("heading") or {}) | _spread("text", values.get("text") or {})
    return _made(ParagraphForm, languages, {"heading": StringField, "text": TextAreaField}, data)


def section_form(languages: Iterable[str], values: Mapping[str, Any]) -> SectionForm:
    """The form of a section."""
    data = {"place": values["place"], "seen": values["seen"], **_spread("title", values.get("title") or {})}
    return _made(SectionForm, languages, {"title": StringField}, data)


def question_form(languages: Iterable[str], values: Mapping[str, Any], sections: Sequence[str]) -> QuestionForm:
    """The form of a question; `sections` are their titles in order."""
    settings, texts = values.get("settings") or {}, values.get("texts") or {}
    keys = settings.get("options", ())
    data = {name: values.get(name) for name in ("seen", "key", "section", "place", "type", "required")}
    data |= {name: settings.get(name) for name in ("max_words", "min", "max")} | {"options": "\n".join(keys)}
    for name in ("label", "hint", "min_label", "max_label"):
        data |= _spread(name, texts.get(name) or {})
    for language in languages:
        lines = [texts.get(f"option.{key}", {}).get(language, "") for key in keys]
        data[f"choices_{language}"] = "\n".join(lines)
    kinds: dict[str, Callable[..., Field]] = dict.fromkeys(("label", "min_label", "max_label"), StringField)
    form = _made(QuestionForm, languages, kinds | {"hint": TextAreaField, "choices": TextAreaField}, data)
    form.section.choices = offered(enumerate(sections, start=1))
    return form


def _made(kind: type[F], languages: Iterable[str], texts: Mapping[str, Callable[..., Field]], data: Any) -> F:
    fields = {f"{name}_{code}": field(NAMES[code]) for name, field in texts.items() for code in languages}
    form: F = type(f"Whole{kind.__name__}", (kind,), fields)(data=data)
    return form


def _spread(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    return {f"{name}_{language}": text for language, text in texts.items()}


def _lines(text: str | None) -> list[str]:
    return [line.strip() for line in (text or "").splitlines() if line.strip()]
