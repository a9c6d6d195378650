"""What people are told before they send: who will read it, what will be published, and when."""

from consult.proceedings.models import Proceeding
from consult.web.language import gettext as _


def confidentiality_words(proceeding: Proceeding) -> dict[str, str]:
    """Who may read the text, as it is asked."""
    anybody = _("All who work on this consultation") if proceeding.publication == "never" else _("Everyone")
    return {"public": anybody, "secretariat": _("The secretariat and the rapporteur")}


def confidentiality_hints(proceeding: Proceeding) -> dict[str, str]:
    """What each of them protects from."""
    return {
        "public": _published(proceeding),
        "secretariat": _(
            "It protects from readers: it is counted, but never published or quoted. It does not protect from a court."
        ),
    }


def _published(proceeding: Proceeding) -> str:
    before = proceeding.moderation == "before"
    if proceeding.publication == "never":
        return _("It is read by those who moderate or report on this consultation. It is not published.")
    if proceeding.publication == "by_decision":
        return _("It is published if the secretariat decides so, and may then be quoted.")
    if proceeding.publication == "at_closing":
        return _("It is published when the consultation has closed, and may then be quoted.")
    if before:
        return _("It is published after a moderator has read it, and may be quoted.")
    return _("It is published, and may be quoted.")


def promise_words(proceeding: Proceeding) -> str:
    """What will be published and when, in one or two sentences; this is kept for what was sent under it."""
    if proceeding.is_live:
        return _("Your input appears at once, so whoever watches sees when it came, also when you give no name.")
    if proceeding.publication == "never":
        return _("Nothing that is sent here is published: readers learn only how many inputs there were.")
    if proceeding.publication == "at_closing":
        return _(
            "Nothing is published before the closing. Then everything that was accepted appears at once, shuffled, so that "
            "nobody can tell when it came."
        )
    if proceeding.publication == "by_decision":
        return _(
            "It is published only if the secretariat decides so. What has no public name then appears once a day, shuffled "
            "with the others, so that nobody can tell when it came."
        )
    return _(
        "Without a public name, or when it is confidential, your input appears in the public list once a day, shuffled with "
        "the others, so that nobody can tell when it came."
    )
