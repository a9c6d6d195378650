"""Rules by plain form controls: a line for each condition, with the question, the comparison and the value."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from wtforms import BooleanField, Field, RadioField, SelectField, StringField

from consult.consultations.answers.places import language_names
from consult.consultations.editing.forms.fields import TextsForm
from consult.consultations.editing.rules import COMPARISONS, WITHOUT_VALUE, Condition, Plain, Rule, plain, rule_of
from consult.consultations.editing.words import comparison_words
from consult.consultations.shape.limits import OTHER
from consult.consultations.shape.settings import as_date, as_decimal
from consult.core.countries import country_names, region_names
from consult.web.fields import Checkboxes, Later, offered
from consult.web.language import gettext as _
from consult.web.language import language

LEAST_LINES = 3
MOST_LINES = 50
IN_ROWS = {"matrix_single": ("rows", "row"), "matrix_multiple": ("rows", "row"), "budget": ("options", "option")}
NAMES_OF: Mapping[str, Callable[[str], dict[str, str]]] = {
    "country": country_names,
    "region": region_names,
    "language": language_names,
}
LINE = re.compile(r"rule_(\d{1,2})_question")
Item = Mapping[str, Any]


class RuleForm(TextsForm):
    """The part of a form that says when something is shown; `earlier` are the questions a rule may look at, by key."""

    rule_joined = RadioField(
        Later(lambda: _("How many of these must be true?")),
        choices=offered([("all", Later(lambda: _("All of them"))), ("any", Later(lambda: _("Any of them")))]),
        default="all",
        validate_choice=False,
    )
    rule_replace = BooleanField(Later(lambda: _("Replace it by the conditions below")))
    earlier: Mapping[str, Item] = {}
    present: Rule | None = None

    @property
    def is_nested(self) -> bool:
        """Whether the rule that is stored has parts within parts, which these lines cannot show."""
        return plain(self.present) is None

    def condition_lines(self) -> list[tuple[Field, Field, Field]]:
        """(question, comparison, value) of each line."""
        found = []
        for number in range(1, MOST_LINES + 1):
            if f"rule_{number}_question" not in self:
                break
            found.append((self[f"rule_{number}_question"], self[f"rule_{number}_is"], self[f"rule_{number}_value"]))
        return found

    def rule(self) -> dict[str, Any] | None:
        """The rule that was written. Whatever cannot be compared stands as an error at its field."""
        if self.is_nested and not self.rule_replace.data:
            return dict(self.present or {})
        found = [self._condition(*line) for line in self.condition_lines() if line[0].data]
        return rule_of(Plain(self.rule_joined.data or "all", tuple(one for one in found if one is not None)))

    def _condition(self, question: Field, comparison: Field, value: Field) -> Condition | None:
        key, _colon, row = (question.data or "").partition(":")
        asked = self.earlier.get(key)
        if asked is None:
            _refuse(question, _("Please choose one of the questions that come before."))
            return None
        if comparison.data not in COMPARISONS[asked["type"]]:
            fitting = ", ".join(comparison_words(one) for one in COMPARISONS[asked["type"]])
            _refuse(comparison, _("For this question you can use: %(words)s.", words=fitting))
            return None
        if comparison.data in WITHOUT_VALUE:
            return Condition(key, comparison.data, None, row or None)
        sent = value.data if isinstance(value.data, list) else [value.data or ""]
        typed = [part.strip() for one in sent for part in one.split(";")]
        resolved = [value_of(asked, part) for part in typed if part]
        if not resolved or None in resolved:
            _refuse(value, _value_needed(asked))
            return None
        wanted = resolved if comparison.data == "one_of" else resolved[0]
        return Condition(key, comparison.data, wanted, row or None)


def _refuse(field: Field, words: str) -> None:
    field.errors = [*field.errors, words]


def _value_needed(asked: Item) -> str:
    values = values_of(asked)
    if values and len(values) <= 12:
        return _("Please choose one of: %(words)s.", words=", ".join(values.values()))
    words = {"number": _("Please give a number."), "date": _("Please give a day, such as 2026-11-27.")}
    return words.get(asked["type"], _("Please give the value that is compared with."))


def rule_fields(
    rule: Rule | None, earlier: Mapping[str, Item], posted: Mapping[str, Any] | None
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of the lines, and their data: those of the rule, or of what was posted, and some empty ones."""
    known = plain(rule) or Plain("all", ())
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {"rule_joined": known.joined}
    sent = [int(found[1]) for name in posted or () if (found := LINE.fullmatch(name))]
    count = min(max([LEAST_LINES, len(known.conditions) + 1, *sent]), MOST_LINES)
    questions, comparisons = question_choices(earlier), [(one, comparison_words(one)) for one in ALL]
    for number in range(1, count + 1):
        one = known.conditions[number - 1] if number <= len(known.conditions) else None
        name = f"rule_{number}"
        key, test = _chosen(posted, name, one)
        label = {"number": number}
        fields[f"{name}_question"] = SelectField(
            _("Condition %(number)s: question", **label), choices=offered(questions), validate_choice=False
        )
        fields[f"{name}_is"] = SelectField(
            _("Condition %(number)s: comparison", **label), choices=offered(comparisons), validate_choice=False
        )
        fields[f"{name}_value"] = _value_field(_("Condition %(number)s: value", **label), earlier.get(key), test)
        if one is not None:
            data |= {f"{name}_question": f"{one.question}:{one.row}" if one.row else one.question}
            data |= {f"{name}_is": one.comparison, f"{name}_value": _typed(one.value, test)}
    return fields, data


