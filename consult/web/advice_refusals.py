"""Why something about advice, or about the end of a room, is not taken, in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.language import gettext as _

SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "advice_not_kept": lambda _facts: _("This advice is published or withdrawn already. Please look at it again."),
    "advice_withdrawn": lambda _facts: _("This advice was withdrawn already."),
    "room_not_closed": lambda _facts: _(
        "The room is still open. Close it first: its record is handed over when nothing is added any more."
    ),
    "record_changed": lambda _facts: _("The record was made anew meanwhile. Please look at it again."),
    "keep_over": lambda _facts: _("The members read this room no more. Only who keeps it may still hand it over."),
}
