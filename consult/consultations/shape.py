"""What a text and a questionnaire must be like, so that each question can be answered."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from consult.consultations.models import QUESTION_TYPES
from consult.core.errors import Invalid

KEY = re.compile(r"[a-z0-9][a-z0-9_]{0,59}")
CHOICES = ("single_choice", "multiple_choice")
MOST_QUESTIONS = 100
MOST_OPTIONS = 60
MOST_STEPS = 11
MOST_WORDS = 10_000
MOST_PARAGRAPHS = 1_000


def check_paragraphs(paragraphs: Sequence[Mapping[str, Any]]) -> None:
    """Raises Invalid unless each paragraph has a number of its own, from 1, and a text."""
    numbers = [one["number"] for one in paragraphs]
    if len(set(numbers)) < len(numbers) or any(not isinstance(number, int) or number < 1 for number in numbers):
        raise Invalid("paragraphs", "repeated_number")
    if len(numbers) > MOST_PARAGRAPHS:
        raise Invalid("paragraphs", "too_many", limit=MOST_PARAGRAPHS)
    if not all(_written(one["text"]) for one in paragraphs):
        raise Invalid("paragraphs", "required")


def check_sections(sections: Sequence[Mapping[str, Any]]) -> None:
    """Raises Invalid for a questionnaire that nobody could answer; `question` in its facts names the key."""
    questions = [one for part in sections for one in part["questions"]]
    keys = [one["key"] for one in questions]
    if len(questions) > MOST_QUESTIONS:
        raise Invalid("sections", "too_many", limit=MOST_QUESTIONS)
    if len(set(keys)) < len(keys):
        raise Invalid("sections", "repeated_key")
    for one in questions:
        problem = _problem_of(one)
        if problem:
            raise Invalid("sections", problem, question=one["key"])


def _problem_of(one: Mapping[str, Any]) -> str | None:
    settings, kind = one.get("settings") or {}, one["type"]
    if not KEY.fullmatch(one["key"]):
        return "not_a_key"
    if kind not in QUESTION_TYPES:
        return "no_such_choice"
    if not _written(one["texts"].get("label", {})):
        return "required"
    if kind in CHOICES:
        return _problem_of_options(settings.get("options", ()), one["texts"])
    if kind == "scale":
        low, high = settings.get("min"), settings.get("max")
        if not isinstance(low, int) or not isinstance(high, int) or not 0 < high - low < MOST_STEPS:
            return "not_a_scale"
        return None
    limit = settings.get("max_words")
    return None if limit is None or (isinstance(limit, int) and 0 < limit <= MOST_WORDS) else "not_a_limit"


def _problem_of_options(options: Sequence[str], texts: Mapping[str, Mapping[str, str]]) -> str | None:
    if not 1 < len(options) <= MOST_OPTIONS or len(set(options)) < len(options):
        return "not_options"
    if not all(KEY.fullmatch(option) and _written(texts.get(f"option.{option}", {})) for option in options):
        return "not_options"
    return None


def _written(texts: Mapping[str, str]) -> bool:
    return any(text.strip() for text in texts.values())
