"""`consult check` of a hearing: it agrees with what really happened, and names each row that was changed behind the ledger."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.notes.models import Line
from consult.hearings.polls.models import Ballot, Poll
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.records.checking import differences
from consult.records.package import import_package, read_package
from consult.site import Site
from tests.factories import TEST
from tests.records.hearing import make_hearing
from tests.records.test_hearings import take_out
from tests.records.test_packages import agrees, kind_of

CHANGES: dict[str, tuple[Any, dict[str, Any], str]] = {
    "session": (HearingSession, {"state": "open"}, "is open, and the ledger says closed"),
    "item": (AgendaItem, {"state": "planned"}, "is planned, and the ledger says done"),
    "speaker": (Speaker, {"state": "removed"}, "is removed, and the ledger says spoke"),
    "line": (Line, {"state": "removed"}, "is removed, and the ledger says written"),
    "poll": (Poll, {"state": "withdrawn"}, "is withdrawn, and the ledger says closed"),
    "tally": (Poll, {"result": {"a": 6, "b": 0}}, "does not open the commitment"),
    "ballot": (Ballot, {"choices": ["a", "b"]}, "is not what its votes say"),
    "turn": (Turn, {"ended_at": None}, "who has the floor is not whose turn goes on"),
}


@pytest.mark.parametrize("case", CHANGES)
def test_what_was_changed_behind_the_ledger_is_named(site: Site, case: str):
    make_hearing(site)
    agrees(site)
    table, values, words = CHANGES[case]

    def spoil(db: Any, _actor: Any) -> None:
        one = db.query(table).order_by(next(iter(table.__table__.primary_key.columns))).first()
        key = next(iter(table.__table__.primary_key.columns))
        db.execute(update(table).where(key == getattr(one, key.name)).values(**values))

    site.work.run(spoil, TEST)
    with site.database.snapshot() as db:
        found = list(differences(db))
    assert any(words in line for line in found), found


@pytest.mark.parametrize("edition", ["restricted", "public"])
def test_what_was_brought_in_agrees_with_its_ledger(
    site: Site, empty_site: Callable[[str], Site], tmp_path: Path, edition: str
):
    make_hearing(site)
    take_out(site, "night-ferry", tmp_path / "out", edition)
    again = empty_site(kind_of(site))
    import_package(again.work, read_package(tmp_path / "out"), storage=again.storage)
    agrees(again)
