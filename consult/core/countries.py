"""Countries and areas of ISO 3166-1 with their CLDR names, and the regional groups of the United Nations.

Sources: ISO 3166-1 alpha-2; the regional groups as the UN's Department for General Assembly and Conference Management
lists them (2026). An area that is no member or observer State belongs to no group.
"""

from functools import lru_cache
from typing import Any

from babel import Locale, UnknownLocaleError

from consult.core.text import fold


def listed(codes: str) -> frozenset[str]:
    """The codes of a list that is written with a blank between them."""
    return frozenset(codes.split())


REGIONS: dict[str, frozenset[str]] = {
    "africa": listed(
        "DZ AO BJ BW BF BI CV CM CF TD KM CG CI CD DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML "
        "MR MU MA MZ NA NE NG RW ST SN SC SL SO ZA SS SD TZ TG TN UG ZM ZW"
    ),
    "asia_pacific": listed(
        "AF BH BD BT BN KH CN CY FJ IN ID IR IQ JP JO KZ KI KW KG LA LB MY MV MH FM MN MM NR NP OM PK PW "
        "PS PG PH QA KP KR WS SA SG SB LK SY TJ TH TL TO TM TV AE UZ VU VN YE"
    ),
    "eastern_europe": listed("AL AM AZ BY BA BG HR CZ EE GE HU LV LT ME MK PL MD RO RU RS SK SI UA"),
    "latin_america_caribbean": listed(
        "AG AR BS BB BZ BO BR CL CO CR CU DM DO EC SV GD GT GY HT HN JM MX NI PA PY PE KN LC VC SR TT UY VE"
    ),
    "western_europe_other": listed(
        "AD AU AT BE CA DK FI FR DE GR VA IS IE IL IT LI LU MT MC NL NZ NO PT SM ES SE CH TR GB US"
    ),
}
AREAS = listed(
    "AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP "
    "MQ MS NC NF NU PF PM PN PR RE SH SJ SX TC TF TK TW UM VG VI WF YT"
)
COUNTRIES = frozenset().union(*REGIONS.values(), AREAS)
_REGION_OF = {code: region for region, codes in REGIONS.items() for code in codes}


def region_of(country: str | None) -> str | None:
    """The regional group of a country; None for none, or for an area that belongs to no group."""
    return _REGION_OF.get(country or "")


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


@lru_cache(maxsize=32)
def country_names(language: str) -> dict[str, str]:
    """ISO 3166 alpha-2 → name, in the order of the language."""
    names: Any = locale_of(language).territories  # which babel types as nearly anything
    return in_order({code: names.get(code) or code for code in sorted(COUNTRIES)}, language)


def region_names(language: str) -> dict[str, str]:
    """The UN's five regional groups and what they are called."""
    return dict(zip(REGIONS, REGION_NAMES.get(language, REGION_NAMES["en"]), strict=True))


def in_order(names: dict[str, str], language: str) -> dict[str, str]:
    """Names by code, in the order of the language."""
    return dict(sorted(names.items(), key=lambda item: (_place(item[1], language), item[0])))


def _place(name: str, language: str) -> tuple[Any, ...]:
    """Where a name stands among others in a language, as nearly as it can be told without collation tables."""
    if language == "zh":  # the characters of GB 2312 stand in the order of their sounds
        return tuple(name.encode("gb18030"))
    if language == "es":
        return (fold(name.replace("ñ", "n\uffff").replace("Ñ", "N\uffff")),)
    return (fold(name),)


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """What CLDR knows of a language; English for one that it does not know."""
    try:
        return Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en")


def country_name(code: str | None, language: str) -> str | None:
    """The name of one country; None for none, and the code itself where it is unknown."""
    return None if code is None else country_names(language).get(code, code)


def country_called(typed: str, language: str) -> str | None:
    """The code of a country as somebody typed it: the code itself, or its name in that language or in English."""
    wanted = folded(typed)
    if wanted.upper() in COUNTRIES:
        return wanted.upper()
    return _codes(language).get(wanted) or _codes("en").get(wanted)


@lru_cache(maxsize=16)
def _codes(language: str) -> dict[str, str]:
    return {folded(name): code for code, name in country_names(language).items()}


def folded(text: str) -> str:
    """A name as it is compared and sorted: without case, accents, superfluous spaces and kinds of apostrophes."""
    return " ".join(fold(text.replace("\u2019", "'")).split())
