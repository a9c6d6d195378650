"""What feeds say, in the language of this request."""

from consult.contributions.disclosure import Reading
from consult.moderation.words import comment_words, input_words, reason_words, state_words
from consult.web.language import gettext as _

LONGEST = 2000


def happened_words(act: str, title: str) -> str:
    """Something that happened to a proceeding, as a heading."""
    words = {
        "announced": _("Announced: %(title)s", title=title),
        "opened": _("Open for input: %(title)s", title=title),
        "closed": _("Closed: %(title)s", title=title),
        "reopened": _("Open again: %(title)s", title=title),
        "extended": _("More time: %(title)s", title=title),
        "edited": _("The text or its rules were changed: %(title)s", title=title),
        "results": _("Results are out: %(title)s", title=title),
    }
    return words[act]


def input_title(reading: Reading) -> str:
    """A contribution as a heading: what it is, and its reference."""
    kind = input_words(reading.kind)
    return _("%(kind)s %(reference)s", kind=kind, reference=reading.reference)


def author_of(reading: Reading) -> str:
    """Its author, as far as everybody is told."""
    if reading.name:
        return reading.name
    kept: dict[str, str] = comment_words()["who"]
    return str(kept.get(reading.identity or "", _("Name not public")))


def input_text(reading: Reading) -> str:
    """Its words, or the mark that stands for them."""
    if reading.text is not None:
        return reading.text if len(reading.text) <= LONGEST else reading.text[:LONGEST] + " …"
    if reading.state == "published":
        return _("Confidential to the secretariat: counted, but not published.")
    reason = reason_words(reading.reason)
    mark = state_words(reading.state)
    return f"{mark}. {reason}" if reason else f"{mark}."


def feed_title(title: str) -> str:
    """What the feed of a proceeding is called."""
    return _("%(title)s: what is new", title=title)


def site_title(name: str) -> str:
    """What the feed of the site is called."""
    return _("%(name)s: consultations and hearings", name=name)
