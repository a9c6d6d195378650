"""What refusals of files are called in plain words."""

from collections.abc import Callable, Mapping
from typing import Any

from consult.web.language import gettext as _

SENTENCES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "file_empty": lambda _facts: _("This file is empty."),
    "file_over_limit": lambda facts: _("This file is too large: the limit is %(limit)s MB.", **facts),
    "files_too_large": lambda facts: _("Your files are too large together: the limit is %(limit)s MB.", **facts),
    "file_kind": lambda _facts: _("This kind of file is not taken. Please send PDF, DOCX, ODT, TXT, JPEG or PNG."),
    "file_lies": lambda facts: _(
        "The name of this file says %(said)s, but its content is %(found)s. Please rename it and send it again.",
        **facts,
    ),
    "file_encrypted": lambda _facts: _(
        "This file opens only with a password. Please save it without one and send it again."
    ),
    "file_broken": lambda _facts: _("This file is broken: it cannot be opened. Please save it anew and send it again."),
    "file_bomb": lambda _facts: _(
        "This file would unpack to far more than it should. Please save it anew, in parts if need be."
    ),
    "file_slow": lambda _facts: _("This file takes too long to open. Please save it anew, in parts if need be."),
    "file_macros": lambda _facts: _("This file holds macros. Please save it without them, as DOCX, and send it again."),
    "file_old_word": lambda _facts: _(
        "This is a Word file of the old kind, or one with a password. Please save it as DOCX or PDF without a password."
    ),
    "file_not_utf8": lambda _facts: _("This text is in an old encoding. Please save it as UTF-8 and send it again."),
    "file_no_text": lambda _facts: _(
        "There is no text in this document that can be read, such as in a scan. Please send one with text in it."
    ),
    "file_not_a_document": lambda _facts: _("This is not a document with text. Please send PDF, DOCX, ODT or TXT."),
    "document_too_long": lambda facts: _(
        "This document is too long: the limit is %(paragraphs)s paragraphs and %(characters)s characters.", **facts
    ),
    "file_virus": lambda _facts: _(
        "The virus scanner found something in this file. Nobody is given it; please remove it."
    ),
    "other_offset": lambda _facts: _("The upload was cut. Please choose the file again; it goes on where it stopped."),
    "no_document": lambda _facts: _("Please send a document first."),
}
