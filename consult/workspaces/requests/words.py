"""Directions, subjects, states and steps of requests, in the reader's words: of one that goes out, and of one that came in."""

from consult.web.language import gettext as _
from consult.web.language import pgettext
from consult.workspaces.requests.models import DIRECTIONS, STATES, SUBJECTS


def direction_words(direction: str) -> str:
    """Whether it goes to an institution or comes from one."""
    return {"to": _("To an institution"), "from": _("From an institution")}[direction]


def subject_words(subject: str) -> str:
    """What is asked for."""
    words = {
        "advice": pgettext("request", "Advice"),
        "technical_support": pgettext("request", "Technical support"),
        "training": pgettext("request", "Training"),
        "access": pgettext("request", "Access"),
        "information": pgettext("request", "Information"),
    }
    return words[subject]


def state_words(state: str, direction: str = "to") -> str:
    """Where a request stands."""
    words = {
        "draft": pgettext("request", "Draft"),
        "sent": pgettext("request", "Sent") if direction == "to" else pgettext("request", "Received"),
        "acknowledged": pgettext("request", "Acknowledged"),
        "going_on": pgettext("request", "Being dealt with"),
        "answered": pgettext("request", "Answered"),
        "declined": pgettext("request", "Declined"),
        "followed_up": pgettext("request", "Followed up"),
        "closed": pgettext("request", "Closed"),
        "withdrawn": pgettext("request", "Withdrawn"),
    }
    return words[state]


def step_words(step: str, direction: str) -> str:
    """What a step is called before it is taken."""
    out = direction == "to"
    words = {
        "send": _("Mark it as sent") if out else _("Mark it as received"),
        "acknowledge": _("The institution acknowledged it") if out else _("We acknowledged it"),
        "begin": _("It is being dealt with"),
        "answer": _("Record the answer") if out else _("Record our answer"),
        "decline": _("The institution declined it") if out else _("We declined it"),
        "follow_up": _("Record what followed"),
        "move_due": _("Move the due day"),
        "assign": _("Make another member responsible"),
        "note": _("Add a note"),
        "close": _("Close it"),
        "withdraw": _("Withdraw it") if out else _("It was withdrawn"),
    }
    return words[step]


def done_words(act: str, direction: str) -> str:
    """What a step is called in the history."""
    out = direction == "to"
    words = {
        "draft": _("Drafted"),
        "edit": _("Draft changed"),
        "send": _("Sent") if out else _("Received"),
        "acknowledge": _("Acknowledged"),
        "begin": _("Being dealt with"),
        "answer": _("Answered"),
        "decline": _("Declined"),
        "follow_up": _("Followed up"),
        "move_due": _("Due day moved"),
        "assign": _("Given to another member"),
        "note": _("Note"),
        "close": _("Closed"),
        "withdraw": _("Withdrawn"),
    }
    return words[act]


def text_label(step: str) -> str:
    """What the words of a step say."""
    words = {
        "answer": _("What was answered"),
        "decline": _("The reason that was given"),
        "follow_up": _("What followed from it"),
        "move_due": _("Reason for the new day"),
        "note": _("Note"),
        "withdraw": _("Reason"),
    }
    return words.get(step, _("Note"))


def choices() -> dict[str, list[tuple[str, str]]]:
    """What a list of requests can be narrowed to."""
    return {
        "direction": [(one, direction_words(one)) for one in DIRECTIONS],
        "subject": [(one, subject_words(one)) for one in SUBJECTS],
        "state": [("waiting", _("Waiting for an answer")), *((one, state_words(one)) for one in STATES)],
    }
