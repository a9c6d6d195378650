"""Why a seat in a room, a request for one, or the settings of the room are not taken, in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.language import gettext as _

SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "last_chair": lambda _facts: _(
        "Nobody else leads this workspace. Please name another chair or secretary first, then do this again."
    ),
    "seated_already": lambda _facts: _("This person is in the workspace already."),
    "nobody_to_invite": lambda _facts: _("Everybody who speaks for this organisation is in the workspace already."),
    "asked_already": lambda _facts: _("You have asked already. Please wait for the answer."),
    "asked_enough": lambda _facts: _("You have asked three times. This workspace takes no further request from you."),
    "decided_already": lambda _facts: _("This request has its answer already, or it was taken back."),
    "day_is_over": lambda _facts: _("This day is over. Please give a later one."),
    "not_a_day": lambda _facts: _("Please give a day as year, month and day."),
    "ends_before_it_begins": lambda _facts: _("The term cannot end before it begins."),
    "kept_too_short": lambda _facts: _("The room has to be kept at least until its term ends."),
}
