"""Ways by which something comes, and how far its typing was checked, in words."""

from consult.web.language import gettext as _
from consult.web.language import pgettext


def medium_words() -> dict[str, str]:
    """Each way by which something can come, as it is asked."""
    return {
        "paper": _("On paper"),
        "email": _("By e-mail"),
        "word": _("As a Word or other file"),
        "other": _("Otherwise"),
    }


def came_words(medium: str, day: str) -> str:
    """How and when something came, for its readers."""
    words = {
        "paper": _("Received on paper on %(day)s and entered by the secretariat.", day=day),
        "email": _("Received by e-mail on %(day)s and entered by the secretariat.", day=day),
        "word": _("Received as a file on %(day)s and entered by the secretariat.", day=day),
        "other": _("Received on %(day)s and entered by the secretariat.", day=day),
    }
    return words[medium]


def check_words(state: str) -> str:
    """How far what was typed was checked."""
    words = {
        "unchecked": pgettext("typing", "Not checked yet"),
        "checked": pgettext("typing", "Checked"),
        "corrected": pgettext("typing", "Corrected"),
    }
    return words[state]
