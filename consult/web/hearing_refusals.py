"""Why something at a hearing is not taken from who follows it or registers, in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.language import gettext as _
from consult.web.language import ngettext

SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "guests_off": lambda _facts: _(
        "At present only those who have an account or are registered take part. Please sign in or register, then send again."
    ),
    "slow_mode": lambda facts: ngettext(
        "The chair has set a pause between two messages. Please send again in %(num)s second.",
        "The chair has set a pause between two messages. Please send again in %(num)s seconds.",
        facts["seconds"],
    ),
    "poll_closed": lambda _facts: _("The time to vote is over. Your vote was not counted."),
    "voted_already": lambda _facts: _("You have voted already. A secret vote cannot be changed."),
    "panel_alone": lambda _facts: _("Only the members of the panel vote in this poll."),
    "registered_alone": lambda _facts: _("Only those who are registered for this hearing vote in this poll."),
    "present_alone": lambda _facts: _(
        "Only those who are present vote in this poll. Please check in first, then vote again."
    ),
    "ballots_sealed": lambda _facts: _(
        "The ballots cannot be opened: the secret key of this site was changed while the poll was open. "
        "The poll can only be withdrawn."
    ),
    "registration_not_yet": lambda _facts: _("Registering is not open yet."),
    "registration_closed": lambda _facts: _("Registering is closed."),
    "registered_already": lambda _facts: _("This account is registered for this hearing already."),
    "doors_closed": lambda _facts: _("Checking in begins an hour before a session and ends with it."),
    "places_taken": lambda facts: _(
        "There are %(places)s places to speak, and %(free)s of them are free. Please choose fewer, or plan more places.",
        **facts,
    ),
    "delivered": lambda _facts: _("This statement was delivered. The record keeps it as it was."),
}
