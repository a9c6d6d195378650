"""Choices, columns and rows: a line for each with its words in every language, and a box to add several at once."""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from wtforms import Field, HiddenField, StringField, TextAreaField

from consult.consultations.editing.forms.fields import TextsForm
from consult.consultations.editing.operations.questions import LISTS, Choice
from consult.web.fields import WholeNumber
from consult.web.language import NAMES
from consult.web.language import gettext as _

EMPTY_LINES = 3
MOST_LINES = 120
LISTS_OF: Mapping[str, Sequence[str]] = {
    "single_choice": ("options",),
    "multiple_choice": ("options",),
    "ranking": ("options",),
    "matrix_single": ("rows", "options"),
    "matrix_multiple": ("rows", "options"),
    "budget": ("options",),
}


class Line(NamedTuple):
    """The fields of one choice or row; `is_fixed` when its name was published and stays."""

    number: int
    at: Field
    texts: Sequence[Field]
    was: Field
    key: Field
    is_fixed: bool


class ListsForm(TextsForm):
    """The part of a form that holds lists; `fixed` are the names (`option.a`) that stay for ever."""

    fixed: Collection[str] = ()

    def lines(self, name: str) -> list[Line]:
        """The lines of a list in the order of the page."""
        found = []
        for number in range(1, MOST_LINES + 1):
            if f"{name}_{number}_was" not in self:
                break
            was = self[f"{name}_{number}_was"]
            texts = [self[f"{name}_{number}_{code}"] for code in self.languages]
            at, key = self[f"{name}_{number}_at"], self[f"{name}_{number}_key"]
            found.append(Line(number, at, texts, was, key, f"{LISTS[name]}.{was.data}" in self.fixed))
        return found

    def choices_of(self, name: str) -> list[Choice]:
        """What was written: the lines with words in their new order, then those of the box."""
        kept = []
        for line in self.lines(name):
            words = {code: field.data or "" for code, field in zip(self.languages, line.texts, strict=True)}
            if any(text.strip() for text in words.values()):
                was = line.was.data or ""
                place = line.number if line.at.data is None else line.at.data
                # A line that is moved to a place stands before the one that was there.
                kept.append(
                    (place, place == line.number, line.number, Choice(words, was, (line.key.data or "").strip()))
                )
        boxes = [(self[f"{name}_more_{code}"].data or "").splitlines() for code in self.languages]
        added = [dict(zip(self.languages, texts, strict=True)) for texts in zip_longest(*boxes, fillvalue="")]
        more = [Choice(words) for words in added if any(text.strip() for text in words.values())]
        return [choice for *_order, choice in sorted(kept, key=lambda one: one[:3])] + more


def list_fields(
    name: str, keys: Sequence[str], texts: Mapping[str, Mapping[str, str]], languages: Sequence[str], posted: Any
) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields of a list and their data: a line for each that there is, and empty ones."""
    line = re.compile(rf"{name}_(\d{{1,3}})_was")
    sent = [int(found[1]) for one in posted or () if (found := line.fullmatch(one))]
    count = min(max([len(keys) + EMPTY_LINES, *sent]), MOST_LINES)
    fields: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for number in range(1, count + 1):
        stem, key = f"{name}_{number}", keys[number - 1] if number <= len(keys) else ""
        fields[f"{stem}_was"] = HiddenField()
        fields[f"{stem}_key"] = StringField(_("Name of line %(number)s in the exports", number=number))
        fields[f"{stem}_at"] = WholeNumber(_("Place of line %(number)s", number=number))
        data |= {f"{stem}_was": key, f"{stem}_key": key, f"{stem}_at": number}
        for code in languages:
            place = {"number": number, "language": NAMES[code]}
            fields[f"{stem}_{code}"] = StringField(_("Line %(number)s, %(language)s", **place))
            data[f"{stem}_{code}"] = texts.get(f"{LISTS[name]}.{key}", {}).get(code, "") if key else ""
    for code in languages:
        fields[f"{name}_more_{code}"] = TextAreaField(NAMES[code])
    return fields, data
