"""A version that came too late beside the text that stands: both, their differences, and the text that brings them together."""

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.core.differences import differences
from consult.core.errors import Closed, Conflict, ConsultError, Invalid, NotFound
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run, wants_json
from consult.workspaces.documents.models import Paragraph
from consult.workspaces.rooms.frame import framed
from consult.workspaces.writing.forms import ParagraphForm
from consult.workspaces.writing.merging import merged
from consult.workspaces.writing.operations.settling import merge_conflict, set_aside
from consult.workspaces.writing.queries import Late, conflict_by_public_id
from consult.workspaces.writing.routes.editing import not_stored
from consult.workspaces.writing.routes.view import Page, page_of, writing_url
from consult.workspaces.writing.words import late_words, settled_words


def conflict(slug: str, piece: str, conflict: str) -> ResponseReturnValue:
    """Both versions, and merging them. Also what was written for a paragraph or document that is gone is found here."""
    try:
        page = page_of(slug, piece, there=False)
        late, row = conflict_by_public_id(reading(), page.document, conflict)
        if request.method == "POST":
            return settle(page, late)
    except NotFound:
        if request.method == "POST" and not wants_json() and request.form.get("text", "").strip():
            return not_stored(), 404
        raise
    return both(page, late, row, ParagraphForm(_("The merged text")))


def settle(page: Page, late: Late) -> ResponseReturnValue:
    """Merge or set aside; a refusal is told over the form, which keeps what was typed."""
    form, wanted = ParagraphForm(_("The merged text")), request.form.get("act", "")
    at = {"document_id": page.document.id, "conflict": late.row.public_id}
    try:
        if wanted == "set_aside":
            run(set_aside, **at)
            flash(_("The version is set aside. It stays in the history of the paragraph."), "ok")
        elif wanted == "merge":
            if not form.validate_on_submit():
                raise Invalid("client_id", "not_a_uuid")
            run(merge_conflict, seen=form.revision, text=form.text.data or "", client_id=form.client_id.data, **at)
            flash(_("Merged: both versions are one text now."), "ok")
        else:
            raise NotFound
    except (Conflict, Closed, Invalid) as error:
        more = told(form, error)
        late, row = conflict_by_public_id(reading(), page.document, late.row.public_id)
        return both(page, late, row, form, more, typed=form.text.data), error.status
    _late, row = conflict_by_public_id(reading(), page.document, late.row.public_id)
    return redirect(writing_url(page, row.key) if page.document.removed_at is None else f"{page.url}../", 303)


def told(form: ParagraphForm, error: ConsultError) -> list[str]:
    """The refusal beside its field, or as a sentence over the form."""
    if not isinstance(error, Invalid):
        return [message_for(error)]
    refuse(form, error)
    more, form.form_errors = [*form.form_errors], []
    return more


def both(
    page: Page, late: Late, row: Paragraph, form: ParagraphForm, more: list[str] | None = None, typed: str | None = None
) -> str:
    """The page: what stands, what came too late, and the text that would bring both together, if there is one."""
    together = merged(late.base, row.text, late.row.text) if late.base is not None else None
    is_gone = row.removed_at is not None or page.document.removed_at is not None
    form.show(row.revision, typed if typed is not None else (together or row.text), "")
    own = late.row.saved_by == actor().account_id
    return framed(
        "workspaces/writing/conflict.html",
        page.proceeding,
        "documents",
        page=page,
        late=late,
        paragraph=row,
        form=form,
        more=more or [],
        pieces=differences(row.text, late.row.text),
        together=together is not None,
        is_gone=is_gone,
        is_open=late.row.state == "open",
        words=late_words(late) if late.row.state == "open" else settled_words(late),
        may_set_aside=page.may_lead or own,
        back=writing_url(page, row.key) if page.document.removed_at is None else "",
    )
