"""After an erasure: what was deleted also leaves the files of the database, its index and its log."""

import logging
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from consult.core.actors import Actor, system
from consult.core.clock import next_local_hour, now
from consult.core.db import Database
from consult.core.jobs import Handler
from consult.core.work import Work

log = logging.getLogger(__name__)
WORKER = system("worker")
SWEEP_ERASED = "sweep_erased"
PAGES_AT_ONCE = 64  # of the index in one transaction, so that people who wait for the writer are served in between
VACUUM_AT_ONCE = 256 * 2**20  # a larger file is written anew at night: meanwhile nobody else can write
NIGHT = 3
BUSY = timedelta(seconds=20)
TABLES = (
    "contribution", "version", "passage", "search_row", "attachment", "draft", "sending", "job", "flag", "decision",
    "proposal", "web_session", "appeal", "letter", "contact", "news", "failing_address",
)  # fmt: skip


def sweep(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Write the search index without what was erased, empty free pages and the log; again soon while readers hold it."""
    if not work.database.is_sqlite:
        _sweep_postgresql(work.database)
        return None
    merge = -PAGES_AT_ONCE  # negative: all its parts become one, in which nothing deleted is kept
    while work.run(_merge_index, WORKER, bulk=True, pages=merge).result:
        merge = PAGES_AT_ONCE
    if _size(work.database) > VACUUM_AT_ONCE and now().hour != NIGHT:
        _truncate_log(work.database)
        return next_local_hour(NIGHT, "UTC")
    _plainly(work.database, "VACUUM")
    return None if _truncate_log(work.database) else now() + BUSY


def _merge_index(db: Session, _actor: Actor, *, pages: int) -> bool:
    """One step; whether there is more to do."""
    raw: Any = db.connection().connection.driver_connection
    before = raw.total_changes
    db.execute(text("INSERT INTO search_fts(search_fts, rank) VALUES ('merge', :pages)"), {"pages": pages})
    return bool(raw.total_changes - before >= 2)


def _size(database: Database) -> int:
    return Path(str(database.url.database)).stat().st_size


def _truncate_log(database: Database) -> bool:
    """Whether the write-ahead log could be emptied: not while a reader stands in it."""
    ((busy, _pages, _moved),) = _plainly(database, "PRAGMA wal_checkpoint(TRUNCATE)")
    return not busy


def _plainly(database: Database, statement: str) -> list[Any]:
    """Run a statement of SQLite outside of every transaction."""
    connection: Any = database.writers.raw_connection()
    try:
        return list(connection.execute(statement).fetchall())
    finally:
        connection.close()


def _sweep_postgresql(database: Database) -> None:
    """Free the dead rows, and build the index anew: it keeps words that no row has any more."""
    with database.writers.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in TABLES:
            connection.execute(text(f"VACUUM {table}"))
        connection.execute(text("REINDEX INDEX CONCURRENTLY ix_search_row_tokens"))


HANDLERS: dict[str, Handler] = {SWEEP_ERASED: sweep}
