"""Withholding and erasing in words of the reader's language; the mark in those of who wrote."""

from consult.moderation.proposal_models import GROUNDS, REDACT_REASONS
from consult.moderation.words import reason_words
from consult.web.language import DEFAULT, INTERFACE, pgettext, speaking
from consult.web.language import gettext as _


def mark_words(reason: str, *languages: str) -> str:
    """What stands where words are withheld, in the first of these languages that the interface speaks.

    It goes into the record, so that every door shows the same; it is a sentence, so that it is read out as one.
    """
    with speaking(next((code for code in languages if code in INTERFACE), DEFAULT)):
        words = {
            "private_person": _("[withheld: it names a private person]"),
            "contact_details": _("[withheld: an address, telephone number or personal page]"),
            "insult": _("[withheld: it insults a person]"),
            "violence_or_hatred": _("[withheld: it calls for violence or hatred]"),
            "unlawful": _("[withheld: the law forbids publishing it]"),
        }
        return words.get(reason) or _("[withheld by the moderators]")


def redact_choices() -> list[tuple[str, str]]:
    """Reasons for withholding words, as a form offers them."""
    return [(code, reason_words(code) or code) for code in REDACT_REASONS]


def ground_choices() -> list[tuple[str, str]]:
    """Grounds of an erasure, as a form offers them."""
    return [(code, reason_words(code) or code) for code in GROUNDS]


def kind_words(kind: str) -> str:
    """What kind of thing is suggested to be withheld."""
    words = {
        "email": pgettext("suggestion", "E-mail address"),
        "phone": pgettext("suggestion", "Telephone number"),
        "handle": pgettext("suggestion", "Personal page"),
        "name": pgettext("suggestion", "Name"),
        "before": pgettext("suggestion", "Withheld in an earlier version"),
    }
    return words[kind]


def proposed_words(act: str, state: str) -> str:
    """What was proposed and what became of it, as a line of the history."""
    proposed = {
        "redact": pgettext("history", "Proposed to withhold words"),
        "unredact": pgettext("history", "Proposed to show withheld words again"),
        "erase": pgettext("history", "Proposed to erase"),
    }
    return pgettext("history", "Asked for by the author: erase") if state == "asked" else proposed[act]


def settled_words(state: str) -> str | None:
    """What became of a proposal; None while it waits."""
    words = {
        "in_force": pgettext("proposal", "Confirmed"),
        "lifted": pgettext("proposal", "Confirmed, and lifted later"),
        "refused": pgettext("proposal", "Refused"),
        "taken_back": pgettext("proposal", "Taken back"),
        "moot": pgettext("proposal", "Overtaken: the input was withdrawn or erased"),
    }
    return words.get(state)


def done_words(act: str, state: str, reference: str) -> str:
    """What was just done, as a message."""
    if state == "proposed":
        return _("Proposed. Another person has to confirm it; %(reference)s waits until then.", reference=reference)
    words = {
        "redact": _("The words are withheld from %(reference)s.", reference=reference),
        "unredact": _("The words of %(reference)s are shown again.", reference=reference),
        "erase": _("%(reference)s is erased. Its number stays.", reference=reference),
    }
    return words[act]
