"""States, styles and kinds of amendments in the reader's words."""

from consult.web.language import gettext as _
from consult.web.language import pgettext


def state_words(state: str) -> str:
    """Where a document stands."""
    words = {
        "draft": pgettext("document", "Draft"),
        "adopted": pgettext("document", "Adopted"),
        "withdrawn": pgettext("document", "Withdrawn"),
    }
    return words[state]


def style_words() -> dict[str, str]:
    """What a paragraph is."""
    return {
        "heading1": _("Heading"),
        "heading2": _("Heading below it"),
        "heading3": _("Heading of the third rank"),
        "paragraph": _("Numbered paragraph"),
        "item": _("Item, such as (a)"),
        "subitem": _("Item below it, such as (i)"),
        "quote": _("Paragraph without a number"),
    }


def kind_words(kind: str) -> str:
    """What an amendment does."""
    words = {
        "insert": pgettext("amendment", "Insert after it"),
        "delete": pgettext("amendment", "Delete"),
        "replace": pgettext("amendment", "Replace"),
    }
    return words[kind]


def amendment_state_words(state: str) -> str:
    """What became of an amendment."""
    words = {
        "open": pgettext("amendment", "Open"),
        "accepted": pgettext("amendment", "Accepted"),
        "rejected": pgettext("amendment", "Rejected"),
        "withdrawn": pgettext("amendment", "Withdrawn"),
        "lapsed": pgettext("amendment", "Lapsed"),
    }
    return words[state]


def paragraph_words(style: str, label: str, text: str) -> str:
    """What a paragraph is called where it is spoken of: by its number, else by its first words."""
    if label and style.startswith("heading"):
        return _("Section %(number)s", number=label)
    if label and style == "paragraph":
        return _("Paragraph %(number)s", number=label)
    if label:
        return _("Item %(number)s", number=label)
    return _("The paragraph that begins “%(words)s”", words=" ".join(text.split()[:5]))
