"""Why a move on the floor of a hearing is not possible, in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.language import gettext as _

SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "stale": lambda _facts: _(
        "Somebody else acted in the chair meanwhile, so nothing was done. This is how it stands now; please try again."
    ),
    "hearing_not_open": lambda _facts: _("The hearing is not open yet. Please open it first."),
    "hearing_is_over": lambda _facts: _("The hearing is closed. Please open it again first."),
    "session_is_open": lambda _facts: _("This session is open already."),
    "session_is_planned": lambda _facts: _("This session has not been opened yet."),
    "session_is_closed": lambda _facts: _("This session is closed already."),
    "session_is_cancelled": lambda _facts: _("This session was cancelled."),
    "another_session_open": lambda _facts: _("Another session is open. Please close it first."),
    "no_open_session": lambda _facts: _("No session is open. Please open the session first."),
    "item_is_planned": lambda _facts: _("This item has not been taken up yet."),
    "item_is_current": lambda _facts: _("This item is being dealt with already."),
    "item_is_suspended": lambda _facts: _("This item is suspended already."),
    "item_is_done": lambda _facts: _("This item is concluded. It can be taken up again by the chair."),
    "another_item_is_current": lambda _facts: _(
        "Another item is being dealt with. Please suspend or conclude it first."
    ),
    "no_item_is_current": lambda _facts: _("No item is being dealt with. Please take up an item first."),
    "no_next_item": lambda _facts: _("This is the last item of the agenda."),
    "item_not_current": lambda _facts: _("This can be asked for only while the item is being dealt with."),
    "nobody_has_floor": lambda _facts: _("Nobody has the floor."),
    "somebody_has_floor": lambda _facts: _("Somebody has the floor. Please end that speech first."),
    "nobody_to_ask": lambda _facts: _("Nobody has the floor, so there is nobody to put a question to."),
    "turn_running": lambda _facts: _("The clock is running already."),
    "turn_paused": lambda _facts: _("The clock is stopped already."),
    "turn_ended": lambda _facts: _("This speech has ended."),
    "speaker_is_waiting": lambda _facts: _("This speaker is waiting on the list already."),
    "speaker_is_speaking": lambda _facts: _("This speaker has the floor at the moment."),
    "speaker_is_spoke": lambda _facts: _("This speaker has spoken already."),
    "speaker_is_passed": lambda _facts: _("This speaker was called and passed over."),
    "speaker_is_left": lambda _facts: _("This speaker has left the list."),
    "speaker_is_removed": lambda _facts: _("This speaker was taken off the list."),
    "speaker_of_another_item": lambda _facts: _(
        "This speaker waits on another item. Please take up that item before you give the floor."
    ),
    "speaker_of_another_kind": lambda _facts: _(
        "A speaker can be moved only among those who ask for the floor in the same way: the order of the kinds is fixed."
    ),
    "waiting_already": lambda _facts: _(
        "There is one place in the list for each person and kind, and this one is taken already."
    ),
    "list_is_open": lambda _facts: _("The list of speakers is open already."),
    "list_is_closed": lambda _facts: _("The list of speakers is closed."),
    "comments_are_open": lambda _facts: _("Comments are open already."),
    "comments_are_closed": lambda _facts: _("Comments are closed already."),
    "replies_at_end_of_day": lambda _facts: _(
        "Rights of reply are taken at the end of the day, once the chair opens the list for them."
    ),
    "replies_used": lambda facts: _(
        "The number of rights of reply is limited: you have had %(limit)s, which is all of them.", **facts
    ),
}
