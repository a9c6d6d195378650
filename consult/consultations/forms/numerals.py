"""Numbers as people type them in their language, and back."""

import re
import unicodedata
from functools import lru_cache

from babel import Locale

LONGEST = 60
SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]")
GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)")


@lru_cache(maxsize=32)
def decimal_sign(language: str) -> str:
    """The sign before the fraction, as pages of the language show it; Arabic pages show digits 0-9 and a point."""
    if language == "ar":
        return "."
    return str(Locale.parse(language).number_symbols["latn"]["decimal"])


def western(text: str) -> str:
    """The same with digits 0-9 for those of any other script, and a hyphen for any minus."""
    digits = (str(unicodedata.decimal(sign, sign)) for sign in text)
    return "".join(digits).replace("\u2212", "-").replace("\u061c", "").replace("\u200e", "").replace("\u200f", "")


def canonical_from(typed: str, language: str) -> str:
    """A number typed with the digits and separators of a language, as programs write it.

    What cannot be read comes back as it was typed, so that it can be shown again.
    """
    if len(typed) > LONGEST:
        return typed
    text = SPACES.sub("", western(typed)).replace("٬", ",").replace("٫", ".")
    sign, digits = (text[0], text[1:]) if text[:1] in ("+", "-") else ("", text)
    if decimal_sign(language) == "," and "٫" not in typed:
        digits = _swapped(digits)
    if "," in digits:
        whole, point, rest = digits.partition(".")
        if GROUPED.fullmatch(whole):
            digits = whole.replace(",", "") + point + rest
        elif whole.count(",") == 1 and not point:
            digits = whole.replace(",", ".")  # a fraction after the sign of another language
    found = sign.replace("+", "") + digits
    return found if PLAIN.fullmatch(found) else typed


def _swapped(digits: str) -> str:
    """Digits of a language with a decimal comma, as one with a decimal point writes them."""
    if "," not in digits and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", digits):
        return digits  # 1.5 is no group of thousands: a point as programs write it
    return digits.translate(str.maketrans(",.", ".,"))


def shown_number(value: str, language: str) -> str:
    """A canonical number as the field of a page shows it, so that reading it again gives the same."""
    return value.replace(".", decimal_sign(language)) if PLAIN.fullmatch(value) else value
