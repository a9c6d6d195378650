"""Countries and areas of ISO 3166-1 with their CLDR names, and the regional groups of the United Nations.

Sources: ISO 3166-1 alpha-2; the regional groups as the UN's Department for General Assembly and Conference Management
lists them (2026). An area that is no member or observer State belongs to no group.
"""

from functools import lru_cache

from babel import Locale

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
    "western_europe_others": listed(
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


@lru_cache(maxsize=16)
def country_names(language: str) -> dict[str, str]:
    """Code → name in a language, in the order of the names there."""
    known = Locale.parse(language).territories
    names = {code: str(known.get(code, code)) for code in COUNTRIES}
    return dict(sorted(names.items(), key=lambda pair: folded(pair[1])))


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
