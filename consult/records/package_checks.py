"""What a value of a package may be: one question for each kind of value."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from consult.core.countries import COUNTRIES

Check = Callable[[Any], bool]


def is_text(value: Any) -> bool:
    """A text that a database takes."""
    return isinstance(value, str) and "\x00" not in value


def is_said(value: Any) -> bool:
    """A text without signs that control something: what the docket counts by."""
    return is_text(value) and all(sign >= " " for sign in value)


def is_whole(value: Any) -> bool:
    """A whole number of 32 bits."""
    return isinstance(value, int) and not isinstance(value, bool) and -(2**31) < value < 2**31


def is_big(value: Any) -> bool:
    """A whole number of 64 bits."""
    return isinstance(value, int) and not isinstance(value, bool) and -(2**63) < value < 2**63


def is_list(value: Any) -> bool:
    """A list."""
    return isinstance(value, list)


def is_moment(value: Any) -> bool:
    """An instant with its offset (RFC 3339)."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def pattern(expression: str) -> Check:
    """The check for a text that is wholly such an expression."""
    compiled = re.compile(expression)
    return lambda value: isinstance(value, str) and compiled.fullmatch(value) is not None


def one_of(*values: Any) -> Check:
    """The check for one of some values."""
    return lambda value: value in values and not isinstance(value, bool)


def maybe(check: Check) -> Check:
    """The check for a value that may be absent."""
    return lambda value: value is None or check(value)


def is_truth(value: Any) -> bool:
    """A truth value."""
    return isinstance(value, bool)


def is_object(value: Any) -> bool:
    """An object."""
    return isinstance(value, dict)


def is_members(value: Any) -> bool:
    """The members of a joint submission."""
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and set(one) == {"name", "country", "organisation"}
        and is_text(one["name"])
        and maybe(one_of(*COUNTRIES))(one["country"])
        and maybe(PUBLIC_ID)(one["organisation"])
        for one in value
    )


def is_spans(value: Any) -> bool:
    """The spans of words that a redaction withholds."""
    return isinstance(value, list) and all(
        isinstance(one, dict)
        and set(one) == {"passage", "start", "end"}
        and is_whole(one["passage"])
        and maybe(is_whole)(one["start"])
        and maybe(is_whole)(one["end"])
        for one in value
    )


def are_moments(value: Any) -> bool:
    """A list of instants."""
    return isinstance(value, list) and all(is_moment(one) for one in value)


REFERENCE = pattern(r"[A-Za-z0-9][A-Za-z0-9./-]{0,63}")
NAME = pattern(r"[a-z0-9][a-z0-9_.:-]{0,63}")
HASH = pattern("[0-9a-f]{64}")
PUBLIC_ID = pattern("[a-z0-9]{16}")
DAY = pattern(r"\d{4}-\d\d-\d\d")
SALT = maybe(pattern("[0-9a-f]{32}"))
