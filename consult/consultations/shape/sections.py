"""What a text and a questionnaire must be like to be kept; publishing.py says when it can be asked."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from consult.consultations.models import PAGINGS, QUESTION_TYPES
from consult.consultations.shape.limits import (
    KEY,
    MOST_ANSWERS,
    MOST_INSTANCES,
    MOST_PARAGRAPHS,
    MOST_QUESTIONS,
    MOST_SECTIONS,
    TEXT_LENGTH,
)
from consult.consultations.shape.rules import problem_of_rule
from consult.consultations.shape.settings import problem_of_settings
from consult.core.errors import Invalid

Item = Mapping[str, Any]


def check_paragraphs(paragraphs: Sequence[Item]) -> None:
    """Raises Invalid unless each paragraph has a number of its own, from 1, and a text."""
    numbers = [one["number"] for one in paragraphs]
    if len(set(numbers)) < len(numbers) or any(not isinstance(number, int) or number < 1 for number in numbers):
        raise Invalid("paragraphs", "repeated_number")
    if len(numbers) > MOST_PARAGRAPHS:
        raise Invalid("paragraphs", "too_many", limit=MOST_PARAGRAPHS)
    if not all(written(one["text"]) for one in paragraphs):
        raise Invalid("paragraphs", "required")


def check_sections(sections: Sequence[Item], paging: str = "section") -> None:
    """Raises Invalid for a questionnaire that nobody could answer.

    `question` in its facts names the key of the question, `section` that of the section.
    """
    if paging not in PAGINGS:
        raise Invalid("paging", "no_such_choice")
    if len(sections) > MOST_SECTIONS:
        raise Invalid("sections", "too_many", limit=MOST_SECTIONS)
    questions = [one for part in sections for one in part["questions"]]
    if len(questions) > MOST_QUESTIONS:
        raise Invalid("sections", "too_many", limit=MOST_QUESTIONS)
    _check_keys([*(one["key"] for one in questions), *(part["key"] for part in sections if part.get("key"))])
    for part in sections:
        if problem := _problem_of_section(part):
            raise Invalid("sections", problem, section=part.get("key"))
    for one in questions:
        if problem := _problem_of_question(one):
            raise Invalid("sections", problem, question=one["key"])
    if sum(_answers_at_most(part) for part in sections) > MOST_ANSWERS:
        raise Invalid("sections", "too_many", limit=MOST_ANSWERS)


def _check_keys(keys: Sequence[Any]) -> None:
    if not all(isinstance(key, str) for key in keys):
        raise Invalid("sections", "not_a_key")
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise Invalid("sections", "repeated_key", question=key)
        seen.add(key)


def _problem_of_section(part: Item) -> str | None:
    if part.get("key") and not KEY.fullmatch(part["key"]):
        return "not_a_key"
    least, most = part.get("repeats_min", 1), part.get("repeats_max", 1)
    if not (isinstance(least, int) and isinstance(most, int) and 0 <= least <= most and 1 <= most <= MOST_INSTANCES):
        return "not_repeats"
    if any(_too_long(part.get(name) or {}) for name in ("title", "text", "repeat_label")):
        return "too_long"
    return problem_of_rule(part.get("show_if"))


def _problem_of_question(one: Item) -> str | None:
    if not KEY.fullmatch(one["key"]):
        return "not_a_key"
    if one["type"] not in QUESTION_TYPES:
        return "no_such_choice"
    if any(_too_long(texts) for texts in one["texts"].values()):
        return "too_long"
    needed = ("label", "text") if one["type"] == "section_text" else ("label",)
    if not any(written(one["texts"].get(name) or {}) for name in needed):
        return "required"
    return problem_of_settings(one["type"], one.get("settings") or {}, one["texts"]) or problem_of_rule(
        one.get("show_if")
    )


def _answers_at_most(part: Item) -> int:
    rows: Iterator[int] = (max(len((one.get("settings") or {}).get("rows", ())), 1) for one in part["questions"])
    return int(part.get("repeats_max", 1)) * sum(rows)


def _too_long(texts: Mapping[str, str]) -> bool:
    return any(len(text) > TEXT_LENGTH for text in texts.values())


def written(texts: Mapping[str, str]) -> bool:
    """Whether a text is there in any language."""
    return any(text.strip() for text in texts.values())
