"""Heralds hear what an operation announced after its commit, and nothing of what was not stored."""

import pytest

from consult.core.actors import system
from consult.core.announcements import SESSION_ENDED, announce
from consult.core.errors import Conflict
from consult.core.jobs import Job, enqueue

WORKER = system("test")


def announcing(db, actor, *, value, fails=False):
    enqueue(db, "nothing", {"value": value})
    announce(db, SESSION_ENDED, value)
    announce(db, SESSION_ENDED, value)
    if fails:
        raise Conflict


def test_heralds_are_told_once_and_after_the_commit(site):
    seen = []

    def herald(kind, value):
        with site.database.reading() as db:
            seen.append((kind, value, db.query(Job).count()))

    site.work.heralds.append(herald)
    site.work.run(announcing, WORKER, value=7)
    site.work.close()
    assert seen == [("session.ended", 7, 1)]


def test_a_refused_operation_announces_nothing(site):
    seen = []
    site.work.heralds.append(lambda kind, value: seen.append(value))
    with pytest.raises(Conflict):
        site.work.run(announcing, WORKER, value=1, fails=True)
    site.work.run(announcing, WORKER, value=2)
    site.work.close()
    assert seen == [2]
