"""Whether anybody can ever come to see what a rule hides: answers that satisfy it are looked for by what is offered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import product
from typing import Any, NamedTuple

from consult.consultations.editing.rules import Condition, Rule
from consult.consultations.shape.limits import OTHER

MOST_WAYS = 2_000  # a rule with more ways than this is taken as one that can hold
IN_ROWS = ("matrix_single", "matrix_multiple", "budget")
OF_SEVERAL = ("multiple_choice", "ranking", "matrix_multiple")
OF_SIZE = ("number", "scale", "rating", "budget")
NEGATED = {"answered": "not_answered", "not_answered": "answered", "equals": "not_equals", "not_equals": "equals"}

Way = tuple[Condition, ...]


class Shown(NamedTuple):
    """A question with the rules that hide it: its own and that of its section.

    `several` when it is asked in a repeating group: then two conditions may look at two answers.
    """

    type: str
    settings: Mapping[str, Any]
    rules: Sequence[Rule]
    several: bool = False


def can_hold(rules: Sequence[Rule], questions: Mapping[str, Shown]) -> bool:
    """Whether some answers satisfy all these rules at once; `questions` are those that come before, by name."""
    ways = _ways({"all": list(rules)}, questions, frozenset())
    return ways is None or any(_is_possible(way, questions) for way in ways)


def _ways(rule: Rule, questions: Mapping[str, Shown], seen: frozenset[str]) -> list[Way] | None:
    """The rule as alternatives of conditions that must hold together; None where there are too many to look at."""
    if "question" in rule:
        return _ways_of_one(
            Condition(rule["question"], rule["is"], rule.get("value"), rule.get("row")), questions, seen
        )
    if "not" in rule:
        return _ways_of_not(rule["not"], questions, seen)
    parts = [_ways(part, questions, seen) for part in rule.get("all") or rule.get("any") or ()]
    if "any" in rule:
        return None if any(part is None for part in parts) else [way for part in parts for way in part or ()]
    known = [part for part in parts if part is not None]
    size = 1
    for part in known:
        size *= len(part)
    if size > MOST_WAYS:
        return None
    return [tuple(one for way in chosen for one in way) for chosen in product(*known)]


def _ways_of_one(one: Condition, questions: Mapping[str, Shown], seen: frozenset[str]) -> list[Way] | None:
    """A condition that needs an answer needs that its question is shown, too."""
    asked = questions.get(one.question)
    if asked is None or one.comparison in ("not_answered", "not_equals") or one.question in seen:
        return [(one,)]
    ways = _ways({"all": list(asked.rules)}, questions, seen | {one.question})
    return None if ways is None else [(one, *way) for way in ways]


def _ways_of_not(rule: Rule, questions: Mapping[str, Shown], seen: frozenset[str]) -> list[Way] | None:
    if "not" in rule:
        return _ways(rule["not"], questions, seen)
    for joined, other in (("all", "any"), ("any", "all")):
        if joined in rule:
            return _ways({other: [{"not": part} for part in rule[joined]]}, questions, seen)
    turned = NEGATED.get(rule["is"])
    # What else a condition leaves open when it does not hold is not looked at.
    return _ways({**rule, "is": turned}, questions, seen) if turned else [()]


def _is_possible(way: Way, questions: Mapping[str, Shown]) -> bool:
    wanted: dict[Any, Wanted] = {}
    for number, one in enumerate(way):
        asked = questions.get(one.question)
        if asked is None:
            continue
        # A matrix without a row named means any of its rows, as a group means any of its instances.
        apart = asked.several or (one.row is None and asked.type in IN_ROWS)
        place = (one.question, number) if apart else (one.question, one.row)
        wanted.setdefault(place, Wanted(asked.type, asked.settings)).take(one)
    return all(one.is_possible() for one in wanted.values())


@dataclass(slots=True)
class Wanted:
    """What a way asks of one answer."""

    type: str
    settings: Mapping[str, Any]
    answered: bool = False
    unanswered: bool = False
    one_of: list[set[Any]] = field(default_factory=list)
    none_of: set[Any] = field(default_factory=set)
    parts: set[Any] = field(default_factory=set)
    lowest: list[Any] = field(default_factory=list)
    highest: list[Any] = field(default_factory=list)

    def take(self, one: Condition) -> None:
        """Add a condition."""
        value = one.value if self.type not in OF_SIZE or isinstance(one.value, list) else _sized(one.value)
        self.unanswered |= one.comparison == "not_answered"
        self.answered |= one.comparison not in ("not_answered", "not_equals")
        if self.type in OF_SEVERAL:
            if one.comparison in ("contains", "equals") and one.row is None:
                self.parts |= {_hashable(part) for part in (value if isinstance(value, list) else [value])}
        elif one.comparison == "equals":
            self.one_of.append({_hashable(value)})
        elif one.comparison == "one_of":
            self.one_of.append({_hashable(part) for part in value})
        elif one.comparison == "not_equals":
            self.none_of.add(_hashable(value))
        elif one.comparison == "at_least":
            self.lowest.append(value)
        elif one.comparison == "at_most":
            self.highest.append(value)

    def is_possible(self) -> bool:
        """Whether one answer can satisfy everything that was taken."""
        if not self.answered:
            return True
        return not self.unanswered and self._parts_offered() and self._values_left()

    def _parts_offered(self) -> bool:
        offered, most = self._offered(), self.settings.get("max_choices") or self.settings.get("max_ranked")
        return (offered is None or self.parts <= offered) and (most is None or len(self.parts) <= most)

    def _values_left(self) -> bool:
        """Whether a value is left: of those that are named, or else of the range."""
        low, high = self._range()
        offered = self._offered()
        if self.one_of:
            left = set.intersection(*self.one_of) - self.none_of
            left = left if offered is None else left & offered
            return any(_within(value, low, high) for value in left)
        if offered is not None and self.type not in OF_SEVERAL:
            return bool(offered - self.none_of)
        return _within(low, None, high) if low is not None and high is not None else True

    def _offered(self) -> set[Any] | None:
        """The values that can be chosen, or None where any can be given."""
        if "options" not in self.settings or self.type == "budget":
            return None
        return {*self.settings["options"], *((OTHER,) if self.settings.get("other") else ())}

    def _range(self) -> tuple[Any, Any]:
        low, high = list(self.lowest), list(self.highest)
        for name, found in (("min", low), ("earliest", low), ("max", high), ("latest", high), ("total", high)):
            if (limit := self.settings.get(name)) not in (None, "") and self.type != "file":
                found.append(_sized(limit) if self.type in OF_SIZE else limit)
        if self.type in ("rating", "budget"):
            low.append(Decimal(self.type == "rating"))
        try:
            return max(low, default=None), min(high, default=None)
        except TypeError:  # values of another type, that nothing compares with
            return None, None


def _within(value: Any, low: Any, high: Any) -> bool:
    try:
        return (low is None or value >= low) and (high is None or value <= high)
    except TypeError:
        return True


def _sized(value: Any) -> Any:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return value


def _hashable(value: Any) -> Any:
    return value if isinstance(value, str | int | Decimal | date | type(None)) else repr(value)


def before(sections: Sequence[Mapping[str, Any]]) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
    """(section, None) and then (section, question) for each of its questions, in the order in which they are asked."""
    for part in sections:
        yield part, None
        for question in part["questions"]:
            yield part, question
