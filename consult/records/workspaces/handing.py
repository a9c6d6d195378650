"""The job that makes the package for an archive: the restricted edition as JSON Lines, in one zip."""

import shutil
import tempfile
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import system
from consult.core.jobs import Handler
from consult.core.storage import Storage
from consult.core.work import Work
from consult.records.editions import Edition, edition_of
from consult.records.exporting import export_folder
from consult.records.zipping import zip_of
from consult.workspaces.closing.models import Handover
from consult.workspaces.closing.operations import HAND_OVER, note_handover

WORKER = system("hand over")


def hand_over(work: Work, values: dict[str, Any], storage: Storage) -> datetime | None:
    """Make the package, store it, and write down its digest; nothing where that was done already."""
    public_id = values["handover"]
    with work.database.reading() as db:
        row = db.scalars(select(Handover).where(Handover.public_id == public_id)).one()
    if row.made_at is not None:
        return None

    def find(db: Session) -> Edition:
        return edition_of(db, WORKER, row.proceeding_id, row.edition)

    folder = Path(tempfile.mkdtemp(prefix="consult-handover-"))
    try:
        export_folder(work.database, find, "jsonl", folder / "record", storage=storage)
        stored = storage.store(zip_of(folder / "record", folder / "record.zip"))
    finally:
        shutil.rmtree(folder)
    work.run(note_handover, WORKER, bulk=True, handover=public_id, digest=stored.digest, size=stored.size)
    return None


def handlers(storage: Storage) -> dict[str, Handler]:
    """The job of this room, with the storage that keeps what it makes."""
    return {HAND_OVER: partial(hand_over, storage=storage)}
