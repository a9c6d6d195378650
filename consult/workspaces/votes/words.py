"""Votes of a room in words: methods and rules as voters are told them, and what an outcome means."""

from consult.proceedings.ballots.telling import FEWEST
from consult.web.language import gettext as _
from consult.web.language import pgettext


def method_words() -> dict[str, str]:
    """The methods, as they are chosen."""
    return {
        "consensus": _("Consensus"),
        "majority": _("Majority"),
        "ranked": _("Ranking of several options"),
    }


def method_hints() -> dict[str, str]:
    """What each method means for those who vote."""
    return {
        "consensus": _(
            "Each agrees, stands aside, or objects with a reason. The proposal is adopted when somebody agrees and nobody "
            "objects."
        ),
        "majority": _("Each says Yes or No, or abstains. Which majority is needed is chosen below."),
        "ranked": _(
            "Each puts the options in an order. Every pair of options is compared, and the best one is adopted."
        ),
    }


def majority_words() -> dict[str, str]:
    """The majorities, as they are chosen and told."""
    return {
        "simple": _("Simple majority"),
        "absolute": _("Absolute majority of all who may vote"),
        "two_thirds": _("Two thirds of the votes cast"),
    }


def majority_hints() -> dict[str, str]:
    """What each majority asks for, exactly."""
    return {
        "simple": _("Adopted with more Yes than No. Abstentions are not counted. As many Yes as No adopts nothing."),
        "absolute": _("Adopted when more than half of all who may vote say Yes, whether the others vote or not."),
        "two_thirds": _(
            "Adopted when at least two thirds of the votes for Yes or No are Yes. Abstentions are not counted."
        ),
    }


def counting_words(method: str, majority: str) -> list[str]:
    """How it is counted, a paragraph each."""
    if method == "consensus":
        return [
            _(
                "The proposal is adopted when at least one agrees and nobody objects. Whoever stands aside does not agree, and "
                "lets it pass. One objection is enough that it is not adopted."
            )
        ]
    if method == "majority":
        return [majority_hints()[majority]]
    return [
        _(
            "The method is that of Schulze. For each pair of options it is counted how many voters prefer the one and how many "
            "the other; an option that a voter did not rank stands after all that were ranked."
        ),
        _(
            "An option that wins against every other one is adopted. Where they beat each other in a circle, chains decide: a "
            "chain of wins from one option to another is as strong as the closest win in it, and an option stands before "
            "another when its strongest chain to it is stronger than the one back."
        ),
        _("Options between which this decides nothing are told as equal. Nothing is ever drawn by lot."),
    ]


def choice_words() -> dict[str, str]:
    """What is chosen in a consensus or a majority vote."""
    return {
        "agree": pgettext("vote", "Agree"),
        # NOTE: choice in a vote by consensus: one does not agree, and does not stop it either
        "aside": pgettext("vote", "Stand aside"),
        # NOTE: choice in a vote by consensus: one stops it, with a reason
        "object": pgettext("vote", "Object"),
        "yes": pgettext("vote", "Yes"),
        "no": pgettext("vote", "No"),
        "abstain": pgettext("vote", "Abstain"),
    }


def choice_hints() -> dict[str, str]:
    """What each choice of a consensus means."""
    return {
        "agree": _("You support the proposal, or can live with it."),
        "aside": _("You do not agree, and do not stop the group."),
        "object": _("You stop the proposal. Say why, so that it can be mended."),
    }


def phase_words(phase: str) -> str:
    """Where a vote stands."""
    return {
        # NOTE: state of a proposal that only its maker and who leads the room see
        "draft": pgettext("vote", "Draft"),
        # NOTE: state of a vote: votes are taken
        "open": pgettext("vote", "Open"),
        # NOTE: state of a vote: its time is over, and its votes are being counted
        "over": pgettext("vote", "Being counted"),
        # NOTE: state of a vote: its result is told
        "closed": pgettext("vote", "Closed"),
        # NOTE: state of a vote that was ended without a result
        "withdrawn": pgettext("vote", "Withdrawn"),
    }[phase]


def outcome_words(outcome: str) -> str:
    """What came of it."""
    return {
        "adopted": pgettext("vote", "Adopted"),
        "rejected": pgettext("vote", "Not adopted"),
        # NOTE: outcome of a vote in which too few took part
        "no_quorum": pgettext("vote", "No quorum"),
        # NOTE: outcome of a vote that ended in a tie, or in which nobody took a side
        "undecided": pgettext("vote", "Undecided"),
    }[outcome]


def outcome_sentence(outcome: str, method: str) -> str:
    """The outcome in a sentence."""
    if outcome == "no_quorum":
        return _("Too few took part, so nothing was decided.")
    if method == "ranked":
        words = {
            "adopted": _("One option is adopted."),
            "undecided": _("The vote decides nothing between the best options."),
        }
        return words[outcome]
    if method == "consensus":
        words = {
            "adopted": _("The proposal is adopted: nobody objected."),
            "rejected": _("The proposal is not adopted: there was an objection."),
            "undecided": _("Nobody objected, and nobody agreed either: nothing was decided."),
        }
        return words[outcome]
    words = {
        "adopted": _("The proposal is adopted."),
        "rejected": _("The proposal is not adopted: it did not have the majority that was needed."),
    }
    return words[outcome]


def secrecy_words(is_secret: bool) -> str:
    """Whether names stand beside votes."""
    return _("Secret vote") if is_secret else _("Open vote")


def secret_promise() -> str:
    """What happens with a secret vote, before it is cast."""
    return _(
        "Your vote is secret. That you voted is kept, and what you chose is kept sealed and apart from it; you can change it "
        "until the vote is closed. From then on nobody can put the two together. With fewer than %(few)s voters nothing but "
        "the outcome is told.",
        few=FEWEST,
    )


def open_promise(*, named: bool) -> str:
    """What happens with an open vote, before it is cast."""
    if named:
        return _("When the vote is closed, the room sees your vote beside your name. You can change it until then.")
    return _(
        "When the vote is closed, the room sees how many chose what, and the reasons of objections, without names. You can "
        "change your vote until then."
    )
