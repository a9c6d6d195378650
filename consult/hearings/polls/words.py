"""Polls and questions in words."""

from datetime import timedelta
from typing import Any

from consult.proceedings.ballots.telling import FEWEST
from consult.web.language import gettext as _
from consult.web.language import ngettext, pgettext


def rule_words() -> dict[str, str]:
    """The rules, as they are chosen."""
    return {"open": _("Open vote, by name"), "secret": _("Secret vote")}


def rule_hints() -> dict[str, str]:
    """What each rule means for those who vote."""
    return {
        "open": _(
            "When the poll is closed, everybody sees who chose what: by name where the name is public, else by stakeholder "
            "category. A vote can be changed until then."
        ),
        "secret": _(
            "Who voted and what was chosen are kept apart, and a vote cannot be changed. With fewer than %(few)s voters no "
            "result is told.",
            few=FEWEST,
        ),
    }


def secret_promise() -> str:
    """What happens with a secret vote, before it is cast."""
    return _(
        "Your vote is secret, and it cannot be changed. That you voted is kept, and what you chose is kept apart from it: once "
        "the poll is closed nobody can put the two together. With fewer than %(few)s voters no result is told.",
        few=FEWEST,
    )


def electorate_words() -> dict[str, str]:
    """Who may vote, as it is chosen and told."""
    return {
        "anyone": _("Everybody who may comment"),
        "registered": _("Those who are registered and present"),
        "panel": _("The members of the panel"),
    }


def phase_words(phase: str) -> str:
    """Where a poll stands."""
    return {
        # NOTE: state of a poll that nobody but the chair sees
        "draft": pgettext("poll", "Draft"),
        # NOTE: state of a poll: votes are taken
        "open": pgettext("poll", "Open"),
        # NOTE: state of a poll: its time is over, and its votes are being counted
        "over": pgettext("poll", "Being counted"),
        # NOTE: state of a poll: its result is told
        "closed": pgettext("poll", "Closed"),
        # NOTE: state of a poll that the chair ended without a result
        "withdrawn": pgettext("poll", "Withdrawn"),
    }[phase]


def handling_words() -> dict[str, str]:
    """What the chair made of a question."""
    return {
        # NOTE: state of a question: the chair has not dealt with it
        "waiting": pgettext("question", "Waiting"),
        # NOTE: state of a question: the chair has put it to those who answer
        "taken_up": pgettext("question", "Taken up"),
        "answered": pgettext("question", "Answered"),
        # NOTE: state of a question: the chair decided that it is not answered
        "dismissed": pgettext("question", "Not taken up"),
    }


def length_words(seconds: int) -> str:
    """A time limit: whole minutes, else seconds."""
    if seconds % 60 == 0:
        return ngettext("%(num)s minute", "%(num)s minutes", seconds // 60)
    return ngettext("%(num)s second", "%(num)s seconds", seconds)


def clock_words(left: timedelta) -> str:
    """Minutes and seconds that are left."""
    seconds = max(0, -(-left // timedelta(seconds=1)))
    return f"{seconds // 60}:{seconds % 60:02}"


def labels() -> dict[str, Any]:
    """The sentences that the script fills in; places in braces."""
    return {
        "phases": {phase: phase_words(phase) for phase in ("open", "over", "closed", "withdrawn")},
        "rules": rule_words(),
        "promises": {"open": rule_hints()["open"], "secret": secret_promise()},
        "most": _("You may choose up to {n}."),
        "electorates": {
            one: _("Who votes: {words}").replace("{words}", words) for one, words in electorate_words().items()
        },
        "left": _("{time} left to vote"),
        "voters": _("Votes cast: {n}"),
        "over": _("The time to vote is over. The votes are being counted."),
        "withdrawn": _("The chair has withdrawn this poll. No vote was kept."),
        "withheld": _("Fewer than %(few)s voted in secret, so the result is not told.", few=FEWEST),
        "thanks": _("Your vote is counted. Thank you."),
        "share": _("{n} ({percent} %)"),
    }
