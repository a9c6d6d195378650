"""Whether a show-if rule holds for the answers so far.

`{"all": [rule, ...]}`, `{"any": [rule, ...]}`, `{"not": rule}`, or a test `{"question", "is", "value", "row"}`.
A question in a repeating group counts, seen from outside, when any of its instances fits. `not_answered` and
`not_equals` are the opposites of `answered` and `equals`, so they hold for a question that is hidden or left empty.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from consult.consultations.shape.limits import OTHER
from consult.consultations.shape.settings import as_decimal

Rule = Mapping[str, Any]
# Key of a question → (its type, the value) of each answer to it that counts: none, one, or one for each instance.
Found = Callable[[str], Sequence[tuple[str, Any]]]


def holds(rule: Rule | None, found: Found) -> bool:
    """Whether the rule holds; no rule always does."""
    if rule is None:
        return True
    if "all" in rule:
        return all(holds(part, found) for part in rule["all"])
    if "any" in rule:
        return any(holds(part, found) for part in rule["any"])
    if "not" in rule:
        return not holds(rule["not"], found)
    name = rule["is"]
    if name.startswith("not_"):
        return not holds({**rule, "is": name.removeprefix("not_")}, found)
    return any(
        _fits(name, value, rule.get("value"))
        for kind, answer in found(rule["question"])
        for value in _values(kind, answer, rule.get("row"))
    )


def _values(kind: str, answer: Any, row: str | None) -> list[Any]:
    """What a test looks at: the answer, that of one row, or that of any row."""
    if kind in ("matrix_single", "matrix_multiple", "budget"):
        return [value for key, value in answer.items() if row in (None, key)]
    if kind == "ranking" and row is not None:
        return [answer.index(row) + 1] if row in answer else []
    if kind == "single_choice":
        return [_chosen(answer)]
    if kind == "multiple_choice":
        return [[_chosen(one) for one in answer]]
    return [answer]


def _chosen(answer: Any) -> Any:
    return OTHER if isinstance(answer, Mapping) else answer


def _fits(name: str, value: Any, wanted: Any) -> bool:
    if name == "answered":
        return True
    if name == "contains":
        return _contains(value, wanted)
    if name == "one_of":
        return any(_contains(value, one) if isinstance(value, list) else _same(value, one) for one in wanted)
    if name == "equals":
        return _same(value, wanted)
    return _compared(name, value, wanted)


def _same(value: Any, wanted: Any) -> bool:
    if isinstance(value, list):
        several = wanted if isinstance(wanted, list) else [wanted]
        return len(value) == len(several) and all(one in value for one in several)
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    if value == wanted:
        return True
    left, right = as_decimal(value), as_decimal(wanted)
    return left is not None and left == right


def _contains(value: Any, wanted: Any) -> bool:
    several = wanted if isinstance(wanted, list) else [wanted]
    if isinstance(value, list):
        return all(one in value for one in several)
    if isinstance(value, str):
        return all(isinstance(one, str) and one.casefold() in value.casefold() for one in several)
    return False


def _compared(name: str, value: Any, wanted: Any) -> bool:
    left, right = as_decimal(value), as_decimal(wanted)
    if left is not None and right is not None:
        return left >= right if name == "at_least" else left <= right
    if isinstance(value, str) and isinstance(wanted, str) and left is None and right is None:
        return value >= wanted if name == "at_least" else value <= wanted  # days as YYYY-MM-DD
    return False
