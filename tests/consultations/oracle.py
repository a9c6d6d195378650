"""What answers must be like, written a second time and as plainly as possible, to hold the judge against."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from consult.consultations.asked import Asked, AskedQuestion
from consult.core.text import count_words

Answers = Mapping[str, Any]


def places(asked: Asked, kept: Answers) -> Iterator[tuple[AskedQuestion, Answers, int]]:
    """(question, the answers beside it, instance) for each place where it could be answered."""
    for section in asked.sections:
        instances = kept.get(section.key, []) if section.repeats else [kept]
        for number, one in enumerate(instances, start=1):
            for question in section.questions:
                yield question, one, number


def is_visible(asked: Asked, kept: Answers, question: AskedQuestion, beside: Answers) -> bool:
    """Whether its own rule and that of its section hold."""
    section = next(part for part in asked.sections if question in part.questions)
    return holds(asked, section.show_if, kept, None) and holds(
        asked, question.show_if, kept, beside if section.repeats else None
    )


def holds(asked: Asked, rule: Any, kept: Answers, beside: Answers | None) -> bool:
    """Whether a rule holds for these answers."""
    if rule is None:
        return True
    if "not" in rule:
        return not holds(asked, rule["not"], kept, beside)
    if "all" in rule:
        return all(holds(asked, one, kept, beside) for one in rule["all"])
    if "any" in rule:
        return any(holds(asked, one, kept, beside) for one in rule["any"])
    test = rule["is"]
    if test == "not_answered":
        return not holds(asked, {**rule, "is": "answered"}, kept, beside)
    if test == "not_equals":
        return not holds(asked, {**rule, "is": "equals"}, kept, beside)
    section = next(part for part in asked.sections for one in part.questions if one.key == rule["question"])
    kind = next(one.type for one in section.questions if one.key == rule["question"])
    if not section.repeats:
        seen = [kept]
    elif (
        beside is not None
        and rule["question"] in {one.key for one in section.questions}
        and _is_beside(section, beside, kept)
    ):
        seen = [beside]
    else:
        seen = kept.get(section.key, [])
    found = [one[rule["question"]] for one in seen if rule["question"] in one]
    values = [
        part
        for value in found
        for part in (value.values() if kind.startswith("matrix") or kind == "budget" else [value])
    ]
    return any(fits(kind, test, value, rule.get("value")) for value in values)


def _is_beside(section: Any, beside: Answers, kept: Answers) -> bool:
    return any(one is beside for one in kept.get(section.key, []))


def fits(kind: str, test: str, value: Any, wanted: Any) -> bool:
    """Whether one value stands a test."""
    if test == "answered":
        return True
    if isinstance(value, dict):
        value = "other"
    if isinstance(value, list):
        value = ["other" if isinstance(one, dict) else one for one in value]
        if test == "one_of":
            return any(one in value for one in wanted)
        return wanted in value if test == "contains" else test == "equals" and value == [wanted]
    if test == "contains":
        return isinstance(value, str) and isinstance(wanted, str) and wanted.casefold() in value.casefold()
    if test == "one_of":
        return any(same(value, one) for one in wanted)
    if test == "equals":
        return same(value, wanted)
    left, right = number(value), number(wanted)
    if left is not None and right is not None:
        return left >= right
    return left is None and right is None and isinstance(value, str) and isinstance(wanted, str) and value >= wanted


def same(value: Any, wanted: Any) -> bool:
    """Whether two are the same, as truth, as number, or as text."""
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    return value == wanted or (number(value) is not None and number(value) == number(wanted))


def number(value: Any) -> Decimal | None:
    """A number in whole or decimal digits."""
    if isinstance(value, bool):
        return None
    return Decimal(str(value)) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?\.?", str(value)) else None


def is_fit(one: AskedQuestion, value: Any, files: list[str]) -> bool:
    """Whether a kept value keeps to the type and the limits of its question."""
    settings, options = one.settings, list(one.options)

    def words(text: Any) -> bool:
        return isinstance(text, str) and 0 < len(text) == len(text.strip()) and "\x00" not in text

    def choice(key: Any) -> bool:
        return key in options or (bool(settings.get("other")) and set(key) == {"other"} and words(key["other"]))

    checks: dict[str, Callable[[], bool]] = {
        "short_text": lambda: (
            words(value) and count_words(value) <= settings.get("max_words", 60) and "\n" not in value
        ),
        "long_text": lambda: words(value) and count_words(value) <= settings.get("max_words", 10**6),
        "single_choice": lambda: choice(value),
        "multiple_choice": lambda: (
            all(map(choice, value)) and 0 < len(value) <= settings.get("max_choices", 9) and _once(value)
        ),
        "scale": lambda: type(value) is int and settings["min"] <= value <= settings["max"],
        "rating": lambda: type(value) is int and 1 <= value <= settings["max"],
        "ranking": lambda: (
            set(value) <= set(options) and _once(value) and 0 < len(value) <= settings.get("max_ranked", 9)
        ),
        "matrix_single": lambda: len(value) > 0 and set(value) <= set(one.rows) and set(value.values()) <= set(options),
        "matrix_multiple": lambda: (
            len(value) > 0
            and set(value) <= set(one.rows)
            and all(row and set(row) <= set(options) and _once(row) for row in value.values())
        ),
        "number": lambda: _is_number(value, settings),
        "date": lambda: (
            settings.get("earliest", "")
            <= date.fromisoformat(value).isoformat()
            == value
            <= settings.get("latest", "9")
        ),
        "country": lambda: re.fullmatch("[A-Z]{2}", value) is not None,
        "region": lambda: isinstance(value, str) and value.islower(),
        "language": lambda: re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]+)*", value) is not None,
        "file": lambda: set(value) <= set(files) and 0 < len(value) <= settings.get("max_files", 1) and _once(value),
        "consent": lambda: value is True,
        "budget": lambda: (
            set(value) <= set(options) and min(value.values()) > 0 and sum(value.values()) <= settings["total"]
        ),
    }
    return checks[one.type]()


def _once(values: list[Any]) -> bool:
    return all(values.count(one) == 1 for one in values)


def _is_number(value: str, settings: Mapping[str, Any]) -> bool:
    if not re.fullmatch(r"0|-?(0\.\d*[1-9]|[1-9]\d*(\.\d*[1-9])?)", value):
        return False
    found = Decimal(value)
    inside = bool(settings.get("min", found) <= found <= settings.get("max", found))
    return inside and len(value.partition(".")[2]) <= settings.get("decimals", 0)
