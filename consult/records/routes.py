"""Downloading the record: the public edition by everybody, both by those who may export the restricted one."""

import shutil
import tempfile
import zipfile
from pathlib import Path

from flask import Flask, Response, abort, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Vote
from consult.core.actors import Actor
from consult.core.localized import texts_for
from consult.moderation.models import SavedView
from consult.moderation.selections import Selection, selection_of, selections
from consult.policy.access import holds
from consult.proceedings.models import KINDS, Proceeding
from consult.proceedings.queries import proceeding_by_slug
from consult.proceedings.routes import DeskLink
from consult.records.confided import confided_in
from consult.records.editions import EDITIONS, FORMATS, Edition, Gone, edition_of
from consult.records.exporting import export_folder
from consult.records.hearing_files import install as install_hearing_files
from consult.records.hearing_files import sent
from consult.records.one_file import FORMS
from consult.staff_log.showing import show_export
from consult.web.errors import error_page
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, this_site

AT_ONCE = (
    60_000  # rows that are made while the reader waits, some seconds of work; more are a matter for `consult export`
)


def install(app: Flask) -> None:
    """Add the addresses of the downloads, and the way to them from a proceeding's desk."""
    desk, public = "/<language:lang>/desk/exports/<public_id>", "/<language:lang>/consultations/<slug>/record.zip"
    app.add_url_rule(f"{desk}/", "records.desk", desk_page, methods=["GET"])
    app.add_url_rule(f"{desk}/record.zip", "records.desk_zip", desk_zip, methods=["GET"])
    app.add_url_rule(public, "records.public_zip", public_zip, methods=["GET"])
    install_hearing_files(app)
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


def rows_of(db: Session, proceeding_id: int) -> int:
    """How many rows its largest edition has, about."""
    filed = select(func.count()).where(Contribution.proceeding_id == proceeding_id)
    votes = select(func.count()).select_from(Vote).join(Contribution, Contribution.id == Vote.contribution_id)
    return (db.scalar(filed) or 0) + (db.scalar(votes.where(Contribution.proceeding_id == proceeding_id)) or 0)


def zipped(row: Proceeding, edition: str, selection: SavedView | None = None) -> Response:
    """Make an edition in a temporary folder, outside of any unit of work, and send it; the folder goes with the answer.

    What is one file is sent as it is.
    """
    form, who, proceeding_id = request.args.get("format", "csv"), actor(), row.id
    if form in FORMS and edition in EDITIONS and selection is None:
        if edition == "restricted":
            show_export(proceeding_id, confided_in(reading(), proceeding_id))
        return sent(row, who, edition, form)
    if form not in FORMATS or edition not in EDITIONS or rows_of(reading(), proceeding_id) > AT_ONCE:
        abort(404)

    def find(db: Session) -> Edition:
        return edition_of(db, who, proceeding_id, edition, selection)

    if edition == "restricted":
        show_export(proceeding_id, confided_in(reading(), proceeding_id))
    folder = Path(tempfile.mkdtemp(prefix="consult-export-"))
    try:
        name = f"{row.slug}-{edition}-{form}" + ("-selection" if selection is not None else "")
        export_folder(this_site().database, find, form, folder / name, storage=this_site().storage)
        file = zip_of(folder / name, folder / "record.zip").open("rb")
    finally:
        shutil.rmtree(folder)  # what is open stays readable until the answer is sent
    answer = send_file(file, mimetype="application/zip", as_attachment=True, download_name=f"{name}.zip")
    answer.headers["Cache-Control"] = "no-store"
    answer.call_on_close(file.close)
    return answer


def zip_of(folder: Path, target: Path) -> Path:
    """A folder as a zip that unpacks to a folder of the same name."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as archive:
        for path in sorted(one for one in folder.rglob("*") if one.is_file()):
            archive.write(path, f"{folder.name}/{path.relative_to(folder)}")
    return target
