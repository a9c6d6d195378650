"""Forms of rooms, their rules of confidentiality, and their parts, in the reader's words."""

from consult.proceedings.words import room_form_words as form_words
from consult.web.language import gettext as _

__all__ = ["form_words", "rule_words"]


def rule_words(rule: str) -> tuple[str, str]:
    """The rule of confidentiality: its name, and what it means in one plain sentence."""
    words = {
        "open_record": (
            _("Open record"),
            _(
                "What is said here may be quoted with the name of who said it. Outsiders read it only where it is published."
            ),
        ),
        "members": (_("Members only"), _("What is said here stays with the members of this room.")),
        "chatham": (
            _("Chatham House Rule"),
            _("What is said here may be used, but never by whom it was said. Every export leaves the names out."),
        ),
    }
    return words[rule]
