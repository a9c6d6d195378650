"""Backup and restore: all tables of one snapshot as JSON Lines in a zip, the same for both kinds of database."""

import os
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

import orjson
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Table, func, insert, inspect, select, text, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from consult.contributions.attachments.holding import all_digests
from consult.core.actors import Actor, system
from consult.core.clock import now, rfc3339
from consult.core.db import Base, Database, UtcTime, new_public_id
from consult.core.jobs import Job
from consult.core.storage import Storage
from consult.core.work import Work
from consult.ledger.models import Stream
from consult.records.archive_files import read_files, write_files
from consult.records.chunks import in_chunks
from consult.records.refusals import Broken, Refused

ACTOR = system("restore")
FORMAT = 1
NOT_OURS = ("alembic_version", "search_fts", "sqlite_")  # made by the migrations, not by rows of ours
PASSING = ("announced", "live_process", "live_watch")  # what running processes tell each other
DERIVED = ("docket_count", "docket_change")  # which the database makes of the rows as they come in
metadata = Base.metadata
Progress = Callable[[int], None]


def backup(
    database: Database,
    target: Path,
    *,
    storage: Storage | None = None,
    force: bool = False,
    progress: Progress = lambda _n: None,
) -> int:
    """Write everything of the site to the file `target` while it runs, and give the number of rows.

    The file holds what the database holds, secrets too, and every file of `storage` that a row names: only its owner may
    read it. Raises Refused where it exists.
    """
    if target.exists() and not force:
        raise Refused(f"{target} exists: name another path, or replace it with --force")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}") from error
    made = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            with storage.still() if storage is not None else nullcontext():
                rows = _write(database, storage, file, progress)
            file.flush()
            os.fsync(file.fileno())
        made.replace(target)
    except OSError as error:
        raise Refused(f"{target} cannot be written: {error.strerror}") from error
    finally:
        made.unlink(missing_ok=True)
    return rows


def carried() -> list[Table]:
    """The tables that a backup carries, each after those that it refers to."""
    return [table for table in metadata.sorted_tables if table.name not in (*PASSING, *DERIVED)]


def stored(table: Table) -> list[Any]:
    """The columns of a table but for those that the database computes."""
    return [column for column in table.c if column.computed is None]


def _write(database: Database, storage: Storage | None, file: Any, progress: Progress) -> int:
    total = 0
    with database.snapshot() as db, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        revision = MigrationContext.configure(db.connection()).get_current_revision()
        there = {name for name in inspect(db.connection()).get_table_names() if not name.startswith(NOT_OURS)}
        if there != set(metadata.tables):
            raise Refused(f"tables that this program does not know: {', '.join(sorted(there ^ set(metadata.tables)))}")
        counts: dict[str, int] = {}
        for table in carried():
            with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as lines:
                counts[str(table.name)] = 0
                query = select(*stored(table)).order_by(*table.primary_key.columns).execution_options(yield_per=500)
                for row in db.execute(query).mappings():
                    lines.write(orjson.dumps(dict(row), option=orjson.OPT_APPEND_NEWLINE | orjson.OPT_UTC_Z))
                    counts[str(table.name)] += 1
                    progress(1)
            total += counts[str(table.name)]
        files, missing = write_files(archive, storage, all_digests(db))
        about = {"format": FORMAT, "made_at": rfc3339(now()), "revision": revision, "rows": counts}
        about |= {"files": files, "missing": missing}
        archive.writestr("backup.json", orjson.dumps(about, option=orjson.OPT_INDENT_2))
    return total


