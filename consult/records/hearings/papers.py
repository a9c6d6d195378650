"""The documents of the agenda in an edition: the files themselves beside their table."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.attachments.files.kinds import KINDS
from consult.core.storage import Storage
from consult.hearings.programme.models import AgendaItem, Paper
from consult.records.editions import Edition
from consult.records.files import write_content
from consult.records.hearings.programme import OPEN_ITEM
from consult.records.writing import Written

FOLDER = "papers"


def write_papers(db: Session, edition: Edition, storage: Storage | None, folder: Path) -> list[Written]:
    """Put the papers into an edition: for the public those of items that are open to it. Raises Refused where one is missing."""
    if edition.proceeding.kind != "hearing" or edition.selection is not None:
        return []
    query = select(Paper).join(AgendaItem, AgendaItem.id == Paper.item_id)
    query = query.where(AgendaItem.proceeding_id == edition.proceeding.id).order_by(Paper.id)
    if edition.is_public:
        query = query.where(OPEN_ITEM)
    return [
        write_content(storage, row.digest, folder, name_of_paper(row.public_id, row.media_type))
        for row in db.scalars(query)
    ]


def name_of_paper(public_id: str, media_type: str) -> str:
    """Where the file of a paper lies in an edition."""
    return f"{FOLDER}/{public_id}.{KINDS[media_type].ending}"
