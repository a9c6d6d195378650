"""Countries, regions and languages: which there are, and what they are called."""

import re
from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError

from consult.consultations.answers.reading import Manner, Unfit
from consult.consultations.asked import AskedQuestion
from consult.core.text import fold

# Two-letter codes of CLDR that ISO 3166 does not assign, and those of tests.
NOT_ASSIGNED = frozenset(
    ("AC", "AN", "CP", "CQ", "DG", "EA", "EU", "EZ", "FX", "IC", "QO", "QU", "SU", "TA", "TP", "UN", "XA", "XB", "XK",
     "YU", "ZZ")
)  # fmt: skip
REGIONS = ("africa", "asia_pacific", "eastern_europe", "latin_america_caribbean", "western_europe_other")
REGION_NAMES = {
    "en": ("African States", "Asia-Pacific States", "Eastern European States",
           "Latin American and Caribbean States", "Western European and other States"),
    "fr": ("États d’Afrique", "États d’Asie et du Pacifique", "États d’Europe orientale",
           "États d’Amérique latine et des Caraïbes", "États d’Europe occidentale et autres États"),
    "es": ("Estados de África", "Estados de Asia y el Pacífico", "Estados de Europa Oriental",
           "Estados de América Latina y el Caribe", "Estados de Europa Occidental y otros Estados"),
    "ru": ("Государства Африки", "Государства Азии и Тихого океана", "Государства Восточной Европы",
           "Государства Латинской Америки и Карибского бассейна", "Государства Западной Европы и другие государства"),
    "ar": ("الدول الأفريقية", "دول آسيا والمحيط الهادئ", "دول أوروبا الشرقية",
           "دول أمريكا اللاتينية ومنطقة البحر الكاريبي", "دول أوروبا الغربية ودول أخرى"),
    "zh": ("非洲国家", "亚洲及太平洋国家", "东欧国家", "拉丁美洲和加勒比国家", "西欧和其他国家"),
}  # fmt: skip
TAG = re.compile(r"([a-z]{2,3})(?:-([a-z]{4}))?(?:-([a-z]{2}|\d{3}))?((?:-[a-z0-9]{5,8})*)", re.IGNORECASE)


Names = Any  # a mapping of code to name, which babel types as nearly anything


@lru_cache(maxsize=32)
def country_names(language: str) -> dict[str, str]:
    """ISO 3166 alpha-2 → name, in the order of the language."""
    names: Names = _locale(language).territories
    english: Names = _locale("en").territories
    codes = [code for code in english if len(code) == 2 and code.isalpha()]
    found = {code: names.get(code) or code for code in codes if code not in NOT_ASSIGNED}
    return _in_order(found, language)


@lru_cache(maxsize=32)
def language_names(language: str) -> dict[str, str]:
    """BCP 47 code of a language without script or region → name, in the order of the language."""
    names: Names = _locale(language).languages
    english: Names = _locale("en").languages
    codes = [code for code in english if code.isalpha() and 2 <= len(code) <= 3 and code not in ("und", "mul", "zxx")]
    return _in_order({code: names.get(code) or english[code] for code in codes}, language)


def region_names(language: str) -> dict[str, str]:
    """The UN's five regional groups and what they are called."""
    return dict(zip(REGIONS, REGION_NAMES.get(language, REGION_NAMES["en"]), strict=True))


def language_name(tag: str, language: str) -> str:
    """What a language is called, with its script and region where the tag names them."""
    primary, *rest = tag.split("-")
    locale = _locale(language)
    name = locale.languages.get(primary) or _locale("en").languages.get(primary) or tag
    more = [(locale.scripts.get(one) or locale.territories.get(one) or one) for one in rest]
    return f"{name} ({', '.join(more)})" if more else name


def _in_order(names: dict[str, str], language: str) -> dict[str, str]:
    return dict(sorted(names.items(), key=lambda item: (_place(item[1], language), item[0])))


def _place(name: str, language: str) -> tuple[Any, ...]:
    """Where a name stands among others in a language, as nearly as it can be told without collation tables."""
    if language == "zh":  # the characters of GB 2312 stand in the order of their sounds
        return tuple(name.encode("gb18030"))
    if language == "es":
        return (fold(name.replace("ñ", "n\uffff").replace("Ñ", "N\uffff")),)
    return (fold(name),)


@lru_cache(maxsize=32)
def _locale(language: str) -> Locale:
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def read_country(question: AskedQuestion, raw: Any, manner: Manner) -> str:
    """A country by its code."""
    code = raw.strip().upper() if isinstance(raw, str) and len(raw) < 10 else ""
    if code not in country_names("en"):
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