class Backup:
    """A backup file, opened and of this version."""

    def __init__(self, path: Path, revision: str | None) -> None:
        self.path = path
        try:
            self.archive = zipfile.ZipFile(path)
            about = orjson.loads(self.archive.read("backup.json"))
            self.rows: dict[str, int] = about["rows"]
            self.files: list[str] = about["files"]
            self.missing: list[str] = about["missing"]
            made_for = about["revision"]
        except OSError as error:
            raise Refused(f"{path} cannot be read: {error.strerror or error}") from error
        except (zipfile.BadZipFile, KeyError, TypeError, orjson.JSONDecodeError) as error:
            raise Refused(f"{path} is not a backup of Consult") from error
        if (
            about.get("format") != FORMAT
            or made_for != revision
            or set(self.rows) != {table.name for table in carried()}
        ):
            raise Refused(f"{path} is of version {made_for}, this program of {revision}: restore with that version")

    def lines(self, table: Table) -> Iterator[dict[str, Any]]:
        """The rows of a table. Raises Broken with the number of a line that cannot be taken."""
        times = [column.name for column in table.columns if isinstance(column.type, UtcTime)]
        name, number = f"{table.name}.jsonl", 0
        try:
            with self.archive.open(name) as file:
                for raw in TextIOWrapper(file, encoding="utf-8", newline="\n"):
                    number += 1
                    row = orjson.loads(raw)
                    for column in times:
                        if row[column] is not None:
                            row[column] = datetime.fromisoformat(row[column])
                    if set(row) != {column.key for column in stored(table)}:
                        raise ValueError("other columns")
                    yield row
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, EOFError) as error:
            raise Broken(name, number or 1, f"cannot be taken ({error})") from error
        if number != self.rows[table.name]:
            raise Broken(name, number, f"{self.rows[table.name]} rows expected, {number} found")


def restore(work: Work, path: Path, progress: Progress = lambda _n: None, *, storage: Storage | None = None) -> int:
    """Put a backup onto an empty site and give the number of rows; streams get new epochs, so that clients start again.

    Raises Refused for a site that holds anything. When it fails, the site is empty again.
    """
    with work.database.reading() as db:
        filled = (table.name for table in carried() if db.scalar(select(1).select_from(table).limit(1)))
        taken = next((name for name in filled if name != Job.__tablename__), None)  # a new site may have its daily jobs
        revision = MigrationContext.configure(db.connection()).get_current_revision()
    if taken is not None:
        raise Refused(f"this site is not empty (table {taken}): restore onto a new one made by consult init")
    found = Backup(path, revision)
    for table in carried():  # every line first, so that a broken file changes nothing
        for _row in found.lines(table):
            pass
    read_files(found.archive, storage, found.files)
    try:
        work.run(remove_everything, ACTOR, bulk=True)
        for table in carried():
            for _ in in_chunks(work, ACTOR, insert_rows, found.lines(table), progress, table=table):
                pass
        work.run(begin_again, ACTOR, bulk=True)
    except BaseException as error:
        work.run(remove_everything, ACTOR, bulk=True)
        if isinstance(error, SQLAlchemyError):
            raise Refused(f"{path} cannot be restored: {type(error).__name__}") from error
        raise
    return sum(found.rows.values())


def insert_rows(db: Session, actor: Actor, *, table: Table, rows: list[dict[str, Any]]) -> None:
    """Rows of one table as they were."""
    db.execute(insert(table), rows)


def begin_again(db: Session, actor: Actor) -> None:
    """New epochs for all streams, and on PostgreSQL counters that go on after the restored ids."""
    for stream_id in db.scalars(select(Stream.id)).all():
        db.execute(update(Stream).where(Stream.id == stream_id).values(epoch=new_public_id()))
    if db.get_bind().dialect.name != "postgresql":
        return
    for table in (table for table in carried() if "id" in table.c):
        last = db.scalar(select(func.max(table.c.id)))
        if last is not None:
            sequence = text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)")
            db.execute(sequence, {"name": f'"{table.name}"', "last": last})


def remove_everything(db: Session, actor: Actor) -> None:
    """Empty a site whose restore has failed."""
    for table in (*reversed(carried()), *(metadata.tables[name] for name in DERIVED)):
        db.execute(table.delete())
