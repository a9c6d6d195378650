"""Reading choices, rankings, matrices and budgets."""

from collections.abc import Mapping
from typing import Any

from consult.consultations.answers.reading import Manner, Unfit, is_empty, strings_in
from consult.consultations.answers.texts import cleaned
from consult.consultations.asked import AskedQuestion
from consult.consultations.shape.limits import CHARACTERS, MOST_OPTIONS, OTHER, SHORT_WORDS


def read_single(question: AskedQuestion, raw: Any, manner: Manner) -> str | dict[str, str] | None:
    """The key of an option, or the words of another choice."""
    if isinstance(raw, Mapping):
        return _other(question, raw)
    if not isinstance(raw, str) or raw not in question.options:
        raise Unfit("no_such_choice")
    return raw


def _other(question: AskedQuestion, raw: Mapping[str, Any]) -> dict[str, str] | None:
    """Another choice in the respondent's own words; chosen without words it is asked for them when all is complete."""
    if not question.settings.get("other") or set(raw) != {OTHER}:
        raise Unfit("no_such_choice")
    words = cleaned(raw[OTHER], CHARACTERS["short_text"], SHORT_WORDS, one_line=True)
    return {OTHER: words} if words else None


def read_multiple(question: AskedQuestion, raw: Any, manner: Manner) -> list[Any] | None:
    """The keys of options in their order, then the words of another choice."""
    given = raw if isinstance(raw, list) else [raw]
    if len(given) > 2 * MOST_OPTIONS:
        raise Unfit("no_such_choice")
    others = [one for one in given if isinstance(one, Mapping) and not is_empty(one)]
    keys = strings_in([one for one in given if not isinstance(one, Mapping)], "no_such_choice", MOST_OPTIONS)
    if not question.options.keys() >= set(keys) or len(others) > 1:
        raise Unfit("no_such_choice")
    found: list[Any] = [key for key in question.options if key in keys]
    if others and (other := _other(question, others[0])):
        found.append(other)
    _check_number(question, len(found), manner)
    return found or None


def _check_number(question: AskedQuestion, number: int, manner: Manner) -> None:
    most, least = question.settings.get("max_choices"), question.settings.get("min_choices", 0)
    if most is not None and number > most:
        raise Unfit("too_many_choices", number=number, limit=most)
    if manner.complete and 0 < number < least:
        raise Unfit("too_few_choices", number=number, limit=least)


def read_ranking(question: AskedQuestion, raw: Any, manner: Manner) -> list[str] | None:
    """The keys of options, the first place first; not all need a place. Option → place is taken, too."""
    given = _by_place(raw) if isinstance(raw, Mapping) else [raw] if isinstance(raw, str) else raw
    if not isinstance(given, list) or len(given) > MOST_OPTIONS:
        raise Unfit("no_such_choice")
    keys = [one for one in given if one is not None and one != ""]
    if not all(isinstance(key, str) and key in question.options for key in keys):
        raise Unfit("no_such_choice")
    if len(set(keys)) < len(keys):
        raise Unfit("repeated_place")
    most = int(question.settings.get("max_ranked", len(question.options)))
    if len(keys) > most:
        raise Unfit("too_many_choices", number=len(keys), limit=most)
    return keys or None


def _by_place(raw: Mapping[str, Any]) -> list[str]:
    """Options in the order of their places; a place may be left free."""
    places: dict[int, str] = {}
    for option, place in raw.items():
        if is_empty(place):
            continue
        number = int(place) if isinstance(place, str) and place.isascii() and place.isdecimal() else place
        if not isinstance(number, int) or isinstance(number, bool) or not 0 < number <= MOST_OPTIONS:
            raise Unfit("no_such_choice", option)
        if number in places:
            raise Unfit("repeated_place", option)
        places[number] = option
    return [places[number] for number in sorted(places)]


def read_matrix_single(question: AskedQuestion, raw: Any, manner: Manner) -> dict[str, str] | None:
    """Row → column."""
    found: dict[str, str] = {}
    for row, value in _rows(question, raw):
        if not isinstance(value, str) or value not in question.options:
            raise Unfit("no_such_choice", row)
        found[row] = value
    _check_rows(question, found, manner)
    return found or None


def read_matrix_multiple(question: AskedQuestion, raw: Any, manner: Manner) -> dict[str, list[str]] | None:
    """Row → columns in their order."""
    found: dict[str, list[str]] = {}
    for row, value in _rows(question, raw):
        try:
            keys = strings_in(value, "no_such_choice", len(question.options))
        except Unfit as unfit:
            raise Unfit(unfit.problem, row) from unfit
        if not question.options.keys() >= set(keys):
            raise Unfit("no_such_choice", row)
        found[row] = [key for key in question.options if key in keys]
    _check_rows(question, found, manner)
    return found or None


def _rows(question: AskedQuestion, raw: Any) -> list[tuple[str, Any]]:
    """The answered rows in their order. Raises Unfit for what is no mapping of this question's rows."""
    if not isinstance(raw, Mapping) or not set(raw) <= question.rows.keys():
        raise Unfit("no_such_row")
    return [(row, raw[row]) for row in question.rows if row in raw and not is_empty(raw[row])]


def _check_rows(question: AskedQuestion, found: Mapping[str, Any], manner: Manner) -> None:
    if question.required and manner.complete and found:
        for row in question.rows:
            if row not in found:
                raise Unfit("row_missing", row)


def read_budget(question: AskedQuestion, raw: Any, manner: Manner) -> dict[str, int] | None:
    """Option → points; options without points are left out. Raises Unfit for more points than there are."""
    if not isinstance(raw, Mapping) or not set(raw) <= question.options.keys():
        raise Unfit("no_such_row")
    total = int(question.settings["total"])
    found = {
        option: _points(raw[option], option, total) for option in question.options if not is_empty(raw.get(option))
    }
    spent = sum(found.values())
    if spent > total:
        raise Unfit("too_many_points", number=spent, limit=total)
    return {option: points for option, points in found.items() if points} or None


def _points(raw: Any, option: str, total: int) -> int:
    if isinstance(raw, str) and raw.strip().isdecimal() and raw.strip().isascii() and len(raw.strip()) < 10:
        raw = int(raw)
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise Unfit("not_points", option)
    if not 0 <= raw <= total:
        raise Unfit("too_many_points" if raw > 0 else "not_points", option, number=min(raw, 10**12), limit=total)
    return raw
