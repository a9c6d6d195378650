"""Why something about a vote of a room is not possible, in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.language import gettext as _

SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "proposal_changed": lambda _facts: _(
        "Somebody changed this draft while you had it before you, so nothing was done. This is how it stands now."
    ),
    "proposal_no_draft": lambda _facts: _("This is no draft any more. What is voted on cannot be changed."),
    "vote_closes_in_the_past": lambda _facts: _("This time is over. Please choose a later one."),
    "no_electors": lambda _facts: _("Nobody in this room may vote. Members and the chair can."),
    "too_few_electors": lambda facts: _(
        "A secret vote needs at least %(few)s who may vote: with fewer, its result would tell how each of them voted.",
        **facts,
    ),
    "vote_not_open": lambda _facts: _("This vote is not open any more."),
    "vote_closed": lambda _facts: _("This vote is not open. Your vote was not counted."),
    "no_elector": lambda _facts: _("Those who were members when this vote was opened can vote. You came later."),
    "ranked_twice": lambda _facts: _("Please give each place to one option only."),
    "objection_needs_reason": lambda _facts: _("Please say why you object."),
    "reason_is_secret": lambda _facts: _(
        "This vote is secret, so no reason can be given here: its words would tell whose it is. Please leave it empty."
    ),
    "options_alike": lambda _facts: _("Two options say the same. Please change one of them."),
    "no_version": lambda _facts: _(
        "This document has no such version. Please make one first, so that the text is fixed."
    ),
}
