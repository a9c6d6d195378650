"""The stakeholder categories in words."""

from functools import cache

from flask import g
from sqlalchemy.orm import Session

from consult.core.countries import region_names
from consult.organisations.categories import CATEGORIES, RESERVED
from consult.organisations.queries import categories_for, own_categories
from consult.web.language import gettext as _
from consult.web.language import language, pgettext
from consult.web.site import reading


def category_words(code: str | None) -> str | None:
    """A category in the language of this request; None stays None."""
    if code is None or code in CATEGORIES:
        return None if code is None else _words(language())[code]
    return _own().get(code, code)


def words_by_category() -> dict[str, str]:
    """The words of every category by its code, for scripts that show what arrives."""
    return {**_words(language()), **_own()}


def categories_offered(db: Session, body_id: int) -> list[tuple[str, str]]:
    """The categories that people may say of themselves in a proceeding of this body, each with its words."""
    return [(one, str(category_words(one))) for one in categories_for(db, body_id) if one not in RESERVED]


def categories_to_declare() -> list[tuple[str, str]]:
    """Those that an organisation may say of itself."""
    return [(one, words) for one, words in _words(language()).items() if one not in RESERVED | {"individual"}]


def categories_to_verify() -> list[tuple[str, str]]:
    """Those that a secretariat may say of an organisation."""
    return [(one, words) for one, words in _words(language()).items() if one != "individual"]


def status_words(status: str | None) -> str | None:
    """The accreditation of a national human rights institution."""
    words = {"A": _("A status"), "B": _("B status"), "none": _("No status")}
    return words.get(status or "")


def region_words(region: str | None) -> str | None:
    """A regional group of the United Nations; None stays None."""
    return region_names(language()).get(region or "")


def act_words(act: str) -> str:
    """What was done to an organisation."""
    words = {
        "registered": _("Registered"),
        "edited": _("Changed by a representative"),
        "verified": _("Verified"),
        "unverified": _("Verification taken back"),
        "listed": _("Put back on the public list"),
        "unlisted": _("Taken off the public list"),
    }
    return words[act]


def _own() -> dict[str, str]:
    """The names of the categories that bodies added, read once per request."""
    if "own_categories" not in g:
        g.own_categories = {row.key: name.text for row, name in own_categories(reading(), language())}
    found: dict[str, str] = g.own_categories
    return found


@cache
def _words(_language: str) -> dict[str, str]:
    return {
        "individual": _("Individual"),
        "grassroots_movement": _("Grassroots movement"),
        "civil_society": _("Civil society organisation"),
        "civil_society_ecosoc": _("Civil society organisation with ECOSOC consultative status"),
        "indigenous_peoples": _("Indigenous peoples’ organisation"),
        "persons_concerned": _("Organisation of persons concerned"),
        "nhri": _("National human rights institution"),
        "academia": _("Academia"),
        # NOTE: a State as a stakeholder, not the state of something
        "state": pgettext("category", "State"),
        "un_entity": _("United Nations entity"),
        "international_organisation": _("International or regional organisation"),
        "peacekeeping": _("Peacekeeping mission"),
        "security": _("Security or police institution"),
        "private_sector": _("Private sector"),
        "trade_union": _("Trade union"),
        "religious_community": _("Religious community"),
        "media": _("Media"),
        "other": _("Other"),
    }


def site_categories() -> list[str]:
    """The words of the categories that every body offers."""
    return list(_words(language()).values())
