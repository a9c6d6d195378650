"""One act on many: asked for in the queue or at a group, confirmed, watched, undone."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.core.localized import texts_for
from consult.core.text import clean_text
from consult.moderation.bulk_queries import BulkPage, bulk_page
from consult.moderation.bulk_words import bulk_words, problem_words
from consult.moderation.forms import NOTE_MAX
from consult.moderation.operations.bulk import (
    AT_ONCE,
    cancel_bulk,
    gather_bulk,
    propose_bulk,
    start_bulk,
    undo_bulk,
)
from consult.moderation.operations.bulk_chunks import go_on
from consult.moderation.routes.filtering import as_arguments, chosen
from consult.moderation.words import act_words, input_words, reason_words
from consult.policy.access import require_somewhere
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run

CHUNK = 25


def propose() -> ResponseReturnValue:
    """Note what was chosen, then ask whether it is meant."""
    require_somewhere(actor(), "contribution:moderate")
    form = request.form
    try:
        note = clean_text(form.get("note", ""), "note")
        if len(note) > NOTE_MAX:
            raise Invalid("note", "too_long", length=len(note), limit=NOTE_MAX)
        public_id = run(
            propose_bulk,
            act=form.get("act", ""),
            asked=_asked(),
            looked_at=_looked_at(),
            seen=_seen(),
            reason=form.get("reason") or None,
            note=note,
        ).result
    except Invalid as error:
        words = _("Choose a reason") if error.field == "reason" else message_for(error)
        flash(_("Nothing is decided. %(reason)s", reason=words), "bad")
        return redirect(_back(), 303)
    while run(gather_bulk, bulk=True, public_id=public_id).result:
        pass
    return redirect(url_for("desk.bulk", public_id=public_id), 303)


def _asked() -> dict[str, Any]:
    form = request.form
    if form.get("group"):
        return {"group": form["group"]}
    if form.get("all"):
        return {"filter": asdict(chosen())}
    return {"references": form.getlist("references")}


def _seen() -> int:
    form = request.form
    if form.get("all") or form.get("group"):
        return min(max(form.get("seen", 0, type=int), 0), 10**9)
    return len(set(form.getlist("references")))


def _looked_at() -> datetime:
    """The instant of looking that the page carries; without one that can be read, what is there now is not decided unseen."""
    try:
        at = datetime.fromisoformat(request.form.get("looked", ""))
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise Invalid("looked", "required")
    return min(at, now())


def _back() -> str:
    if group := request.form.get("group"):
        return url_for("desk.group", public_id=group)
    return url_for("desk.home", **as_arguments(chosen()))


def show(public_id: str) -> ResponseReturnValue:
    """How many, of what kinds, with a sample; then how far it is; then what became of it."""
    return page(bulk_page(reading(), actor(), public_id))


def page(found: BulkPage, status: int = 200, problem: str | None = None) -> ResponseReturnValue:
    """The page of a bulk in its present state."""
    owners = {line.proceeding.owner for line in found.sample}
    titles = texts_for(reading(), owners, [language()], ["title"]) if owners else {}
    return render_template(
        "moderation/bulk.html",
        found=found,
        bulk=found.bulk,
        problem=problem,
        words=bulk_words(found),
        act=act_words(found.bulk.act),
        reason=reason_words(found.bulk.reason),
        kinds=[(input_words(kind), count) for kind, count in found.kinds],
        titles=titles,
        why=problem_words,
    ), status


def start(public_id: str) -> ResponseReturnValue:
    """It is meant: a few are decided at once, many by the worker."""
    return _done(public_id, start_bulk)


def undo(public_id: str) -> ResponseReturnValue:
    """Undo all of it, or what is named."""
    references = request.form.getlist("references") or _named() or None
    return _done(public_id, undo_bulk, references=references)


def _named() -> list[str]:
    return request.form.get("named", "").split()[:1000]


def cancel(public_id: str) -> ResponseReturnValue:
    """Stop it."""
    try:
        run(cancel_bulk, public_id=public_id)
    except Conflict as error:
        flash(message_for(error), "bad")
    return redirect(url_for("desk.bulk", public_id=public_id), 303)


def _done(public_id: str, operation: Any, **more: Any) -> ResponseReturnValue:
    try:
        count = run(operation, public_id=public_id, **more).result
    except Conflict as error:
        words = message_for(error) if error.problem == "wrong_state" else problem_words(error.problem)
        return page(bulk_page(reading(), actor(), public_id), error.status, words)
    if count <= AT_ONCE:
        while run(go_on, bulk=True, public_id=public_id, limit=CHUNK).result:
            pass
    return redirect(url_for("desk.bulk", public_id=public_id), 303)
