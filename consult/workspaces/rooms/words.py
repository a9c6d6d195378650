"""Forms of rooms, their rules of confidentiality, and their parts, in the reader's words."""

from consult.web.language import gettext as _


def form_words(form: str) -> str:
    """What kind of room it is."""
    words = {
        "advisory_group": _("Advisory group"),
        "coalition": _("Coalition"),
        "liaison_group": _("Liaison group"),
        "working_group": _("Working group"),
    }
    return words[form]


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
