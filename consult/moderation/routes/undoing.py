"""Undoing one decision, and the notice that offers it after each."""

from flask import flash, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict
from consult.moderation.bulk_queries import Undoable, last_decision, undoable_decision
from consult.moderation.bulk_words import problem_words, undone_words
from consult.moderation.operations.undoing import undo_decision
from consult.moderation.routes.filtering import as_arguments, chosen
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run

LAST = "decision"


def undo(public_id: str) -> ResponseReturnValue:
    """Undo, say so, and show what was decided on."""
    wanted = as_arguments(chosen())
    try:
        reference = run(undo_decision, decision=public_id).result
    except Conflict as error:
        flash(_("Nothing is undone. %(reason)s", reason=problem_words(error.problem)), "bad")
        reference = request.form.get("reference", "")
        if not reference:
            return redirect(url_for("desk.home", **wanted), 303)
        return redirect(url_for("desk.item", reference=reference, _anchor="input", **wanted), 303)
    if session.get(LAST) == public_id:
        session.pop(LAST)
    flash(undone_words(reference), "ok")
    return redirect(url_for("desk.item", reference=reference, _anchor="input", **wanted), 303)


def remember(reference: str) -> None:
    """Keep in this browser which decision was the last, so that the next page offers to undo it."""
    session[LAST] = last_decision(reading(), actor(), reference)


def offered() -> Undoable | None:
    """The last decision of this browser, as long as it can be undone."""
    name = session.get(LAST)
    found = undoable_decision(reading(), actor(), name) if isinstance(name, str) else None
    if found is None and LAST in session:
        session.pop(LAST)
    return found
