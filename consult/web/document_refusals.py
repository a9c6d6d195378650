"""Why something about a document of a room is not taken, in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.language import gettext as _

SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "stale": lambda _facts: _(
        "This paragraph was saved since you opened the page. Please compare with the present text; what you typed is still here."
    ),
    "paragraph_removed": lambda _facts: _("This paragraph was taken away meanwhile. What you typed is still here."),
    "document_withdrawn": lambda _facts: _("This document was withdrawn and takes no changes any more."),
    "too_many_paragraphs": lambda facts: _(
        "This text has %(number)s paragraphs; the limit is %(limit)s. Please make several documents.", **facts
    ),
    "nothing_in_it": lambda _facts: _("There is nothing in this document yet, so there is nothing to keep."),
    "nothing_changed": lambda _facts: _("These are the words that stand there. Please change something, or go back."),
    "earlier_text": lambda _facts: _(
        "This amendment was made on an earlier text. Please compare it with the present one and confirm that you accept it."
    ),
    "amendment_decided": lambda _facts: _("This amendment is not open any more. Please look at the page again."),
    "amendments_enough": lambda facts: _(
        "You have %(limit)s open amendments to this document. Please wait until some are decided.", **facts
    ),
    "no_version": lambda _facts: _("Please make a version first: only a version can be adopted or published."),
    "confirm_publication": lambda _facts: _(
        "The rule of this room is not the open record. Please confirm that there is agreement to publish this text."
    ),
    "file_not_word": lambda _facts: _("This is not a Word file. Please save it as DOCX and choose it again."),
    "paragraph_too_long": lambda facts: _(
        "Paragraph %(number)s of this file has more than %(limit)s characters. Please part it and choose the file again.",
        **facts,
    ),
    "preview_gone": lambda _facts: _("The file is no longer here. Please choose it again."),
}
