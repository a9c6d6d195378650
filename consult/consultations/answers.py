"""What a question takes as an answer, the same for the form and for the operation."""

from collections.abc import Mapping, Sequence
from typing import Any

from consult.consultations.queries import Asked, AskedQuestion
from consult.contributions.operations.submit import NewPassage
from consult.core.errors import Invalid
from consult.core.text import clean_text, count_words

Raw = str | Sequence[str] | int | None
CHARACTERS = {"short_text": 1_000, "long_text": 40_000}
SHORT_WORDS = 60


def passages_of(asked: Asked, answers: Mapping[str, Raw]) -> tuple[NewPassage, ...]:
    """The passages of a response, one for each answered question, by public id of the question.

    Raises Invalid, its field the public id of the question, for what is missing, too long, or not offered.
    """
    known = {question.public_id for question in asked.questions()}
    for name in answers:
        if name not in known:
            raise Invalid(name, "no_such_choice")
    found = [passage_of(question, answers.get(question.public_id)) for question in asked.questions()]
    passages = tuple(passage for passage in found if passage is not None)
    if not passages:
        raise Invalid("form", "no_answers")
    return passages


def passage_of(question: AskedQuestion, raw: Raw) -> NewPassage | None:
    """The passage of one answer: its typed value, and its words. None where an optional question stays unanswered."""
    value, words = _READ[question.type](question, raw)
    if value is None:
        if question.required:
            raise Invalid(question.public_id, "required")
        return None
    return NewPassage(words, {"type": question.type, "value": value}, question.public_id)


def word_limit(question: AskedQuestion) -> int | None:
    """The limit in words of a text, or None."""
    limit = question.settings.get("max_words", SHORT_WORDS if question.type == "short_text" else None)
    return int(limit) if limit is not None else None


def steps(question: AskedQuestion) -> range:
    """The numbers of a scale."""
    return range(int(question.settings["min"]), int(question.settings["max"]) + 1)


def _text(question: AskedQuestion, raw: Raw) -> tuple[str | None, str]:
    text = clean_text(str(raw or ""), question.public_id)
    if len(text) > CHARACTERS[question.type]:
        raise Invalid(question.public_id, "too_long", length=len(text), limit=CHARACTERS[question.type])
    limit, words = word_limit(question), count_words(text)
    if limit is not None and words > limit:
        raise Invalid(question.public_id, "too_many_words", words=words, limit=limit)
    return text or None, text


def _single(question: AskedQuestion, raw: Raw) -> tuple[str | None, str]:
    if not raw:
        return None, ""
    chosen = str(raw)
    if chosen not in question.options:
        raise Invalid(question.public_id, "no_such_choice")
    return chosen, question.options[chosen].text


def _multiple(question: AskedQuestion, raw: Raw) -> tuple[list[str] | None, str]:
    wanted = [raw] if isinstance(raw, str) else list(raw) if isinstance(raw, Sequence) else []
    if not set(wanted) <= question.options.keys():
        raise Invalid(question.public_id, "no_such_choice")
    chosen = [option for option in question.options if option in wanted]
    return chosen or None, "; ".join(question.options[option].text for option in chosen)


def _scale(question: AskedQuestion, raw: Raw) -> tuple[int | None, str]:
    if raw is None or raw == "":
        return None, ""
    if str(raw) not in {str(step) for step in steps(question)}:
        raise Invalid(question.public_id, "no_such_choice")
    return int(str(raw)), str(raw)


_READ: Mapping[str, Any] = {
    "short_text": _text,
    "long_text": _text,
    "single_choice": _single,
    "multiple_choice": _multiple,
    "scale": _scale,
}
