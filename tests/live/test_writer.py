"""What the writer's own connection is set to: read back there, because a setting that was refused says nothing."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.work import Work
from consult.site import Site
from tests.live.scene import TEST

FULL = 2


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_the_writer_waits_for_the_disk(site: Site) -> None:
    def read(db: Session, _actor: Actor) -> dict[str, Any]:
        names = ("journal_mode", "synchronous", "foreign_keys", "query_only")
        return {name: db.scalar(text(f"PRAGMA {name}")) for name in names}

    found = site.work.run(read, TEST).result
    assert found == {"journal_mode": "wal", "synchronous": FULL, "foreign_keys": 1, "query_only": 0}


def test_heralds_hear_before_the_sender_has_the_answer(site: Site) -> None:
    heard: list[str] = []
    work: Work = site.work
    work.heralds.append(lambda kind, value: heard.append(f"{kind} {value}"))
    work.listeners.append(lambda numbers: heard.append("moved"))

    def announcing(db: Session, _actor: Actor) -> None:
        from consult.core.announcements import RIGHTS_CHANGED, announce

        announce(db, RIGHTS_CHANGED, 7)

    work.run(announcing, TEST)
    assert heard == ["rights.changed 7"]
