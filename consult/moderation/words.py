"""The reasons of decisions in plain words."""

from functools import cache
from typing import Any

from consult.moderation.item_history import Happened
from consult.web.language import gettext as _
from consult.web.language import language, pgettext


def reason_words(code: str | None) -> str | None:
    """A reason in the language of this request; None stays None."""
    return None if code is None else _words(language()).get(code, code)


def words_by_reason() -> dict[str, str]:
    """The words of every reason by its code, for scripts that show what arrives."""
    return _words(language())


@cache
def _words(_language: str) -> dict[str, str]:
    return {
        "violence_or_hatred": _("It calls for violence or hatred."),
        "insult": _("It insults a person."),
        "private_person": _("It names a private person who has not agreed to be named."),
        "off_topic": _("It is not about this subject."),
        "spam": _("It is advertising or was sent many times."),
        "unlawful": _("The law forbids publishing it."),
        "late": _("It came after the closing."),
        "contact_details": _("It gives somebody's address, telephone number or personal page."),
        **ground_words(),
        "other": _("Another reason, given to the author."),
    }


def ground_words() -> dict[str, str]:
    """The grounds of an erasure by their codes."""
    return {
        "author_asked": _("Its author asked for it to be erased."),
        "time_over": _("The time for which it may be kept is over."),
        "person_asked": _("A person whom it names asked for it to be erased."),
        "court": _("A court or an authority ordered it to be erased."),
        "other_law": _("The law requires it to be erased, for another reason."),
    }


def act_words(act: str) -> str:
    """What a moderator does, as the word on the button."""
    words = {
        "approve": pgettext("decision", "Approve"),
        "decline": pgettext("decision", "Decline"),
        "hide": pgettext("decision", "Hide"),
        "restore": pgettext("decision", "Restore"),
        "keep": pgettext("decision", "Keep it public"),
    }
    return words[act]


def decided_words(act: str, reference: str) -> str:
    """What was just done, as a message."""
    words = {
        "approve": _("%(reference)s is approved.", reference=reference),
        "decline": _("%(reference)s is declined.", reference=reference),
        "hide": _("%(reference)s is hidden.", reference=reference),
        "restore": _("%(reference)s is restored.", reference=reference),
        "keep": _("%(reference)s stays public; its flags are settled.", reference=reference),
    }
    return words[act]


def history_words(act: str) -> str:
    """A decision as a line of the history."""
    words = {
        "approve": pgettext("history", "Approved"),
        "decline": pgettext("history", "Declined"),
        "hide": pgettext("history", "Hidden"),
        "restore": pgettext("history", "Restored"),
        "keep": pgettext("history", "Kept public in spite of flags"),
        "redact": pgettext("history", "Words withheld"),
        "unredact": pgettext("history", "Withheld words shown again"),
        "erase": pgettext("history", "Erased"),
    }
    return words.get(act, act)


def happened_words(one: Happened) -> str:
    """A line of the history: what happened, without who did it."""
    words = {
        "received": pgettext("history", "Received"),
        "corrected": _("Corrected by the author: version %(number)s", number=one.version),
        "flagged": pgettext("history", "Flagged by a reader"),
        "undone": pgettext("history", "The decision was undone"),
        "claimed": pgettext("history", "Taken to be decided"),
        "taken_over": pgettext("history", "Taken over from somebody else"),
        "assigned": _("Assigned to %(name)s", name=one.to),
        "freed": _("No longer assigned to %(name)s", name=one.to),
        "escalated": pgettext("history", "The secretariat was asked"),
        "settled": pgettext("history", "The secretariat settled what was asked"),
    }
    return words.get(one.what) or history_words(one.what)


def input_words(kind: str) -> str:
    """What kind of input it is."""
    words = {
        "comment": _("Comment"),
        "submission": _("Submission"),
        "response": _("Answers to the questionnaire"),
        "statement": _("Statement"),
        "advice": _("Advice"),
        "question": _("Question"),
        "message": _("Message"),
    }
    return words.get(kind, kind)


def state_words(state: str) -> str:
    """The state of a contribution."""
    words = {
        "pending": pgettext("state", "Waiting for a moderator"),
        "published": pgettext("state", "Published"),
        "declined": pgettext("state", "Declined"),
        "hidden": pgettext("state", "Hidden"),
        "withdrawn": pgettext("state", "Withdrawn"),
        "erased": pgettext("state", "Erased"),
    }
    return words[state]


def confidentiality_words(confidentiality: str) -> str:
    """Who may read the text."""
    words = {"public": _("Everyone"), "secretariat": _("The secretariat only")}
    return words[confidentiality]


def comment_words(report: str | None = None) -> dict[str, Any]:
    """The words of a comment on a page, by key; `report` are other ones for the link that reports it.

    The pattern of comments that arrive carries them as JSON.
    """
    return {
        "who": {
            "public": _("Name withheld"),
            "secretariat": _("Name known to the secretariat"),
            "none": _("No identity given"),
        },
        "name_kept": _("Name not public"),
        "state": {
            "draft": _("Not sent yet."),
            "pending": _("Waiting for a moderator. Only you and the moderators see it."),
            "declined": _("Declined by a moderator."),
            "hidden": _("Hidden by a moderator."),
            "withdrawn": _("Withdrawn by its author. The number is kept and counted."),
            "erased": _("Erased. The number is kept and counted."),
        },
        "confidential": _("Confidential to the secretariat: counted, but not published."),
        "view": _("Your view of this comment"),
        # NOTE: button on a comment, with the number of those who pressed it; not a vote at a meeting
        "agree": pgettext("vote", "Agree"),
        # NOTE: button on a comment, with the number of those who pressed it
        "disagree": pgettext("vote", "Disagree"),
        # NOTE: button on a comment: no opinion; not approve
        "pass": pgettext("vote", "Pass"),
        # NOTE: link: write an answer to this comment
        "reply": pgettext("comment", "Reply"),
        # NOTE: link: tell a moderator that something is wrong with this comment
        "report": report or pgettext("comment", "Report"),
        "in_reply": _("In reply to %(reference)s", reference="{}"),
        "on_paragraph": _("On paragraph %(number)s", number="{}"),
    }
