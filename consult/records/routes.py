"""Downloading the record: the public edition by everybody, both by those who may export the restricted one."""

from flask import Flask, abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from consult.core.actors import Actor
from consult.core.localized import texts_for
from consult.moderation.selections import Selection, selection_of, selections
from consult.policy.access import holds
from consult.proceedings.models import KINDS, Proceeding
from consult.proceedings.queries import proceeding_by_slug
from consult.proceedings.routes import DeskLink
from consult.records.editions import EDITIONS, Gone
from consult.records.hearing_files import install as install_hearing_files
from consult.records.serving import AT_ONCE, rows_of, zipped
from consult.records.workspaces.page import install as install_rooms
from consult.web.errors import error_page
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading


def install(app: Flask) -> None:
    """Add the addresses of the downloads, and the way to them from a proceeding's desk."""
    desk, public = "/<language:lang>/desk/exports/<public_id>", "/<language:lang>/consultations/<slug>/record.zip"
    app.add_url_rule(f"{desk}/", "records.desk", desk_page, methods=["GET"])
    app.add_url_rule(f"{desk}/record.zip", "records.desk_zip", desk_zip, methods=["GET"])
    app.add_url_rule(public, "records.public_zip", public_zip, methods=["GET"])
    install_hearing_files(app)
    install_rooms(app)
    link = DeskLink(lambda: _("Exports"), lambda row: url_for("records.desk", public_id=row.public_id), may_export)
    app.extensions["consult.desk_links"].append(link)


def may_export(who: Actor, row: Proceeding) -> bool:
    """Whether the desk's page of exports is for this actor."""
    return holds(who, "record:export_restricted", row.where)


def located(public_id: str) -> Proceeding:
    """The proceeding of a desk's page; not found for whoever may not export it."""
    row = reading().scalar(select(Proceeding).where(Proceeding.public_id == public_id))
    if row is None or not may_export(actor(), row):
        abort(404)
    return row


def desk_page(public_id: str, refused: Selection | None = None) -> str:
    """The choice of edition and format, of the whole or of a saved selection; `refused` is one that cannot be exported."""
    row = located(public_id)
    title = texts_for(reading(), [row.owner], [language()]).get((row.owner, "title"))
    editions = [
        name for name in EDITIONS if name == "restricted" or (row.audience == "public" and row.state != "draft")
    ]
    views = selections(reading(), actor(), row)
    return render_template(
        "desk/records/exports.html",
        row=row,
        title=title,
        editions=editions,
        too_large=rows_of(reading(), row.id) > AT_ONCE,
        selections=[(view, selection_of(reading(), row, view)) for view in views],
        refused=refused,
    )


def desk_zip(public_id: str) -> ResponseReturnValue:
    """One edition in one format as a zip: the whole, or what an own selection finds."""
    row, chosen = located(public_id), request.args.get("selection")
    if chosen is None:
        return zipped(row, request.args.get("edition", ""))
    view = next((one for one in selections(reading(), actor(), row) if one.public_id == chosen), None)
    if view is None:
        abort(404)
    try:
        return zipped(row, request.args.get("edition", ""), view)
    except Gone as gone:
        return desk_page(public_id, gone.selection), 409


def public_zip(slug: str) -> ResponseReturnValue:
    """The public edition of a consultation; of one that is too large, a page that says so."""
    row = proceeding_by_slug(reading(), actor(), KINDS[0], slug)
    if rows_of(reading(), row.id) > AT_ONCE:
        return error_page(
            413, _("This record is too large to be made while you wait. Please ask the secretariat for it.")
        ), 404
    return zipped(row, "public")
