"""The sentences by which an author is told what was decided, and those with which a letter may begin."""

from consult.web.language import gettext as _
from consult.web.language import pgettext


def told_words(act: str, *, correction: bool = False) -> str:
    """What was decided, as a whole sentence to its author."""
    if correction:
        return _("Your correction was declined. What you sent before goes on standing.")
    words = {
        "approve": _("It was approved."),
        "decline": _("It was declined and is not published."),
        "hide": _("It was hidden: readers no longer see its words."),
        "restore": _("It was restored: readers see its words again."),
        "redact": _("Some of its words were withheld from readers. The rest stands."),
        "unredact": _("Words that had been withheld are shown to readers again."),
        "erase": _("It was erased: its words are gone for good."),
        "upheld": _("Your appeal was decided: the decision stands."),
        "overturned": _("Your appeal was decided in your favour: the decision was lifted."),
    }
    return words.get(act, act)


def outcome_words(outcome: str) -> str:
    """How an appeal was decided, as a choice and as a line of a history."""
    # NOTE: outcome of an appeal: the decision stands, or it is taken back
    words = {
        "upheld": pgettext("appeal", "Upheld: the decision stands"),
        "overturned": pgettext("appeal", "Overturned: the decision is lifted"),
    }
    return words[outcome]


def letter_words(kind: str) -> str:
    """What kind of letter it is."""
    words = {
        "question": pgettext("letter", "A question"),
        "acknowledgement": pgettext("letter", "An acknowledgement"),
        "clearer_copy": pgettext("letter", "A request for a clearer copy"),
        "answer": pgettext("letter", "The author’s answer"),
    }
    return words[kind]


def beginning(kind: str) -> str:
    """A sentence with which a letter of this kind may begin; the rest is for its writer."""
    words = {
        "question": _("Thank you for what you sent. So that we understand it well, we have a question:"),
        "acknowledgement": _(
            "Thank you. What you sent has been received and will be read by those who prepare the record."
        ),
        "clearer_copy": _(
            "Thank you for what you sent. A part of it cannot be read well. Could you send a clearer copy, or write here "
            "what it says?"
        ),
    }
    return words[kind]
