"""Forms of rooms, their rules of confidentiality, and their parts, in the reader's words."""

from consult.proceedings.words import room_form_words as form_words
from consult.web.language import INTERFACE, pgettext, speaking
from consult.web.language import gettext as _
from consult.workspaces.rooms.operations.news import News

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


def part_words(part: str) -> str:
    """What a part of a room is for."""
    words = {
        "discussions": _("Discussions"),
        "documents": _("Documents"),
        "plan": _("Action plan"),
        "meetings": _("Meetings"),
        "votes": _("Votes"),
        "requests": _("Requests"),
        "advice": _("Advice"),
    }
    return words[part]


def departure_words(departure: str) -> str:
    """How a seat was left."""
    words = {
        "left": pgettext("seat", "Left"),
        "removed": pgettext("seat", "Removed"),
        "term_ended": pgettext("seat", "Term ended"),
    }
    return words[departure]


def asked_words(state: str) -> str:
    """Where a request to join stands."""
    words = {
        "waiting": pgettext("request to join", "Waiting for an answer"),
        "accepted": pgettext("request to join", "Accepted"),
        "declined": pgettext("request to join", "Declined"),
        "withdrawn": pgettext("request to join", "Withdrawn"),
    }
    return words[state]


def news_of_a_room(site: str, address: str) -> News:
    """A mail that says that there is news on this site, and neither where nor what: others may see a mailbox."""
    words = {}
    for code in INTERFACE:
        with speaking(code):
            subject = _("News for you on %(site)s", site=site)
            text = _("There is news about a workspace of yours. Sign in to read it:\n%(address)s", address=address)
            words[code] = (subject, text)
    return News(words)
