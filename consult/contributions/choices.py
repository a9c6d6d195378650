"""What a sender chooses, in words: who may see the name, for whom it is, what is wrong with an input."""

from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _


def on_behalf_words() -> dict[str, str]:
    """For whom an input is sent, as it is asked."""
    return {
        "self": _("For myself"),
        "organisation": _("For an organisation"),
        "coalition": _("For a coalition: a joint submission"),
    }


def identity_words() -> dict[str, str]:
    """Who may see the name, as it is asked."""
    return {
        "public": _("Everyone"),
        "secretariat": _("Only the secretariat"),
        "none": _("Nobody: I give no name"),
    }


def identity_hints(proceeding: Proceeding) -> dict[str, str]:
    """What each of them protects from."""
    return {
        "public": _(
            "Your name stands beside your text, for good. It protects from nothing, and gives your words weight."
        ),
        "secretariat": _(
            "It protects from readers: they see no name. Staff of the secretariat see it, and a court could ask."
        ),
        "none": _("It protects from everybody: we never learn who you are. What you write may still give you away."),
    }


def flag_words() -> dict[str, str]:
    """The reasons of a report, as a reader says them."""
    return {
        "violence_or_hatred": _("It calls for violence or hatred."),
        "insult": _("It insults a person."),
        "private_person": _("It names a private person."),
        "off_topic": _("It is not about this subject."),
        "spam": _("It is advertising or was sent many times."),
        "other": _("Something else."),
    }
