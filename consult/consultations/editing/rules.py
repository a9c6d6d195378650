"""Rules as an editor writes them: a few conditions that all, or any of which, must hold; and what becomes of any rule."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

Rule = Mapping[str, Any]

WITHOUT_VALUE = ("answered", "not_answered")
_OF_ONE = ("equals", "not_equals", "one_of", *WITHOUT_VALUE)
_OF_SEVERAL = ("contains", "one_of", *WITHOUT_VALUE)
_OF_SIZE = ("equals", "not_equals", "at_least", "at_most", *WITHOUT_VALUE)
COMPARISONS: Mapping[str, Sequence[str]] = {
    "short_text": ("contains", *WITHOUT_VALUE),
    "long_text": ("contains", *WITHOUT_VALUE),
    "single_choice": _OF_ONE,
    "multiple_choice": _OF_SEVERAL,
    "scale": _OF_SIZE,
    "rating": _OF_SIZE,
    "ranking": _OF_SEVERAL,
    "matrix_single": _OF_ONE,
    "matrix_multiple": _OF_SEVERAL,
    "number": _OF_SIZE,
    "date": _OF_SIZE,
    "country": _OF_ONE,
    "region": _OF_ONE,
    "language": _OF_ONE,
    "file": WITHOUT_VALUE,
    "consent": WITHOUT_VALUE,
    "budget": ("at_least", "at_most", *WITHOUT_VALUE),
}


class Condition(NamedTuple):
    """One comparison; `row` names a row of a matrix, `value` is None where none is needed."""

    question: str
    comparison: str
    value: Any = None
    row: str | None = None


class Plain(NamedTuple):
    """Conditions of which `all` or `any` must hold."""

    joined: str
    conditions: tuple[Condition, ...]


def plain(rule: Rule | None) -> Plain | None:
    """A rule as plain conditions; None where it has parts within parts. No rule is no conditions."""
    if not rule:
        return Plain("all", ())
    for joined in ("all", "any"):
        if joined in rule:
            parts = rule[joined]
            return None if not all(map(_is_condition, parts)) else Plain(joined, tuple(map(_condition, parts)))
    return Plain("all", (_condition(rule),)) if _is_condition(rule) else None


def rule_of(written: Plain) -> dict[str, Any] | None:
    """The rule that these conditions say; None for none."""
    parts = [_written(one) for one in written.conditions]
    if len(parts) < 2:
        return parts[0] if parts else None
    return {written.joined: parts}


def _is_condition(rule: Rule) -> bool:
    return "question" in rule


def _condition(rule: Rule) -> Condition:
    return Condition(rule["question"], rule["is"], rule.get("value"), rule.get("row"))


def _written(one: Condition) -> dict[str, Any]:
    found: dict[str, Any] = {"question": one.question, "is": one.comparison}
    if one.comparison not in WITHOUT_VALUE:
        found["value"] = one.value
    return found | ({"row": one.row} if one.row else {})


def conditions_in(rule: Rule | None) -> Iterator[Condition]:
    """Every comparison of a rule, however deep."""
    if not rule:
        return
    if _is_condition(rule):
        yield _condition(rule)
    elif "not" in rule:
        yield from conditions_in(rule["not"])
    else:
        for part in rule.get("all") or rule.get("any") or ():
            yield from conditions_in(part)


def questions_in(rule: Rule | None) -> set[str]:
    """The names of the questions that a rule looks at."""
    return {one.question for one in conditions_in(rule)}


def renamed(rule: Rule | None, names: Mapping[str, str]) -> dict[str, Any] | None:
    """The same rule with other names for some questions."""
    if not rule:
        return None
    if _is_condition(rule):
        return {**rule, "question": names.get(rule["question"], rule["question"])}
    if "not" in rule:
        return {"not": renamed(rule["not"], names)}
    return {joined: [renamed(part, names) for part in parts] for joined, parts in rule.items()}


def revalued(rule: Rule | None, question: str, values: Mapping[tuple[str, str], str]) -> dict[str, Any] | None:
    """The same rule where a question's choices (`("option", old)`) and rows (`("row", old)`) have new names."""
    if not rule:
        return None
    if "not" in rule:
        return {"not": revalued(rule["not"], question, values)}
    if not _is_condition(rule):
        return {joined: [revalued(part, question, values) for part in parts] for joined, parts in rule.items()}
    if rule["question"] != question:
        return dict(rule)
    found = dict(rule)
    if isinstance(rule.get("value"), str):
        found["value"] = values.get(("option", rule["value"]), rule["value"])
    elif isinstance(rule.get("value"), list):
        found["value"] = [values.get(("option", one), one) for one in rule["value"]]
    if rule.get("row"):
        found["row"] = values.get(("row", rule["row"]), rule["row"])
    return found


def among(rule: Rule | None, known: Collection[str]) -> dict[str, Any] | None:
    """The rule, where all questions that it looks at are known; else None, for half a rule would show other people."""
    return dict(rule) if rule and questions_in(rule) <= set(known) else None