ALL = ("equals", "not_equals", "one_of", "contains", "at_least", "at_most", "answered", "not_answered")


def _chosen(posted: Mapping[str, Any] | None, name: str, one: Condition | None) -> tuple[str, str]:
    """The question and the comparison of a line, as sent or as stored."""
    if posted is not None:
        return str(posted.get(f"{name}_question", "")).partition(":")[0], str(posted.get(f"{name}_is", ""))
    return (one.question, one.comparison) if one else ("", "")


def _typed(value: Any, comparison: str) -> Any:
    if comparison == "one_of":
        return [str(part) for part in value] if isinstance(value, list) else [str(value)]
    return "" if value is None else str(value)


def _value_field(label: str, asked: Item | None, comparison: str) -> Field:
    values = values_of(asked) if asked else {}
    if not values:
        return StringField(label)
    if comparison == "one_of":
        return Checkboxes(label, choices=offered(values.items()), validate_choice=False)
    return SelectField(label, choices=offered([("", "–"), *values.items()]), validate_choice=False)


def question_choices(earlier: Mapping[str, Item]) -> list[tuple[str, str]]:
    """The questions that can be looked at, those of a table once for each of its rows."""
    found = [("", "–")]
    for key, asked in earlier.items():
        if asked["type"] not in COMPARISONS:
            continue
        label = shortened(words_in(asked["texts"].get("label", {}), key))
        found.append((key, label))
        if asked["type"] in IN_ROWS:
            name, prefix = IN_ROWS[asked["type"]]
            for row in asked["settings"].get(name, ()):
                words = words_in(asked["texts"].get(f"{prefix}.{row}", {}), row)
                found.append((f"{key}:{row}", _("%(question)s: %(row)s", question=label, row=shortened(words))))
    return found


def values_of(asked: Item) -> dict[str, str]:
    """The values that a question offers: as they are stored → in words. None for what is typed."""
    kind, settings, texts = asked["type"], asked["settings"], asked["texts"]
    if kind in ("scale", "rating"):
        low, high = (1, settings.get("max", 5)) if kind == "rating" else (settings["min"], settings["max"])
        return {str(step): str(step) for step in range(low, high + 1)}
    if kind in ("country", "region", "language"):
        return dict(NAMES_OF[kind](language()))
    if kind == "budget":
        return {}
    found = {key: shortened(words_in(texts.get(f"option.{key}", {}), key)) for key in settings.get("options", ())}
    return found | ({OTHER: _("Another answer")} if settings.get("other") else {})


def value_of(asked: Item, typed: str) -> Any:
    """A typed value as it is stored: by its name or by its words in any language; None for what does not fit."""
    kind = asked["type"]
    if kind in ("scale", "rating", "budget"):
        return int(typed) if typed.lstrip("-").isdecimal() and len(typed) < 10 else None
    if kind == "number":
        return typed if as_decimal(typed) is not None else None
    if kind == "date":
        return typed if as_date(typed) is not None else None
    values = values_of(asked)
    if not values or typed in values:
        return typed
    said = {words.casefold(): key for key, words in values.items()}
    for key in asked["settings"].get("options", ()):
        said |= {words.casefold(): key for words in asked["texts"].get(f"option.{key}", {}).values()}
    return said.get(typed.casefold())


def words_in(texts: Mapping[str, str], otherwise: str) -> str:
    """A text in the best language: that of the page, else any."""
    return texts.get(language()) or next(iter(texts.values()), otherwise)


def shortened(words: str, most: int = 60) -> str:
    """Words for a list."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def suggested(earlier: Mapping[str, Item]) -> Sequence[str]:
    """Words that may be typed as values: those of all choices that come before."""
    found: dict[str, None] = {}
    for asked in earlier.values():
        if "options" in asked["settings"] and asked["type"] != "budget":
            found |= dict.fromkeys(values_of(asked).values())
    return list(found)
