"""How the checking of files stands, for whoever watches the site."""

from datetime import timedelta

from sqlalchemy import func, select

from consult.contributions.attachments.operations import EXAMINE_FILE
from consult.contributions.attachments.scanner import Clamd
from consult.core.clock import now
from consult.core.db import Database
from consult.core.jobs import Job
from consult.core.loop import off_loop

PATIENCE = timedelta(minutes=10)


def scanner_state(database: Database, clamd_url: str | None) -> str:
    """`ok`, `scanner_away`, or `waiting` where a file has waited for its check for ten minutes."""
    if clamd_url and not off_loop(Clamd(clamd_url).answers):
        return "scanner_away"
    with database.reading() as db:
        late = select(func.count()).where(
            Job.kind == EXAMINE_FILE, Job.state == "waiting", Job.due_at < now() - PATIENCE
        )
        return "waiting" if db.scalar(late) else "ok"
