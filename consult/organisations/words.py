"""The stakeholder categories in words."""

from flask_babel import gettext as _


def category_words(code: str | None) -> str | None:
    """A category in the language of this request; None stays None."""
    if code is None:
        return None
    words = {
        "individual": _("Individual"),
        "grassroots_movement": _("Grassroots movement"),
        "civil_society": _("Civil society organisation"),
        "civil_society_ecosoc": _("Civil society organisation with ECOSOC consultative status"),
        "indigenous_peoples": _("Indigenous peoples’ organisation"),
        "persons_concerned": _("Organisation of persons concerned"),
        "nhri": _("National human rights institution"),
        "academia": _("Academia"),
        "state": _("State"),
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
    return str(words.get(code, code))
