"""Countries, regions and languages: which there are, and what they are called."""

import re
from functools import lru_cache
from typing import Any

from consult.consultations.answers.reading import Manner, Unfit
from consult.consultations.asked import AskedQuestion
from consult.core.countries import COUNTRIES, REGIONS, in_order, locale_of

TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?((?:-[a-z0-9]{5,8})*)", re.IGNORECASE)


Names = Any  # a mapping of code to name, which babel types as nearly anything


@lru_cache(maxsize=32)
def language_names(language: str) -> dict[str, str]:
    """BCP 47 code of a language without script or region → name, in the order of the language."""
    names: Names = locale_of(language).languages
    english: Names = locale_of("en").languages
    codes = [code for code in english if code.isalpha() and 2 <= len(code) <= 3 and code not in ("und", "mul", "zxx")]
    known = {code: names[code] for code in codes if names.get(code)}
    others = {code: english[code] for code in codes if code not in known}
    return in_order(known, language) | in_order(others, "en")  # what has no name in it comes last


def language_name(tag: str, language: str) -> str:
    """What a language is called, with its script and region where the tag names them."""
    primary, *rest = tag.split("-")
    locale = locale_of(language)
    name = locale.languages.get(primary) or locale_of("en").languages.get(primary) or tag
    more = [(locale.scripts.get(one) or locale.territories.get(one) or one) for one in rest]
    return f"{name} ({', '.join(more)})" if more else name


def read_country(question: AskedQuestion, raw: Any, manner: Manner) -> str:
    """A country by its code."""
    code = raw.strip().upper() if isinstance(raw, str) and len(raw) < 10 else ""
    if code not in COUNTRIES:
        raise Unfit("no_such_choice")
    return code


def read_region(question: AskedQuestion, raw: Any, manner: Manner) -> str:
    """One of the five groups."""
    if not isinstance(raw, str) or raw not in REGIONS:
        raise Unfit("no_such_choice")
    return raw


def read_language(question: AskedQuestion, raw: Any, manner: Manner) -> str:
    """A language as a BCP 47 tag in its canonical case; its first part is one that CLDR knows."""
    found = TAG.fullmatch(raw.strip()) if isinstance(raw, str) and len(raw) < 60 and raw.isascii() else None
    if found is None or found[1].lower() not in language_names("en"):
        raise Unfit("no_such_choice")
    variants = [part.lower() for part in found[4].split("-") if part]
    parts = [found[1].lower(), (found[2] or "").title(), (found[3] or "").upper(), *variants]
    return "-".join(part for part in parts if part)
