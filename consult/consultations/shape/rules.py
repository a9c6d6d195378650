"""What a show-if rule must be like to be kept. answers/rules.py says when it holds."""

from collections.abc import Iterator, Mapping
from typing import Any

from consult.consultations.shape.limits import DEEPEST_RULE, KEY, MOST_OPTIONS, MOST_RULES

TESTS = ("answered", "not_answered", "equals", "not_equals", "contains", "at_least", "at_most", "one_of")
WITHOUT_VALUE = ("answered", "not_answered")
LONGEST_VALUE = 1_000


def problem_of_rule(rule: Any) -> str | None:
    """The problem of a rule, or None; no rule at all has none."""
    if rule is None:
        return None
    if not _well_formed(rule, 1):
        return "not_a_rule"
    return "not_a_rule" if sum(1 for _leaf in leaves(rule)) > MOST_RULES else None


def leaves(rule: Mapping[str, Any] | None) -> Iterator[Mapping[str, Any]]:
    """The tests of a well-formed rule, each on one question."""
    if rule is None:
        return
    if "question" in rule:
        yield rule
    for part in (*rule.get("all", ()), *rule.get("any", ()), *((rule["not"],) if "not" in rule else ())):
        yield from leaves(part)


def _well_formed(rule: Any, depth: int) -> bool:
    if not isinstance(rule, dict) or depth > DEEPEST_RULE:
        return False
    if "question" in rule:
        return _is_test(rule)
    if len(rule) != 1:
        return False
    kind, parts = next(iter(rule.items()))
    if kind == "not":
        return _well_formed(parts, depth + 1)
    if kind not in ("all", "any") or not isinstance(parts, list) or not 0 < len(parts) <= MOST_RULES:
        return False
    return all(_well_formed(part, depth + 1) for part in parts)


def _is_test(rule: Mapping[str, Any]) -> bool:
    if not rule.keys() <= {"question", "is", "value", "row"} or rule.get("is") not in TESTS:
        return False
    if not _is_key(rule["question"]) or not (rule.get("row") is None or _is_key(rule["row"])):
        return False
    if rule["is"] in WITHOUT_VALUE:
        return rule.get("value") is None
    value = rule.get("value")
    if isinstance(value, list):
        return 0 < len(value) <= MOST_OPTIONS and all(_is_plain(one) for one in value)
    return rule["is"] != "one_of" and _is_plain(value)


def _is_key(value: Any) -> bool:
    return isinstance(value, str) and KEY.fullmatch(value) is not None


def _is_plain(value: Any) -> bool:
    if isinstance(value, int) and not isinstance(value, bool):
        return value.bit_length() < 200
    return isinstance(value, bool | float) or (isinstance(value, str) and 0 < len(value) <= LONGEST_VALUE)
