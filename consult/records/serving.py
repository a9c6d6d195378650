"""Making an edition while its reader waits, and sending it."""

import shutil
import tempfile
from pathlib import Path

from flask import Response, abort, request, send_file
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Vote
from consult.moderation.models import SavedView
from consult.proceedings.models import Proceeding
from consult.records.confided import confided_in
from consult.records.editions import EDITIONS, FORMATS, Edition, edition_of
from consult.records.exporting import export_folder
from consult.records.hearing_files import sent
from consult.records.one_file import FORMS
from consult.records.zipping import zip_of
from consult.staff_log.showing import show_export
from consult.web.site import actor, reading, this_site

AT_ONCE = (
    60_000  # rows that are made while the reader waits, some seconds of work; more are a matter for `consult export`
)


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
