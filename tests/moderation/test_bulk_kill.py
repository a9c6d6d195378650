"""A worker that is killed in the middle of a bulk: the next one goes on where it was, and nothing is decided twice."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from consult.contributions.models import Contribution
from consult.core.clock import now
from consult.core.jobs import Job, run_due
from consult.ledger.models import Entry
from consult.moderation import jobs
from consult.moderation.models import Decision
from tests.factories import TEST
from tests.moderation.bulk_scene import make_desk
from tests.moderation.test_bulk import bulk_state, count, propose, start
from tests.waiting import until

MANY = 120
WORKER = "from consult.cli import main; main()"


@pytest.fixture
def desk(site):
    return make_desk(site)


def decided(desk):
    return count(desk, Decision.id > 0)


@pytest.mark.timeout(180)
def test_a_killed_worker_leaves_nothing_half_done_and_nothing_twice(desk):
    for number in range(MANY):
        desk.comment(f"comment {number}")
    public_id = propose(desk)
    start(desk, public_id)
    settings = desk.site.settings
    environment = {
        **os.environ,
        "CONSULT_DATABASE_URL": settings.database_url,
        "CONSULT_SECRET_KEY": settings.secret_key,
        "CONSULT_BASE_URL": settings.base_url,
        "CONSULT_DATA_DIR": str(settings.data_dir),
    }
    worker = subprocess.Popen([sys.executable, "-c", WORKER, "worker"], env=environment)
    try:
        assert until(lambda: decided(desk) > 0, 90)
    finally:
        worker.kill()
        worker.wait()
    desk.site.work.run(give_back_leases, TEST)
    while bulk_state(desk, public_id) != "done":
        run_due(desk.site.work, jobs.HANDLERS)
    with desk.site.database.reading() as db:
        each = db.execute(select(func.count()).select_from(Decision).group_by(Decision.contribution_id)).scalars().all()
        states = set(db.scalars(select(Contribution.state)))
    assert each == [1] * MANY
    assert states == {"published"}
    assert count(desk, Entry.kind == "comment.published") == 2 * MANY
    assert desk.differences() == []


def give_back_leases(db, _actor):
    """As if the time had passed after which the job of a dead worker comes back."""
    later = update(Job).where(Job.kind.in_(jobs.HANDLERS), Job.state == "waiting")
    db.execute(later.values(due_at=now() - timedelta(seconds=1)))
    others = update(Job).where(Job.kind.not_in(jobs.HANDLERS))
    db.execute(others.values(due_at=now() + timedelta(hours=1)))
