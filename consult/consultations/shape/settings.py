"""The settings of each type of question, and what they must be like.

texts: max_words, min_words · single_choice: options, other, shuffle · multiple_choice: the same, min_choices,
max_choices · scale: min, max · rating: max · ranking: options, shuffle, max_ranked · matrices: rows, options ·
number: min, max, decimals · date: earliest, latest · file: max_files · consent: version · budget: options, total.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from consult.consultations.shape.limits import (
    KEY,
    MOST_COLUMNS,
    MOST_DECIMALS,
    MOST_DIGITS,
    MOST_FILES,
    MOST_OPTIONS,
    MOST_POINTS,
    MOST_ROWS,
    MOST_STARS,
    MOST_STEPS,
    MOST_WORDS,
    OTHER,
)

Settings = Mapping[str, Any]
Texts = Mapping[str, Mapping[str, str]]

SETTINGS: Mapping[str, tuple[str, ...]] = {
    "section_text": (),
    "short_text": ("max_words", "min_words"),
    "long_text": ("max_words", "min_words"),
    "single_choice": ("options", "other", "shuffle"),
    "multiple_choice": ("options", "other", "shuffle", "min_choices", "max_choices"),
    "scale": ("min", "max"),
    "rating": ("max",),
    "ranking": ("options", "shuffle", "max_ranked"),
    "matrix_single": ("rows", "options"),
    "matrix_multiple": ("rows", "options"),
    "number": ("min", "max", "decimals"),
    "date": ("earliest", "latest"),
    "country": (),
    "region": (),
    "language": (),
    "file": ("max_files",),
    "consent": ("version",),
    "budget": ("options", "total"),
}


def kept_settings(kind: str, settings: Settings) -> dict[str, Any]:
    """The settings that a type has; what another type left behind is dropped."""
    return {name: settings[name] for name in SETTINGS[kind] if settings.get(name) is not None}


def problem_of_settings(kind: str, settings: Settings, texts: Texts) -> str | None:
    """The problem of a question's settings, or None."""
    check = _CHECKS.get(kind)
    return check(kept_settings(kind, settings), texts) if check else None


def _texts(settings: Settings, _texts: Texts) -> str | None:
    most, least = settings.get("max_words", MOST_WORDS), settings.get("min_words", 1)
    return None if _whole(most, 1, MOST_WORDS) and _whole(least, 1, most) else "not_a_limit"


def _choices(settings: Settings, texts: Texts) -> str | None:
    options = settings.get("options", ())
    if not _named(options, "option", texts, 2, MOST_OPTIONS) or (settings.get("other") and OTHER in options):
        return "not_options"
    offered = len(options) + bool(settings.get("other"))
    most, least = settings.get("max_choices", offered), settings.get("min_choices", 0)
    return None if _whole(most, 1, offered) and _whole(least, 0, most) else "not_a_number_of_choices"


def _scale(settings: Settings, _texts: Texts) -> str | None:
    low, high = settings.get("min"), settings.get("max")
    whole = _whole(low, -1_000, 1_000) and _whole(high, -1_000, 1_000)
    return None if whole and low is not None and high is not None and 0 < high - low < MOST_STEPS else "not_a_scale"


def _rating(settings: Settings, _texts: Texts) -> str | None:
    return None if _whole(settings.get("max", 5), 2, MOST_STARS) else "not_a_rating"


def _ranking(settings: Settings, texts: Texts) -> str | None:
    options = settings.get("options", ())
    if not _named(options, "option", texts, 2, MOST_OPTIONS):
        return "not_options"
    return None if _whole(settings.get("max_ranked", 1), 1, len(options)) else "not_a_number_of_choices"


def _matrix(settings: Settings, texts: Texts) -> str | None:
    if not _named(settings.get("rows", ()), "row", texts, 1, MOST_ROWS):
        return "not_rows"
    return None if _named(settings.get("options", ()), "option", texts, 2, MOST_COLUMNS) else "not_columns"


def _number(settings: Settings, _texts: Texts) -> str | None:
    low, high = (as_decimal(settings.get(name)) for name in ("min", "max"))
    given = [name for name in ("min", "max") if name in settings]
    if len(given) != sum(one is not None for one in (low, high)) or (
        low is not None and high is not None and low > high
    ):
        return "not_a_range"
    return None if _whole(settings.get("decimals", 0), 0, MOST_DECIMALS) else "not_a_range"


def _date(settings: Settings, _texts: Texts) -> str | None:
    first, last = (as_date(settings.get(name)) for name in ("earliest", "latest"))
    given = sum(name in settings for name in ("earliest", "latest"))
    if given != sum(one is not None for one in (first, last)) or (first and last and first > last):
        return "not_a_range"
    return None


def _file(settings: Settings, _texts: Texts) -> str | None:
    return None if _whole(settings.get("max_files", 1), 1, MOST_FILES) else "not_a_number_of_files"


def _consent(settings: Settings, _texts: Texts) -> str | None:
    version = settings.get("version")
    return None if isinstance(version, str) and 0 < len(version.strip()) <= 100 else "not_a_version"


def _budget(settings: Settings, texts: Texts) -> str | None:
    if not _named(settings.get("options", ()), "option", texts, 2, MOST_OPTIONS):
        return "not_options"
    return None if _whole(settings.get("total"), 1, MOST_POINTS) else "not_a_total"


_CHECKS: Mapping[str, Callable[[Settings, Texts], str | None]] = {
    "short_text": _texts,
    "long_text": _texts,
    "single_choice": _choices,
    "multiple_choice": _choices,
    "scale": _scale,
    "rating": _rating,
    "ranking": _ranking,
    "matrix_single": _matrix,
    "matrix_multiple": _matrix,
    "number": _number,
    "date": _date,
    "file": _file,
    "consent": _consent,
    "budget": _budget,
}


def _whole(value: Any, lowest: int, highest: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and lowest <= value <= highest


def _named(keys: Any, kind: str, texts: Texts, least: int, most: int) -> bool:
    """Whether these are keys of their own, so many, each with words in some language."""
    if not isinstance(keys, Sequence) or isinstance(keys, str) or not least <= len(keys) <= most:
        return False
    if not all(isinstance(key, str) and KEY.fullmatch(key) for key in keys) or len(set(keys)) < len(keys):
        return False
    return all(any(text.strip() for text in (texts.get(f"{kind}.{key}") or {}).values()) for key in keys)


def as_decimal(raw: Any) -> Decimal | None:
    """A number as a program gives it, whole, broken or in digits; None for anything else."""
    if isinstance(raw, bool) or not isinstance(raw, int | float | str):
        return None
    if isinstance(raw, str) and (len(raw) > 2 * MOST_DIGITS or not raw.isascii() or "_" in raw):
        return None
    try:
        # An integer past the limits is refused before it is printed: printing it would take long.
        found = Decimal(str(raw)) if not isinstance(raw, int) or raw.bit_length() < 200 else Decimal("nan")
    except InvalidOperation:
        return None
    return found if found.is_finite() and -MOST_DIGITS <= found.adjusted() < MOST_DIGITS else None


def as_date(raw: Any) -> date | None:
    """A day as YYYY-MM-DD; None for anything else."""
    if not isinstance(raw, str) or len(raw) != 10 or not raw.isascii():
        return None
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return None
