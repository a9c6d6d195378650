"""Decisions that are taken at once, in words."""

from consult.moderation.bulk_queries import BulkPage
from consult.web.formats import number_words
from consult.web.language import gettext as _
from consult.web.language import language, ngettext


def problem_words(problem: str) -> str:
    """Why one was left as it is."""
    words = {
        "withdrawn_meanwhile": _("Its author has withdrawn it meanwhile."),
        "erased_meanwhile": _("It was erased meanwhile."),
        "corrected_meanwhile": _("Its author has corrected it meanwhile: please read the new version."),
        "decided_meanwhile": _("Somebody has decided on it meanwhile, or its state allows no such decision."),
        "claimed": _("Somebody else has it before them."),
        "proposal_waits": _("A redaction or an erasure of it waits for a second person."),
        "not_found": _("You do not moderate there any more."),
        "undo_over": _("The time to undo this is over."),
        "undone_already": _("It was undone already."),
        "not_undoable": _("This decision cannot be undone."),
    }
    return words.get(problem, problem)


def bulk_words(found: BulkPage) -> str:
    """The heading: what is asked, what goes on, or what became of it."""
    done = found.states.get("decided", 0) + found.states.get("undone", 0)
    if found.bulk.state in ("gathering", "proposed"):
        return ngettext("Decide on %(num)s input", "Decide on %(num)s inputs", found.total)
    if found.bulk.state == "running":
        figures = {"done": number_words(done, language()), "total": number_words(found.total, language())}
        return _("Decisions are being taken: %(done)s of %(total)s", **figures)
    if found.bulk.state == "undoing":
        left = number_words(found.states.get("undoing", 0), language())
        return _("Decisions are being undone: %(left)s are left", left=left)
    if found.bulk.state == "cancelled":
        return ngettext("Stopped after %(num)s decision", "Stopped after %(num)s decisions", done)
    return ngettext("%(num)s decision is taken", "%(num)s decisions are taken", done)


def undone_words(reference: str) -> str:
    """A decision was undone, as a message."""
    return _("The decision on %(reference)s is undone: it stands as it stood before.", reference=reference)
