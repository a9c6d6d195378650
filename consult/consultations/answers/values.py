"""Reading one answer of any type, and its words."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from consult.consultations.answers.choices import (
    read_budget,
    read_matrix_multiple,
    read_matrix_single,
    read_multiple,
    read_ranking,
    read_single,
)
from consult.consultations.answers.numbers import read_date, read_number
from consult.consultations.answers.places import (
    language_name,
    read_country,
    read_language,
    read_region,
)
from consult.consultations.answers.reading import Manner, Unfit, is_empty
from consult.consultations.answers.texts import read_consent, read_files, read_step, read_text
from consult.consultations.asked import AskedQuestion
from consult.consultations.shape.limits import OTHER
from consult.core.countries import country_names, region_names

Reader = Callable[[AskedQuestion, Any, Manner], Any]
READERS: Mapping[str, Reader] = {
    "short_text": read_text,
    "long_text": read_text,
    "single_choice": read_single,
    "multiple_choice": read_multiple,
    "scale": read_step,
    "rating": read_step,
    "ranking": read_ranking,
    "matrix_single": read_matrix_single,
    "matrix_multiple": read_matrix_multiple,
    "number": read_number,
    "date": read_date,
    "country": read_country,
    "region": read_region,
    "language": read_language,
    "file": read_files,
    "consent": read_consent,
    "budget": read_budget,
}
MATRICES = ("matrix_single", "matrix_multiple")


def read(question: AskedQuestion, raw: Any, manner: Manner) -> Any:
    """The canonical value of an answer, or None for none.

    Raises Unfit for what the question does not take, and for none where one is required and all must be complete.
    """
    value = None
    if question.type == "single_choice" and manner.complete and _is_other_without_words(raw):
        raise Unfit("other_without_words")
    if not is_empty(raw):
        value = READERS[question.type](question, raw, manner)
    if value is None and question.required and manner.complete:
        raise Unfit("required")
    return value


def _is_other_without_words(raw: Any) -> bool:
    return isinstance(raw, Mapping) and set(raw) == {OTHER} and is_empty(raw)


def words_of(question: AskedQuestion, value: Any, language: str) -> str | None:
    """A canonical value, or that of one row of a matrix, as a person reads it; None for files."""
    kind = question.type
    if kind in ("single_choice", "multiple_choice", *MATRICES):
        several = value if isinstance(value, list) else [value]
        return "; ".join(_choice(question, one) for one in several)
    if kind == "ranking":
        return "; ".join(f"{place}. {_choice(question, one)}" for place, one in enumerate(value, start=1))
    if kind == "budget":
        return "; ".join(f"{_choice(question, option)}: {points}" for option, points in value.items())
    if kind in ("country", "region", "language"):
        return _place_words(kind, str(value), language)
    if kind == "consent":
        return str(question.settings.get("version", ""))
    return None if kind == "file" else str(value)


def _choice(question: AskedQuestion, value: Any) -> str:
    if isinstance(value, Mapping):
        return str(value.get(OTHER, ""))
    found = question.options.get(str(value))
    return found.text if found else str(value)


def _place_words(kind: str, value: str, language: str) -> str:
    if kind == "language":
        return language_name(value, language)
    names = country_names(language) if kind == "country" else region_names(language)
    return names.get(value, value)


def cells(question: AskedQuestion, value: Any) -> Sequence[tuple[str | None, Any]]:
    """(row, value) of each passage that an answer makes: one, or one for each answered row of a matrix."""
    return list(value.items()) if question.type in MATRICES else [(None, value)]
