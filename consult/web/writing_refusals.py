"""Why a paragraph cannot be written or settled just now, in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.formats import clock_words, zone
from consult.web.language import gettext as _

SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "being_written": lambda facts: _(
        "%(name)s is writing this paragraph. If they do not go on, it is free again at %(time)s.",
        name=facts["name"],
        time=clock_words(facts["until"], zone()),
    ),
    "own_other_window": lambda facts: _(
        "You are writing this paragraph in another window, until %(time)s. You can go on there, or take it over here.",
        time=clock_words(facts["until"], zone()),
    ),
    "lock_lost": lambda _facts: _(
        "Your turn on this paragraph has ended. What you typed is still here, and you can save it."
    ),
    "nobody_writes": lambda _facts: _("Nobody is writing this paragraph now."),
    "paragraph_removed": lambda _facts: _("This paragraph was taken out of the text meanwhile."),
    "document_withdrawn": lambda _facts: _("This document was withdrawn. Its text is not changed any more."),
    "key_used": lambda _facts: _(
        "This page has saved another text already. Please open the paragraph again in another window and copy your words there."
    ),
    "no_such_revision": lambda _facts: _("There is no such earlier text of this paragraph."),
    "saved_meanwhile": lambda _facts: _(
        "Somebody saved this paragraph meanwhile, so nothing was merged. Please look at the newest text and merge again."
    ),
    "conflict_settled": lambda _facts: _("Somebody has settled this already."),
}
