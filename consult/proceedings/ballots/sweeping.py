"""Taking what was counted out of the files of the database: dead rows and the log still hold what was deleted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from consult.core.clock import now
from consult.core.db import Database
from consult.core.work import Work

BUSY = timedelta(seconds=20)
# Whoever reads a state from before the closing keeps the dead rows alive; so does whoever has written since before it, in
# whichever database of the server, through the snapshot of the VACUUM itself.
_OLD_READERS = (
    "WITH closing AS (SELECT min(age(xmin)) AS age FROM {votes} WHERE state IN ('closed', 'withdrawn'))"
    " SELECT coalesce(age(pg_snapshot_xmin(pg_current_snapshot())::xid) >= closing.age, false) OR EXISTS ("
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND age(backend_xmin) >= closing.age) FROM closing"
)


def sweep(work: Work, votes: str, tables: Sequence[str]) -> datetime | None:
    """Take sealed ballots, and the order in which votes came, out of dead rows and the log; when to try again while readers
    hold it. `votes` names the table whose `state` says what is closed, `tables` those that are written anew."""
    if work.database.is_sqlite:
        return None if _truncate_log(work.database) else now() + BUSY
    return None if _write_anew(work.database, votes, tables) else now() + BUSY


def _write_anew(database: Database, votes: str, tables: Sequence[str]) -> bool:
    """Whether the tables could be written into new files: a plain VACUUM leaves the bytes of dead rows where they are."""
    with database.writers.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.execute(text(_OLD_READERS.format(votes=votes))).scalar_one():
            return False
        connection.execute(text("SET lock_timeout = '1s'"))
        try:
            for table in tables:
                connection.execute(text(f"VACUUM FULL {table}"))
        except OperationalError:  # somebody reads there
            return False
        finally:
            connection.execute(text("RESET lock_timeout"))
    return True


def _truncate_log(database: Database) -> bool:
    connection: Any = database.writers.raw_connection()
    try:
        ((busy, _pages, _moved),) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()
    return not busy
