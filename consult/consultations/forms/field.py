"""One question of a page as a template shows it: what stands in its controls, and where they are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from consult.consultations.answers.places import language_name, language_names
from consult.consultations.answers.texts import steps
from consult.consultations.asked import AskedQuestion
from consult.consultations.forms.names import DATE_PARTS, HYPHEN, part_of
from consult.consultations.forms.numerals import shown_number
from consult.consultations.shape.limits import OTHER
from consult.consultations.shape.settings import SETTINGS
from consult.core.countries import country_names, region_names
from consult.core.localized import Words
from consult.web.language import language

# Types whose control is a group of radio buttons or boxes, the first of which has the id <name>-0.
GROUPS = ("single_choice", "multiple_choice", "scale", "rating", "region")
NAMES: Mapping[str, Callable[[str], dict[str, str]]] = {
    "country": country_names,
    "region": region_names,
    "language": language_names,
}


@dataclass(slots=True)
class Field:
    """One question of one instance. `instance` is None outside of groups; `value` is what was answered or typed."""

    question: AskedQuestion
    instance: int | None
    name: str
    label: Markup
    hint: Markup | None
    help: Markup | None
    text: Markup | None
    options: list[tuple[str, Words]]
    value: Any
    words: int | None
    error: str | None = None
    error_row: str | None = None
    attached: Mapping[str, Any] = field(default_factory=dict)

    @property
    def files(self) -> list[Any]:
        """The files that are attached to it, as far as they are known here."""
        named = self.value if isinstance(self.value, list) else []
        return [self.attached[one] for one in named if isinstance(one, str) and one in self.attached]

    @property
    def place(self) -> str:
        """What names it among those that stand on a page."""
        return f"{self.question.key}.{self.instance or 1}"

    @property
    def type(self) -> str:
        """The type of its question."""
        return self.question.type

    @property
    def settings(self) -> dict[str, Any]:
        """All settings of its type; None for those that are not set."""
        return {name: self.question.settings.get(name) for name in SETTINGS[self.type]}

    @property
    def is_free(self) -> bool:
        """Whether it may stay empty."""
        return not self.question.required

    def part(self, part: str) -> str:
        """The name of one part of it."""
        return part_of(self.question, self.instance, part)

    @property
    def first(self) -> str:
        """The id of the control that a problem leads to: that of the row it is in, or the first."""
        kind, row = self.type, self.error_row
        if kind in ("matrix_single", "matrix_multiple"):
            return f"{self.part(row or next(iter(self.question.rows)))}-0"
        if kind in ("ranking", "budget"):
            return self.part(row or self.options[0][0])
        if kind == "date":
            return self.part("day")
        return f"{self.name}-0" if kind in GROUPS else self.name

    @property
    def checked(self) -> frozenset[str]:
        """The values of the boxes that are ticked."""
        several = self.value if isinstance(self.value, list) else [self.value]
        return frozenset(OTHER if isinstance(one, Mapping) else str(one) for one in several if one is not None)

    @property
    def other(self) -> str:
        """The words of another choice."""
        several = self.value if isinstance(self.value, list) else [self.value]
        return next((str(one.get(OTHER) or "") for one in several if isinstance(one, Mapping)), "")

    def in_row(self, row: str) -> frozenset[str]:
        """The columns that are ticked in a row."""
        value = self.value.get(row) if isinstance(self.value, Mapping) else None
        return frozenset(map(str, value if isinstance(value, list) else [] if value is None else [value]))

    def at(self, option: str) -> str:
        """What stands in the field of an option: its points, or its place."""
        if isinstance(self.value, list):
            return str(self.value.index(option) + 1) if option in self.value else ""
        value = self.value.get(option) if isinstance(self.value, Mapping) else None
        return "" if value is None else str(value)

    @property
    def typed(self) -> str:
        """What stands in a field of one line."""
        text = "" if self.value is None else str(self.value)
        return shown_number(text, language()) if self.type == "number" else text

    @property
    def day(self) -> list[tuple[str, str]]:
        """The parts of a day and what stands in them."""
        parts = str(self.value or "").split("-", 1)
        month, _hyphen, day = parts[1].partition("-") if len(parts) > 1 else ("", "", "")
        return [(part, one.replace(HYPHEN, "-")) for part, one in zip(DATE_PARTS, (day, month, parts[0]), strict=True)]

    @property
    def steps(self) -> range:
        """The numbers of a scale or rating."""
        return steps(self.question)

    @property
    def names(self) -> dict[str, str]:
        """The countries, regions or languages to choose from; what was chosen is among them."""
        found = NAMES[self.type](language())
        if self.typed and self.typed not in found and self.type == "language":
            return {self.typed: language_name(self.typed, language()), **found}
        return found

    @property
    def total(self) -> int:
        """The points of a budget."""
        return int(self.question.settings["total"])
