"""Answers in words for a reader, beside the questions as they were asked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from consult.consultations.answers import Answers, answers_of
from consult.consultations.answers.ordering import piped
from consult.consultations.answers.places import language_name
from consult.consultations.answers.texts import steps
from consult.consultations.answers.values import MATRICES, words_of
from consult.consultations.asked import Asked, AskedQuestion, AskedSection
from consult.consultations.forms.fields import not_answered
from consult.consultations.forms.numerals import shown_number
from consult.consultations.shape.limits import OTHER
from consult.contributions.disclosure import ReadPassage
from consult.contributions.operations.submit import NewPassage
from consult.core.countries import country_names, region_names
from consult.core.localized import Words
from consult.web.formats import day_words
from consult.web.language import gettext as _
from consult.web.language import language


class Told(NamedTuple):
    """One answer in words.

    `group` and `instance` say where in a repeating group it stands, `row` which row of a matrix it answers; `chosen`
    are words of staff or of the interface, `text` is what the respondent wrote, `files` are public ids of attachments,
    `number` is that of the passage.
    """

    label: Words | None
    chosen: list[Words]
    text: str | None
    is_redacted: bool
    row: Words | None = None
    group: Words | None = None
    instance: int | None = None
    files: tuple[str, ...] = ()
    number: int = 0


def answers_told(asked: Asked | None, passages: Sequence[ReadPassage]) -> list[Told]:
    """The answers beside the questions as they were asked; without them, the passages as they are."""
    places = {one.public_id: (part, one) for part in asked.sections for one in part.questions} if asked else {}
    kept = answers_of(asked, passages) if asked else {}
    return [_told(asked, kept, places.get(one.question or ""), one)._replace(number=one.number) for one in passages]


def _told(
    asked: Asked | None, kept: Answers, place: tuple[AskedSection, AskedQuestion] | None, passage: ReadPassage
) -> Told:
    if asked is None or place is None:
        return Told(None, [], passage.text, passage.is_redacted)
    section, question = place
    rows = kept.get(section.key, []) if section.repeats else []
    beside = (section.key, rows[passage.instance - 1] if 0 < passage.instance <= len(rows) else {})
    label = piped(question.label, asked, kept, beside if section.repeats else None, not_answered())
    told = Told(label, [], passage.text, passage.is_redacted)
    if passage.matrix_row is not None:
        told = told._replace(row=question.rows.get(passage.matrix_row, Words(passage.matrix_row, "")))
    if section.repeats:
        told = told._replace(group=section.repeat_label or section.title, instance=passage.instance)
    value = passage.value.get("value") if passage.value is not None else None
    if value is None or passage.value is None or passage.value.get("type") != question.type:
        return told
    return told._replace(**_in_words(question, value))


def words_to_send(question: AskedQuestion, passage: NewPassage) -> str:
    """An answer that is about to be sent, in the words in which its own page will tell it; files are not told."""
    value = passage.value.get("value") if passage.value is not None else None
    said = {} if value is None else _in_words(question, value)
    words = [one.text for one in said.get("chosen", [])]
    text = said.get("text", passage.text)
    return " · ".join([*words, text] if text else words)


def _in_words(question: AskedQuestion, value: Any) -> dict[str, Any]:
    """What of a `Told` an answer of this type fills in."""
    kind, code = question.type, language()
    if kind in ("short_text", "long_text"):
        return {}
    if kind in ("single_choice", "multiple_choice", *MATRICES):
        return _choices(question, value if isinstance(value, list) else [value])
    if kind in ("scale", "rating"):
        return _only(*_step(question, value))
    if kind == "ranking":
        return _only(*(_numbered(question, one, f"{place}. ", "") for place, one in enumerate(value, start=1)))
    if kind == "budget":
        return _only(*(_numbered(question, one, "", f": {points}") for one, points in value.items()))
    if kind == "file":
        return {"files": tuple(value), "chosen": [], "text": None}
    return _only(Words(_plain(question, value, code), code))


def _plain(question: AskedQuestion, value: Any, code: str) -> str:
    """The answers that are words of the interface, of CLDR, or figures."""
    kind = question.type
    if kind == "date":
        return day_words(date.fromisoformat(value), code)
    if kind == "country":
        return country_names(code).get(value, str(value))
    if kind == "region":
        return region_names(code).get(value, str(value))
    if kind == "language":
        return language_name(value, code)
    if kind == "consent":
        return _("Agreed to version %(number)s", number=question.settings.get("version", ""))
    unit = f" {question.unit.text}" if question.unit else ""
    return f"{shown_number(str(value), code)}{unit}"


def _only(*words: Words) -> dict[str, Any]:
    return {"chosen": list(words), "text": None}


def _choices(question: AskedQuestion, keys: Iterable[Any]) -> dict[str, Any]:
    """The words of options, and what was written as another choice."""
    chosen, text = [], None
    for key in keys:
        if isinstance(key, Mapping):
            text = str(key.get(OTHER, ""))
        else:
            chosen.append(question.options.get(str(key), Words(str(key), "")))
    return {"chosen": chosen, "text": text}


def _step(question: AskedQuestion, value: Any) -> list[Words]:
    numbers = steps(question)
    said = {numbers[0]: question.min_label, numbers[-1]: question.max_label}.get(value)
    return [Words(str(value), ""), *([said] if said else [])]


def _numbered(question: AskedQuestion, key: str, before: str, after: str) -> Words:
    words = question.options.get(key, Words(key, ""))
    return words._replace(text=f"{before}{words.text}{after}")


def typed_in(asked: Asked, answers: Mapping[str, Any]) -> str:
    """Everything that was typed, question by question, to be copied where it cannot be sent any more."""
    parts: list[str] = []
    for section in asked.sections:
        given = answers.get(section.key) if section.repeats else [answers]
        for instance in given if isinstance(given, list) else []:
            for question in section.questions:
                value = instance.get(question.key) if isinstance(instance, Mapping) else None
                if value:
                    parts.append(f"{question.label.text}\n{_typed(question, value)}")
    return "\n\n".join(parts)


def _typed(question: AskedQuestion, value: Any) -> str:
    """What was typed in words; as it came where it is not fit to be read."""
    try:
        if question.type in MATRICES:
            rows = (f"{question.rows[row].text}: {words_of(question, part, language())}" for row, part in value.items())
            return "\n".join(rows)
        return words_of(question, value, language()) or ""
    except (AttributeError, KeyError, TypeError, ValueError):
        return str(value)
