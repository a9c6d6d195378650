"""Dimensions, groups and targets in words."""

from datetime import date

from consult.analysis.models import EACH, ParticipationTarget
from consult.analysis.queries import NO_GROUP, NOT_TOLD
from consult.analysis.tables import Aim
from consult.core.countries import country_name
from consult.organisations.words import category_words, region_words
from consult.web.formats import day_words, number_words
from consult.web.language import NAMES, language, pgettext
from consult.web.language import gettext as _


def dimension_words(dimension: str) -> str:
    """What a table divides by, as its heading."""
    words = {
        "category": _("Stakeholder category"),
        "region": _("Regional group of the United Nations"),
        "country": _("Country or area of the organisation"),
        "language": _("Language"),
        "on_behalf": _("For whom it was sent"),
        "week": _("Over time"),
    }
    return words[dimension]


def unit_words(unit: str) -> str:
    """What a target counts."""
    words = {
        "contributions": pgettext("participation", "Contributions"),
        "organisations": pgettext("participation", "Organisations"),
    }
    return words[unit]


def value_words(dimension: str, value: str) -> str:
    """A group in the language of this request."""
    if dimension == "week":
        return day_words(date.fromisoformat(value), language())
    if value == NOT_TOLD:
        return _("Not told")
    if dimension == "region":
        return _("In no regional group") if value == NO_GROUP else region_words(value) or value
    if dimension == "category":
        return category_words(value) or value
    if dimension == "country":
        return country_name(value, language()) or value
    if dimension == "language":
        return NAMES.get(value, value)
    return behalf_words(value)


def behalf_words(value: str) -> str:
    """A kind of respondent."""
    words = {
        "self": _("For oneself"),
        "organisation": _("For an organisation"),
        "coalition": _("For a coalition"),
    }
    return words[value]


def each_words(dimension: str) -> str:
    """Every value of a dimension, one by one."""
    words = {"region": _("Each regional group"), "on_behalf": _("Each kind of respondent")}
    return words[dimension]


def aim_words(aim: Aim | ParticipationTarget) -> str:
    """A target as a sentence."""
    number = number_words(aim.at_least, language())
    group = each_words(aim.dimension) if aim.value == EACH else value_words(aim.dimension, aim.value)
    if aim.unit == "organisations":
        return _("%(group)s: at least %(number)s organisations", group=group, number=number)
    return _("%(group)s: at least %(number)s contributions", group=group, number=number)
