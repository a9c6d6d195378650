"""What the pages of writers say of locks and of versions that came too late. Names stand apart from the direction around them."""

from markupsafe import Markup, escape

from consult.web.formats import clock_words, moment_words, zone
from consult.web.language import gettext as _
from consult.web.language import language
from consult.workspaces.writing.queries import Held, Late


def lock_words(held: Held, is_own: bool) -> Markup:
    """Who writes, and until when unless they go on."""
    time = clock_words(held.until, zone())
    if is_own:
        return said(_("You are writing this paragraph, until %(time)s unless you go on."), time=time)
    return said(
        _("%(name)s is writing this paragraph, until %(time)s unless they go on."), name=_who(held.name), time=time
    )


def late_words(late: Late) -> Markup:
    """Whose version came too late, and when."""
    time = moment_words(late.row.saved_at, language(), zone())
    return said(_("%(name)s saved another version on %(time)s. It waits to be merged."), name=_who(late.by), time=time)


def settled_words(late: Late) -> Markup:
    """What became of a version that came too late."""
    time = moment_words(late.row.settled_at, language(), zone()) if late.row.settled_at else ""
    name = _who(late.settled_by)
    if late.row.state == "merged":
        return said(_("%(name)s merged this version on %(time)s."), name=name, time=time)
    return said(_("%(name)s set this version aside on %(time)s."), name=name, time=time)


def saved_words(name: str | None, time: str) -> Markup:
    """Who saved a text, and when."""
    return said(_("Saved by %(name)s on %(time)s"), name=_who(name), time=time)


def said(sentence: str, **places: str) -> Markup:
    """A sentence of our own with its places filled, everything in them escaped but names that were wrapped."""
    return escape(sentence) % places


def _who(name: str | None) -> Markup:
    return Markup("<bdi>{}</bdi>").format(name if name is not None else _("Somebody"))
