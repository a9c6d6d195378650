"""Decisions of results in words."""

from consult.web.language import gettext as _


def decision_words(decision: str) -> str:
    """What became of a demand."""
    words = {
        "taken_up": _("Taken up"),
        "partly": _("Taken up in part"),
        "not_taken_up": _("Not taken up"),
    }
    return words[decision]
