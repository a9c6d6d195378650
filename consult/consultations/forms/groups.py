"""Adding an instance to a group and taking one away, by a button of the page."""

from collections.abc import Mapping
from typing import Any

from consult.consultations.answers import Answers
from consult.consultations.asked import Asked
from consult.consultations.forms.names import ADD, REMOVE
from consult.consultations.forms.reading import FormData, shown_count


def regrouped(asked: Asked, answers: Mapping[str, Any], formdata: FormData) -> Answers | None:
    """The answers with an instance more or less, where a button for that was pressed; None otherwise."""
    added, removed = "".join(formdata.getlist(ADD)[:1]), "".join(formdata.getlist(REMOVE)[:1])
    key, _point, number = removed.partition(".")
    for section in asked.sections:
        if not section.repeats or section.key not in (added, key):
            continue
        given = answers.get(section.key)
        rows = list(given) if isinstance(given, list) else []
        rows += [{}] * (shown_count(section, formdata) - len(rows))
        if section.key == added and len(rows) < section.repeats_max:
            rows.append({})
        elif number.isdecimal() and number.isascii() and 0 < int(number[:4]) <= len(rows):
            del rows[int(number[:4]) - 1]
        return {**answers, section.key: rows}
    return None
