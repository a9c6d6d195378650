"""What the worker does for files: it has them scanned, makes the copies for readers, and removes what nothing holds."""

import logging
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import select

from consult.contributions.attachments.files import asking
from consult.contributions.attachments.holding import (
    FORGET_FILES,
    SWEEP_FILES,
    SWEEP_HOUR,
    all_digests,
    held_digests,
)
from consult.contributions.attachments.operations import EXAMINE_FILE, clear_file, refuse_file
from consult.contributions.attachments.scanner import Clamd, ScannerAway
from consult.contributions.models import Attachment
from consult.core.actors import system
from consult.core.clock import next_local_hour, now
from consult.core.errors import Invalid
from consult.core.jobs import Handler
from consult.core.storage import Storage
from consult.core.work import Work

log = logging.getLogger(__name__)
WORKER = system("worker")
SCANNER_AGAIN = timedelta(seconds=30)
YOUNG_SECONDS = 120.0  # content that came so lately may be on its way into another row
FORGET_AGAIN = timedelta(seconds=YOUNG_SECONDS + 30)


def handlers(storage: Storage, clamd_url: str | None) -> dict[str, Handler]:
    """The handlers of this room's jobs."""
    clamd = Clamd(clamd_url) if clamd_url else None
    return {
        EXAMINE_FILE: partial(examine, storage, clamd),
        FORGET_FILES: partial(forget, storage),
        SWEEP_FILES: partial(sweep, storage),
    }


def examine(storage: Storage, clamd: Clamd | None, work: Work, values: dict[str, Any]) -> datetime | None:
    """Have a file scanned, where there is a scanner, and make its copy; again soon while the scanner is away."""
    public_id = str(values["file"])
    with work.database.reading() as db:
        row = db.scalar(select(Attachment).where(Attachment.public_id == public_id, Attachment.state == "waiting"))
    if row is None or row.digest is None:
        return None
    known: dict[str, Any] = {"public_id": public_id, "digest": row.digest}
    try:
        if clamd is not None and clamd.finds(storage.path(row.digest)) is not None:
            work.run(refuse_file, WORKER, bulk=True, problem="file_virus", **known)
            return None
        target = storage.receive(0)
        try:
            asking.cleaned(storage.path(row.digest), row.media_type, target.path)
            public = storage.store(target.path)
        finally:
            target.close()
        work.run(clear_file, WORKER, bulk=True, public=public, **known)
    except ScannerAway:
        log.warning("the virus scanner is away: files wait")
        return now() + SCANNER_AGAIN
    except Invalid as error:
        work.run(refuse_file, WORKER, bulk=True, problem=error.problem, **known)
    return None


def forget(storage: Storage, work: Work, values: dict[str, Any]) -> datetime | None:
    """Remove contents that no row holds any more; again soon where one came in so lately that its row may be on the way."""
    digests = [str(one) for one in values["digests"]]
    with work.database.reading() as db:
        held = held_digests(db, digests)
    gone = [storage.remove(one, older_than=YOUNG_SECONDS) for one in digests if one not in held]
    return None if all(gone) else now() + FORGET_AGAIN


def sweep(storage: Storage, work: Work, _values: dict[str, Any]) -> datetime | None:
    """Remove what came in a day ago or earlier and is held by nothing; again tomorrow."""
    here = list(storage.digests())
    with work.database.reading() as db:
        held = all_digests(db)
    swept = [storage.remove(one) for one in here if one not in held]
    swept_incoming = storage.sweep_incoming()
    if swept or swept_incoming:
        log.info("files that nothing held were removed", extra={"files": sum(swept), "unfinished": swept_incoming})
    return next_local_hour(SWEEP_HOUR, "UTC")
