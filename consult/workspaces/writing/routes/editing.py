"""Writing one paragraph: with a form of its own, and for the script that lets one write within the text."""

from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.clock import now, rfc3339
from consult.core.errors import Closed, Conflict, ConsultError, Invalid, NotFound
from consult.web.errors import as_dict, message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run, wants_json
from consult.workspaces.rooms.frame import framed
from consult.workspaces.writing.forms import ParagraphForm, window_name
from consult.workspaces.writing.operations.locks import Taken, break_lock, release_lock, renew_lock, take_lock
from consult.workspaces.writing.operations.saving import save_paragraph
from consult.workspaces.writing.queries import Held, lock_of, paragraph_of
from consult.workspaces.writing.routes.view import Page, conflict_url, may_write, page_of, writing_url
from consult.workspaces.writing.words import lock_words


def edit(slug: str, piece: str, key: str) -> ResponseReturnValue:
    """The page of one paragraph, and every act on it. Whoever has no right any more gets back what they typed."""
    try:
        page = page_of(slug, piece, there=request.method == "GET")
        return act(page, key) if request.method == "POST" else form_page(page, key, ParagraphForm())
    except NotFound:
        if request.method == "POST" and not wants_json() and request.form.get("text", "").strip():
            return not_stored(), 404
        raise


def not_stored() -> str:
    """What was typed, to be copied: the same page for a place that is closed to the writer and for one that is not there."""
    return render_template("workspaces/writing/not_stored.html", typed=request.form.get("text", ""))


def act(page: Page, key: str) -> ResponseReturnValue:
    """Run one act; a refusal is told over the form, which keeps what was typed."""
    form, wanted = ParagraphForm(), request.form.get("act", "")
    acts = {"take": take, "take_over": take, "renew": renew, "release": release, "break": end_turn, "save": save}
    if wanted not in acts:
        raise NotFound
    try:
        return acts[wanted](page, key, form)
    except (Conflict, Closed, Invalid) as error:
        if wants_json():
            return jsonify({**as_dict(error), "problem": error.problem}), error.status
        return refused(page, key, form, error), error.status


def take(page: Page, key: str, form: ParagraphForm) -> ResponseReturnValue:
    """Begin to write."""
    window, over = window_name(), request.form.get("act") == "take_over"
    given = {"token": window, "alone": not wants_json(), "over": over}
    done = run(take_lock, document_id=page.document.id, key=key, **given).result
    if wants_json():
        return told(done, window)
    return redirect(here(page, key, window), 303)


def renew(page: Page, key: str, form: ParagraphForm) -> ResponseReturnValue:
    """Go on writing."""
    window = window_name()
    done = run(renew_lock, document_id=page.document.id, key=key, token=window).result
    return told(done, window) if wants_json() else redirect(here(page, key, window), 303)


def release(page: Page, key: str, form: ParagraphForm) -> ResponseReturnValue:
    """Stop writing."""
    run(release_lock, document_id=page.document.id, key=key, token=window_name())
    return jsonify({"ok": True}) if wants_json() else redirect(writing_url(page, key), 303)


def end_turn(page: Page, key: str, form: ParagraphForm) -> ResponseReturnValue:
    """End the turn of somebody who does not go on."""
    run(break_lock, document_id=page.document.id, key=key)
    if wants_json():
        return jsonify({"ok": True})
    flash(_("The paragraph is free. What its writer typed can still be saved."), "ok")
    return redirect(writing_url(page, key), 303)


def save(page: Page, key: str, form: ParagraphForm) -> ResponseReturnValue:
    """Save the text: back to the whole, or to both versions where it came too late."""
    if not form.validate_on_submit():
        raise Invalid("client_id", "not_a_uuid")
    given: dict[str, Any] = {"seen": form.revision, "text": form.text.data or "", "client_id": form.client_id.data}
    done = run(save_paragraph, document_id=page.document.id, key=key, token=window_name(), **given).result
    url = writing_url(page, key)
    if done.conflict is not None:
        url = conflict_url(page, done.conflict)
    if wants_json():
        return jsonify({"ok": True, "state": done.state, "revision": done.revision, "dup": done.dup, "url": url})
    words = {
        "saved": _("Saved."),
        "same": _("Nothing was changed, so there was nothing to save."),
        "conflict": _(
            "Your text is kept beside the paragraph. Somebody else's text is newer: here are both, to be merged."
        ),
    }
    flash(words[done.state], "warn" if done.conflict else "ok")
    return redirect(url, 303)


def told(done: Taken, window: str) -> ResponseReturnValue:
    """A lock on the wire."""
    until = {"until": rfc3339(done.until), "server_now": rfc3339(now())}
    return jsonify({"ok": True, "window": window, "revision": done.revision, "text": done.text, **until})


def here(page: Page, key: str, window: str) -> str:
    """The form of a paragraph in the window that holds its lock."""
    return url_for("writing.edit", slug=page.proceeding.slug, piece=page.document.public_id, key=key, window=window)


def refused(page: Page, key: str, form: ParagraphForm, error: ConsultError) -> str:
    """The page once more, with the reason and with everything that was typed."""
    if isinstance(error, Invalid):
        refuse(form, error)
        more: list[str] = [*form.form_errors]
        form.form_errors = []
    else:
        more = [message_for(error)]
    return form_page(page, key, form, more, error.problem)


def form_page(page: Page, key: str, form: ParagraphForm, more: list[str] | None = None, problem: str = "") -> str:
    """The form while the reader writes the paragraph in this window, or what was typed came back; else who writes it."""
    row = paragraph_of(reading(), page.document, key)
    if row.removed_at is not None and request.method == "GET":
        raise NotFound
    held, window = lock_of(reading(), row.id), window_name()
    is_here = held is not None and held.token == window and held.account_id == actor().account_id
    typed = form.text.data if request.method == "POST" else None
    if typed is None and is_here:
        form.show(row.revision, row.text, window)
    return framed(
        "workspaces/writing/edit.html",
        page.proceeding,
        "documents",
        page=page,
        paragraph=row,
        form=form,
        more=more or [],
        problem=problem,
        window=window,
        lock=words_of(held),
        writes=may_write(page.proceeding) and (is_here or bool(typed)),
        typed=typed,
        is_here=is_here,
        back=writing_url(page, key),
    )


def words_of(held: Held | None) -> str:
    """Who writes, in words; nothing where nobody does."""
    return lock_words(held, held.account_id == actor().account_id) if held is not None else ""
