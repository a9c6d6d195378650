"""bulk.decide.per.s, bulk.comment.p99.ms: 20,000 decisions by the worker, while people send comments to the same server.

Three of the 20,000 change after they were seen; they must be the ones that are told.
"""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from consult.app import create_app
from consult.contributions.models import Contribution, SearchRow
from consult.core.actors import Actor
from consult.core.clock import now
from consult.ledger.models import Stream
from consult.moderation.bulk_models import Bulk, BulkLine
from consult.moderation.operations.bulk import gather_bulk, propose_bulk, start_bulk
from consult.moderation.queries import Filter
from consult.site import Site
from tests.bench.http import Connection
from tests.bench.rows import Row, row
from tests.bench.serving import served
from tests.bench.worlds import filled, new_site
from tests.bench.writes import sent
from tests.factories import TEST, actor_for, make_account
from tests.live.scene import Browser, browser_for, make_person

MANY, CHANGED, WRITERS, PER_SECOND, PATIENCE = 20_000, 3, 8, 20, 120.0


def measure() -> list[Row]:
    """The rate from the confirmation to the end, and how long comments took on the way."""
    with new_site() as site:
        proceeding = filled(site, MANY, search=True, moderation="before", is_live=True)
        site.work.run(_all_wait, TEST, proceeding_id=proceeding.id)
        moderator = actor_for(
            site, make_account(site, "moderator@example.org", ("moderator", "body", proceeding.body_id))
        )
        app = create_app(site=site)
        people = [browser_for(app, make_person(site, f"writer{number}")[1]) for number in range(WRITERS)]
        public_id = proposed(site, moderator)
        with served(site) as server, worker(site):
            writers = Writers(server.port, people)
            writers.start()
            site.work.run(start_bulk, moderator, public_id=public_id)
            seconds = ended(site, public_id)
            p99 = writers.stop()
        told = refused(site, public_id)
    rate = (MANY - CHANGED) / seconds
    print(
        f"  bulk: {rate:.0f}/s; {told} told; {len(writers.took)} comments, p99 {p99:.0f} ms, max {max(writers.took):.0f} ms"
    )
    complete = told == CHANGED
    return [
        row("bulk.decide.per.s", rate, healthy=complete),
        row("bulk.comment.p99.ms", p99, healthy=complete and not writers.failed),
    ]


def _all_wait(db: Session, _actor: Actor, *, proceeding_id: int) -> None:
    db.execute(update(Contribution).values(state="pending", reason=None, waiting=True, place=None, docket=None))
    db.execute(update(Stream).where(Stream.scope_id == proceeding_id).values(last_seq=0, last_docket=0))
    db.execute(delete(SearchRow).where(SearchRow.audience == "open"))


def proposed(site: Site, moderator: Actor) -> str:
    """The bulk of all that waits, of which three change before it begins."""
    asked = {"filter": asdict(Filter())}
    public_id: str = site.work.run(
        propose_bulk, moderator, act="approve", asked=asked, looked_at=now(), seen=MANY
    ).result
    while site.work.run(gather_bulk, moderator, bulk=True, public_id=public_id).result:
        pass

    def change(db: Session, _actor: Actor) -> None:
        some = select(Contribution.id).order_by(Contribution.id).limit(CHANGED).offset(MANY // 2)
        db.execute(update(Contribution).where(Contribution.id.in_(some)).values(state="withdrawn", waiting=False))

    site.work.run(change, TEST)
    return public_id


@contextmanager
def worker(site: Site) -> Iterator[None]:
    """The product's own worker, on the last core."""
    settings = site.settings
    environment = {
        **os.environ,
        "CONSULT_DATABASE_URL": settings.database_url,
        "CONSULT_SECRET_KEY": settings.secret_key,
        "CONSULT_BASE_URL": settings.base_url,
        "CONSULT_DATA_DIR": str(settings.data_dir),
    }
    process = subprocess.Popen(
        [sys.executable, "-c", "from consult.cli import main; main()", "worker"], env=environment
    )
    os.sched_setaffinity(process.pid, {max(os.sched_getaffinity(0))})
    try:
        yield
    finally:
        process.terminate()
        process.wait(PATIENCE)


class Writers:
    """People who send a comment each in turn, so many a second in all; each is timed from when it was due."""

    def __init__(self, port: int, people: list[Browser]) -> None:
        self.took: list[float] = []
        self.failed: list[bytes] = []
        self._over = threading.Event()
        first = time.perf_counter() + 0.2
        self._threads = [
            threading.Thread(target=self._write, args=(port, one, first + place / PER_SECOND), daemon=True)
            for place, one in enumerate(people)
        ]

    def start(self) -> None:
        """Begin to write."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> float:
        """Let them end; the 99th percentile in ms."""
        self._over.set()
        for thread in self._threads:
            thread.join(PATIENCE)
        return sorted(self.took)[int(len(self.took) * 0.99)]

    def _write(self, port: int, who: Browser, due: float) -> None:
        connection = Connection(port)
        while not self._over.wait(max(0.0, due - time.perf_counter())):
            answer = connection.ask(sent(port, who))
            self.took.append(1000 * (time.perf_counter() - due))
            if answer[9:12] != b"303":
                self.failed.append(answer[:300])
            due += WRITERS / PER_SECOND


def ended(site: Site, public_id: str) -> float:
    """Seconds from the confirmation to the end."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        with site.database.reading() as db:
            bulk = db.scalars(select(Bulk).where(Bulk.public_id == public_id)).one()
            if bulk.begun_at and bulk.ended_at:
                return (bulk.ended_at - bulk.begun_at).total_seconds()
        time.sleep(0.1)
    raise TimeoutError("the bulk did not end")


def refused(site: Site, public_id: str) -> int:
    """How many of it were told as changed meanwhile."""
    of_bulk = select(func.count()).select_from(BulkLine).join(Bulk, Bulk.id == BulkLine.bulk_id)
    with site.database.reading() as db:
        return db.scalar(of_bulk.where(Bulk.public_id == public_id, BulkLine.state == "refused")) or 0
