"""Editions that are one file: the record of a hearing as Akoma Ntoso or as a page, that of a room as a page."""

import os
import tempfile
from pathlib import Path

from sqlalchemy.orm import Session

from consult.core.db import Database
from consult.records.akn.writing import debate_of
from consult.records.editions import Edition
from consult.records.exporting import Finder
from consult.records.html_record import page_of
from consult.records.refusals import Refused

FORMS = ("akn", "html")


def content_of(db: Session, edition: Edition, form: str, language: str | None = None) -> bytes:
    """The whole file in one language, its own if none is named. Raises Refused for what is not written so."""
    if not has_form(edition, form):
        kind = edition.proceeding.kind
        raise Refused(f"{edition.proceeding.slug} is a {kind} that is not written as {form}: csv and jsonl are for all")
    if edition.selection is not None:
        raise Refused("a selection is written as csv or jsonl: a debate is whole")
    code = language or edition.proceeding.language
    return debate_of(db, edition, code) if form == "akn" else page_of(db, edition, code)


def has_form(edition: Edition, form: str) -> bool:
    """Whether it is written in this form: a hearing in each, a room as a page; what is without names only where a form of
    its own leaves them out."""
    kind = edition.proceeding.kind
    return (kind == "hearing" and form in FORMS and not edition.is_unnamed) or (kind == "workspace" and form == "html")


def export_file(
    database: Database, find: Finder, form: str, target: Path, *, language: str | None = None, force: bool = False
) -> int:
    """Write the file `target`, whole or not at all, and give its bytes; all of it is read in one snapshot.

    Raises Refused for a target that exists (unless forced) or cannot be written.
    """
    if target.exists() and not force:
        raise Refused(f"{target} exists: name another path, or replace it with --force")
    if target.is_dir():
        raise Refused(f"{target} is a folder: name a file")
    with database.snapshot() as db:
        data = content_of(db, find(db), form, language)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, made = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(made, 0o644)
        os.replace(made, target)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}") from error
    return len(data)
