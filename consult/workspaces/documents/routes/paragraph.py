"""One paragraph: what is said and suggested about it, and its place in the text."""

from flask import Flask, flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.contributions.forms import CommentForm
from consult.contributions.operations.submit import NewPassage, submit_contribution
from consult.contributions.sending import file_input
from consult.core.errors import ConsultError, NotFound
from consult.moderation.thread import refused, thread_of
from consult.policy.access import require
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run
from consult.workspaces.documents.forms import ParagraphForm, PlaceForm, whole_number
from consult.workspaces.documents.marking import suggestion
from consult.workspaces.documents.models import Paragraph
from consult.workspaces.documents.operations.arranging import (
    add_paragraph,
    move_paragraph,
    remove_paragraph,
    restyle_paragraph,
)
from consult.workspaces.documents.people import names_of
from consult.workspaces.documents.place import Place, placed
from consult.workspaces.documents.queries import amendments_of, paragraph_by_key, paragraphs_of
from consult.workspaces.documents.routes.addresses import both, members
from consult.workspaces.documents.words import paragraph_words


def install(app: Flask) -> None:
    """Add the addresses. A guest reads a paragraph with its amendments, without what members say about it."""
    both(app, "paragraphs/<key>/", "paragraph", paragraph, ["GET"])
    members(app, "paragraphs/<key>/comments", "comment", comment, ["POST"])
    members(app, "paragraphs/new", "add", add, ["GET", "POST"])
    members(app, "paragraphs/<key>/place", "place", place_of, ["GET", "POST"])
    members(app, "paragraphs/<key>/remove", "remove_paragraph", remove, ["POST"])


def paragraph(piece: str, key: str, slug: str | None = None) -> str:
    """The paragraph with its amendments of every state; for members with its comments and their form."""
    place = placed(piece, slug)
    row = paragraph_by_key(reading(), place.document, key)
    form = CommentForm(place.proceeding, actor()) if slug else None
    return shown(place, row, form, [])


def shown(place: Place, row: Paragraph, form: CommentForm | None, more: list[str]) -> str:
    """The page of one paragraph."""
    found = [one for one in amendments_of(reading(), place.document) if one.key == row.key]
    present = None if row.removed_at is not None else row.text
    address = place.url("paragraph", key=row.key)
    if form is not None:
        form.body.label.text = _("Your comment")
    return place.page(
        "workspaces/documents/paragraph.html",
        p=row,
        called=paragraph_words(row.style, row.label, row.text),
        suggestions=[suggestion(one, present) for one in found],
        names=names_of(reading(), actor(), [one.made_by for one in found], in_room=place.slug is not None),
        thread=thread_of(place.proceeding, address, item=row.key) if form is not None else None,
        form=form,
        more=more,
    )


def comment(slug: str, piece: str, key: str) -> ResponseReturnValue:
    """Send a comment on the paragraph."""
    place = placed(piece, slug)
    require(actor(), "room:write", place.proceeding)
    row = paragraph_by_key(reading(), place.document, key)
    form = CommentForm(place.proceeding, actor())
    if not form.validate_on_submit():
        return shown(place, row, form, []), 400
    new = form.contribution("comment", NewPassage(form.body.data), reply_to=form.reply.data or None, target=row.key)
    try:
        filed = file_input(submit_contribution, place.proceeding, new).filed
    except NotFound:
        raise
    except ConsultError as error:
        told = refused(form, error)
        return shown(place, row, form, told.sentences), told.status
    flash(_("Your comment %(reference)s is sent.", reference=filed.reference), "ok")
    return redirect(f"{place.url('paragraph', key=key)}#{filed.reference}", 303)


def add(slug: str, piece: str) -> ResponseReturnValue:
    """The form of a new paragraph."""
    place = placed(piece, slug)
    require(actor(), "room:write", place.proceeding)
    rows = list(paragraphs_of(reading(), place.document))
    form = ParagraphForm(rows, request.args.get("after"), place.document.arranged)
    status = 200
    if form.validate_on_submit():
        try:
            made = run(
                add_paragraph,
                document_id=place.document.id,
                after=form.after.data or "",
                text=form.text.data or "",
                style=form.style.data or "",
                arranged=whole_number(form.arranged.data),
            ).result
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            form.arranged.data, status = str(placed(piece, slug).document.arranged), error.status
        else:
            return redirect(f"{place.url('text')}#p-{made.key}", 303)
    return place.page("workspaces/documents/add.html", form=form), status


def place_of(slug: str, piece: str, key: str) -> ResponseReturnValue:
    """The form of another place or style, and the button that takes the paragraph away."""
    place = placed(piece, slug)
    require(actor(), "room:write", place.proceeding)
    rows = list(paragraphs_of(reading(), place.document))
    row = next((one for one in rows if one.key == key), None)
    if row is None:
        raise NotFound
    form = PlaceForm(row, rows, place.document.arranged)
    status = 200
    if form.validate_on_submit():
        try:
            arrange(place, row, rows, form)
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            form.arranged.data, status = str(placed(piece, slug).document.arranged), error.status
        else:
            return redirect(f"{place.url('text')}#p-{key}", 303)
    called = paragraph_words(row.style, row.label, row.text)
    return place.page("workspaces/documents/place.html", p=row, called=called, form=form), status


def arrange(place: Place, row: Paragraph, rows: list[Paragraph], form: PlaceForm) -> None:
    """What of place and style was changed. Raises what the operations raise."""
    arranged = whole_number(form.arranged.data)
    before = [one for one in rows if one.position < row.position]
    if (form.after.data or "") != (before[-1].key if before else ""):
        values = {"document_id": place.document.id, "key": row.key, "after": form.after.data or ""}
        arranged = run(move_paragraph, arranged=arranged, **values).result.arranged
    if form.style.data != row.style:
        style = form.style.data or ""
        run(restyle_paragraph, document_id=place.document.id, key=row.key, style=style, arranged=arranged)


def remove(slug: str, piece: str, key: str) -> ResponseReturnValue:
    """Take the paragraph away."""
    place = placed(piece, slug)
    seen = whole_number(request.form.get("seen"))
    run(remove_paragraph, document_id=place.document.id, key=key, seen=seen)
    flash(_("The paragraph is taken away. What was said about it stays in the record."), "ok")
    return redirect(place.url("text"), 303)
