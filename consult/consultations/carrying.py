"""Answers to one version taken over to another: what stays, and what of them is no longer asked for."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from consult.consultations.answers import Answers
from consult.consultations.answers.reading import Manner, Unfit, is_empty
from consult.consultations.answers.values import MATRICES, read, words_of
from consult.consultations.asked import Asked, AskedQuestion, AskedSection
from consult.consultations.bearing import bearing_of
from consult.core.localized import Words


@dataclass(frozen=True, slots=True)
class Lost:
    """An answer, or a part of it, that the newer version does not take: the question as it was asked, and its words."""

    key: str
    instance: int | None
    label: Words
    words: str


def known_only(asked: Asked, answers: Mapping[str, Any]) -> Answers:
    """Answers without what this version does not ask for; whatever else is wrong with them stays."""
    bearing = bearing_of(asked)
    found: Answers = {key: answers[key] for key in bearing.questions if key in answers and key not in bearing.group_of}
    for section, keys in zip(asked.sections, bearing.keys, strict=True):
        if section.repeats and isinstance(rows := answers.get(section.key), list):
            found[section.key] = [_only(row, keys) for row in rows]
    return found


def _only(row: Any, keys: Collection[str]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key in keys} if isinstance(row, Mapping) else {}


def carried(answers: Mapping[str, Any], old: Asked, new: Asked) -> tuple[Answers, list[Lost]]:
    """Answers to the old version in the shape of the new one, and what was lost on the way.

    A choice that was taken away is dropped from what was chosen; a question that moved into or out of a group takes its
    answer along. What was unfit before stays as it is, so that its author can mend it.
    """
    found: Answers = {}
    lost: list[Lost] = []
    places = {one.key: (section, one) for section in new.sections for one in section.questions if one.takes_answer}
    for section in old.sections:
        for number, given in enumerate(_instances(section, answers), start=1):
            instance = number if section.repeats else None
            for question in section.questions:
                value = given.get(question.key) if question.takes_answer else None
                if is_empty(value):
                    continue
                kept, gone = _over(question, value, places.get(question.key), number)
                if gone is not None:
                    lost.append(Lost(question.key, instance, question.label, _in_words(question, gone, old.language)))
                if kept is not None:
                    _put(found, places[question.key][0], question.key, number, kept)
    return found, lost


def _instances(section: AskedSection, answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if not section.repeats:
        return [answers]
    rows = answers.get(section.key)
    return [row if isinstance(row, Mapping) else {} for row in rows] if isinstance(rows, list) else []


def _put(found: Answers, section: AskedSection, key: str, number: int, value: Any) -> None:
    if not section.repeats:
        found[key] = value
        return
    rows: list[Answers] = found.setdefault(section.key, [])
    rows += [{} for _one in range(number - len(rows))]
    rows[number - 1][key] = value


def _over(
    question: AskedQuestion, value: Any, place: tuple[AskedSection, AskedQuestion] | None, number: int
) -> tuple[Any, Any]:
    """(what the new question keeps, what is lost), each None for nothing."""
    if place is None or number > place[0].repeats_max:
        return None, value
    new = place[1]
    if _fits(new, value) or not _fits(question, value):
        return value, None
    if question.type != new.type:
        other = _as_type(new.type, value)
        return (other, None) if other is not None and _fits(new, other) else (None, value)
    rest, gone = _parted(new, value)
    return (rest, gone) if rest is not None and _fits(new, rest) else (None, value)


def _fits(question: AskedQuestion, value: Any) -> bool:
    """Whether a question takes this; files are another question."""
    if question.type == "file":
        return isinstance(value, list)
    try:
        return read(question, value, Manner(complete=False, files=frozenset())) is not None
    except Unfit:
        return False


def _as_type(kind: str, value: Any) -> Any:
    if kind == "multiple_choice" and isinstance(value, str | dict):
        return [value]
    if kind == "single_choice" and isinstance(value, list) and len(value) == 1:
        return value[0]
    return None


def _parted(new: AskedQuestion, value: Any) -> tuple[Any, Any]:
    """(what is still offered, what is not) of an answer that has several parts."""
    if isinstance(value, list):
        rest = [one for one in value if _is_offered(new, one)]
        return rest or None, [one for one in value if one not in rest] or None
    if not isinstance(value, Mapping):
        return None, value
    known = new.rows if new.type in MATRICES else new.options
    rest_by_key: dict[str, Any] = {}
    for key, one in value.items():
        kept = [part for part in one if _is_offered(new, part)] if isinstance(one, list) else one
        if key in known and kept and (new.type == "budget" or isinstance(kept, list) or _is_offered(new, kept)):
            rest_by_key[key] = kept
    gone = {key: _less(one, rest_by_key.get(key)) for key, one in value.items() if rest_by_key.get(key) != one}
    return rest_by_key or None, gone or None


def _less(one: Any, kept: Any) -> Any:
    return [part for part in one if part not in kept] if isinstance(one, list) and kept else one


def _is_offered(new: AskedQuestion, one: Any) -> bool:
    return bool(new.settings.get("other")) if isinstance(one, Mapping) else one in new.options


def _in_words(question: AskedQuestion, value: Any, language: str) -> str:
    """What was lost, as a person reads it; as it came where it was never fit."""
    try:
        if question.type in MATRICES:
            rows = (f"{question.rows[row].text}: {words_of(question, one, language)}" for row, one in value.items())
            return "; ".join(rows)
        return words_of(question, value, language) or ""
    except (AttributeError, KeyError, TypeError, ValueError):
        return str(value)
