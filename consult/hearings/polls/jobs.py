"""Jobs of polls: closing one whose time is over, and taking what was counted out of the files of the database."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from consult.core.actors import system
from consult.core.clock import now
from consult.core.db import Database
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.hearings.polls.models import Ballot, Poll, PollVoter
from consult.hearings.polls.operations.running import CLOSE_POLL, SWEEP_BALLOTS, end_poll
from consult.hearings.polls.sealing import Sealing

WORKER = system("worker")
BUSY = timedelta(seconds=20)
# Whoever reads a state from before the closing keeps the dead rows alive; so does whoever has written since before it, in
# whichever database of the server, through the snapshot of the VACUUM itself.
OLD_READERS = text(
    "WITH closing AS (SELECT min(age(xmin)) AS age FROM hearing_poll WHERE state IN ('closed', 'withdrawn'))"
    " SELECT coalesce(age(pg_snapshot_xmin(pg_current_snapshot())::xid) >= closing.age, false) OR EXISTS ("
    "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    " AND age(backend_xmin) >= closing.age) FROM closing"
)


def handlers(secret: str) -> dict[str, Handler]:
    """The handlers by kind of job."""
    sealing = Sealing(secret)

    def close(work: Work, values: dict[str, Any]) -> datetime | None:
        work.run(end_poll, WORKER, proceeding_id=values["proceeding_id"], poll=values["poll"], sealing=sealing)
        return None

    return {CLOSE_POLL: close, SWEEP_BALLOTS: sweep}


def sweep(work: Work, _values: dict[str, Any]) -> datetime | None:
    """Take sealed ballots, and the order in which votes came, out of dead rows and the log; again soon while readers hold it."""
    if work.database.is_sqlite:
        return None if _truncate_log(work.database) else now() + BUSY
    return None if _write_anew(work.database) else now() + BUSY


def _write_anew(database: Database) -> bool:
    """Whether the tables could be written into new files: a plain VACUUM leaves the bytes of dead rows where they are."""
    with database.writers.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if connection.execute(OLD_READERS).scalar_one():
            return False
        connection.execute(text("SET lock_timeout = '1s'"))
        try:
            for table in (Ballot, PollVoter, Poll):
                connection.execute(text(f"VACUUM FULL {table.__tablename__}"))
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
