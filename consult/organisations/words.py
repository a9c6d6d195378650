"""The stakeholder categories in words."""

from functools import cache

from consult.web.language import gettext as _
from consult.web.language import language, pgettext


def category_words(code: str | None) -> str | None:
    """A category in the language of this request; None stays None."""
    return None if code is None else _words(language()).get(code, code)


def words_by_category() -> dict[str, str]:
    """The words of every category by its code, for scripts that show what arrives."""
    return _words(language())


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
