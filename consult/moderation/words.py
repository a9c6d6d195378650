"""The reasons of decisions in plain words."""

from functools import cache

from consult.web.language import gettext as _
from consult.web.language import language


def reason_words(code: str | None) -> str | None:
    """A reason in the language of this request; None stays None."""
    return None if code is None else _words(language()).get(code, code)


@cache
def _words(_language: str) -> dict[str, str]:
    return {
        "violence_or_hatred": _("It calls for violence or hatred."),
        "insult": _("It insults a person."),
        "private_person": _("It names a private person who has not agreed to be named."),
        "off_topic": _("It is not about this subject."),
        "spam": _("It is advertising or was sent many times."),
        "unlawful": _("The law forbids publishing it."),
        "other": _("Another reason, given to the author."),
    }
