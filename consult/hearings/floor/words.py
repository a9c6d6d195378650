"""What is on the floor, in words."""

from consult.hearings.floor.models import Speaker
from consult.web.language import gettext as _
from consult.web.language import pgettext

MINUS = "\u2212"


def kinds_in_words() -> dict[str, str]:
    """The kinds of asking for the floor, in the order of their rank."""
    return {
        "point_of_order": _("Point of order"),
        "interposed_question": _("Interposed question"),
        "intervention": _("Intervention"),
        "contribution": pgettext("floor", "Contribution"),
        "right_of_reply": _("Right of reply"),
    }


def lists_in_words() -> dict[str, tuple[str, str]]:
    """Each kind as the heading of its list, and when its turn comes."""
    return {
        "point_of_order": (_("Points of order"), _("before everyone")),
        "interposed_question": (_("Interposed questions"), _("after the present speaker")),
        "intervention": (_("Interventions"), _("before the contributions")),
        "contribution": (pgettext("floor", "Contributions"), _("in the order of the list")),
        "right_of_reply": (_("Rights of reply"), _("at the end of the day")),
    }


def state_in_words(row: Speaker) -> str:
    """Where somebody who asked for the floor stands."""
    words = {
        "waiting": pgettext("speaker", "waiting"),
        "speaking": pgettext("speaker", "speaking"),
        "spoke": pgettext("speaker", "has spoken"),
        "passed": pgettext("speaker", "passed over"),
        "left": pgettext("speaker", "has left the list"),
        "removed": pgettext("speaker", "taken off the list"),
    }
    return words[row.state]


def minutes_words(seconds: float) -> str:
    """Minutes and seconds, such as 2:14; below zero with a minus sign. A second that has begun counts as left."""
    whole = -int(-seconds // 1)
    return f"{MINUS if whole < 0 else ''}{abs(whole) // 60}:{abs(whole) % 60:02}"
