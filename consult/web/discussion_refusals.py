"""Why something in a discussion is not taken, in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.language import gettext as _

SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "discussion_closed": lambda _facts: _("This discussion is closed. It takes no more messages."),
}
