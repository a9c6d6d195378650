"""The files of people in an edition: a table that says what each is, and the files themselves beside it."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Select, case, select
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.access import FIELDS
from consult.contributions.attachments.files.kinds import KINDS
from consult.contributions.attachments.queries import name_told, readable
from consult.contributions.models import Attachment, Contribution
from consult.core.db import condition
from consult.core.storage import Storage
from consult.proceedings.models import Proceeding
from consult.records.columns import Column, Table, plain
from consult.records.editions import Edition
from consult.records.refusals import Refused
from consult.records.writing import Written

COPIES, ORIGINALS = "files", "originals"


def attachments(edition: Edition) -> Table:
    """One row for each file: for the public those of the versions that stand, as soon as they are checked."""
    columns = [
        Column("reference", plain(Contribution.reference), "string", "the contribution"),
        Column("file", plain(Attachment.public_id), "string", "name for machines; the copy lies in files/ under it"),
        Column("question", plain(Attachment.question), "string", "public id of the question; none: a document"),
        Column("name", name_told(edition.actor), "string", "what its sender called it, where it may be told"),
        Column("media_type", plain(Attachment.media_type), "string", "what kind of file it is"),
        Column("alt", plain(Attachment.alt), "string", "what it shows, in words"),
        Column("sha256", plain(Attachment.public_digest), "string", "of the copy without metadata"),
        Column("bytes", plain(Attachment.public_size), "integer", "of the copy without metadata"),
    ]
    if not edition.is_public:
        columns += _kept(edition)
    return Table("attachments", "files that were sent", tuple(columns), _listed(edition, select(Attachment.id)))


def _kept(edition: Edition) -> list[Column]:
    return [
        Column("first_version", plain(Attachment.first_version), "integer", "the first version that it belongs to"),
        Column("last_version", plain(Attachment.last_version), "integer", "the last one; none: the newest"),
        Column("state", plain(Attachment.state), "string", "how it stands", "waiting, clean, refused"),
        Column("problem", plain(Attachment.problem), "string", "why it was refused"),
        Column(
            "is_source",
            plain(Attachment.is_source),
            "boolean",
            "whether it is the scan of what was entered at the desk",
        ),
        Column("keeps_original", plain(Attachment.keeps_original), "boolean", "whether what was sent is kept, too"),
        Column("original", _original(edition), "string", "SHA-256 of what was sent; it lies in originals/"),
        Column("size", plain(Attachment.size), "integer", "bytes of what was sent"),
    ]


def _original(edition: Edition) -> ColumnElement[Any]:
    told = FIELDS["originals"].where(edition.actor) & condition(not edition.is_unnamed)  # its metadata tell names
    return case((told, Attachment.digest), else_=None)


def _listed(edition: Edition, query: Select[Any]) -> Select[Any]:
    told = readable(edition.actor) if edition.is_public else FIELDS["files"].where(edition.actor)
    return (
        query.select_from(Attachment)
        .join(Contribution, Contribution.id == Attachment.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(*edition.rows, told)
        .order_by(Contribution.reference, Attachment.public_id)
    )


def write_files(db: Session, edition: Edition, storage: Storage | None, folder: Path) -> list[Written]:
    """Put the files themselves into an edition. Raises Refused where one is missing: `consult check` names them."""
    columns = (
        Attachment.public_id,
        Attachment.media_type,
        Attachment.public_digest,
        _original(edition).label("original"),
    )
    found = []
    for row in db.execute(_listed(edition, select(*columns))).all():
        for place, digest in places(edition.is_public, row):
            name = f"{place}/{row.public_id}.{KINDS[row.media_type].ending}"
            found.append(write_content(storage, digest, folder, name))
    return found


def places(is_public: bool, row: Any) -> Iterator[tuple[str, str]]:
    """Where each content of a file lies in an edition: the copy, and what was sent where that is another one."""
    if row.public_digest is not None:
        yield COPIES, row.public_digest
    if not is_public and row.original not in (None, row.public_digest):
        yield ORIGINALS, row.original


def write_content(storage: Storage | None, digest: str, folder: Path, name: str) -> Written:
    """Put one content into an edition under a name. Raises Refused where it is missing or changed."""
    if storage is None or not storage.has(digest):
        raise Refused(f"the content of {name} is missing: run consult check")
    target = folder / name
    target.parent.mkdir(exist_ok=True)
    with storage.path(digest).open("rb") as source, target.open("wb") as file:
        shutil.copyfileobj(source, file)
        file.flush()
        os.fsync(file.fileno())
    with target.open("rb") as file:
        written = hashlib.file_digest(file, "sha256").hexdigest()
    if written != digest:
        raise Refused(f"the content of {name} is not what it was: run consult check")
    return Written(name, None, target.stat().st_size, written)
