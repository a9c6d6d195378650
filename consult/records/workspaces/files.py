"""The files from which documents were read, in an edition: the files themselves beside their table."""

from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.attachments.files.kinds import KINDS
from consult.core.storage import Storage
from consult.records.editions import Edition
from consult.records.files import write_content
from consult.records.statements import statement_of
from consult.records.workspaces.documents import FILES
from consult.records.writing import Written
from consult.workspaces.documents.models import DocumentFile

FOLDER = "documents"


def write_documents(db: Session, edition: Edition, storage: Storage | None, folder: Path) -> list[Written]:
    """Put the files into the restricted edition of a room. Raises Refused where one is missing."""
    if edition.proceeding.kind != "workspace" or edition.selection is not None or edition.is_public:
        return []
    rows = db.scalars(select(DocumentFile).where(DocumentFile.id.in_(statement_of(edition, FILES).order_by(None))))
    found = sorted(rows, key=lambda row: row.id)
    return [write_content(storage, row.digest, folder, name_of_file(row.public_id, row.media_type)) for row in found]


def name_of_file(public_id: str, media_type: str) -> str:
    """Where the file of a document lies in an edition."""
    return f"{FOLDER}/{public_id}.{KINDS[media_type].ending}"
