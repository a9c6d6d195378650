"""The end of a room: the package for the archive, and the last day on which its members read it, to the instant."""

import hashlib
import zipfile
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from sqlalchemy import func, select

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.core.clock import telling
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import Job
from consult.ledger.models import Entry
from consult.proceedings.access import may_see
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding, reopen_proceeding
from consult.records.workspaces.handing import hand_over
from consult.site import Site
from consult.workspaces.closing.jobs import end, sweep
from consult.workspaces.closing.models import Handover
from consult.workspaces.closing.operations import END_READING, ask_handover, keep_when_closed
from consult.workspaces.rooms.models import Room, Seat
from consult.workspaces.threads.models import Mention, ReadMark
from tests.factories import TEST, actor_for
from tests.records.room import make_room

# In each zone: the last day of reading, and the instant at which it is over.
ENDS = {
    "Pacific/Kiritimati": datetime(2027, 1, 31, 10, 0, tzinfo=UTC),
    "Africa/Nairobi": datetime(2027, 1, 31, 21, 0, tzinfo=UTC),
    "Asia/Kathmandu": datetime(2027, 1, 31, 18, 15, tzinfo=UTC),
    "America/Los_Angeles": datetime(2027, 2, 1, 8, 0, tzinfo=UTC),
}


@pytest.fixture(autouse=True)
def closing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.proceedings.operations.CLOSING", [keep_when_closed])


@pytest.fixture
def room(site: Site) -> Proceeding:
    return make_room(site)


def account(site: Site, name: str) -> Account:
    with site.database.reading() as db:
        return db.scalars(select(Account).where(Account.name == name)).one()


def chair(site: Site) -> Any:
    return actor_for(site, account(site, "Amina Chairwoman"))


def member(site: Site) -> Any:
    return actor_for(site, account(site, "Boris Member"))


def close(site: Site, room: Proceeding, **values: Any) -> None:
    def change(db: Any, _actor: Any) -> None:
        row = db.get_one(Proceeding, room.id)
        row.closes_at = None
        for name, value in values.items():
            setattr(row if hasattr(Proceeding, name) else db.get_one(Room, room.id), name, value)

    site.work.run(change, TEST)
    site.work.run(close_proceeding, TEST, proceeding_id=room.id)


def in_force(site: Site) -> set[str]:
    with site.database.reading() as db:
        return set(db.scalars(select(Grant.role).where(Grant.ended_at.is_(None))))


@pytest.mark.parametrize("zone", ENDS)
def test_members_read_to_the_last_minute_of_the_day_and_no_longer(site: Site, room: Proceeding, zone: str):
    close(site, room, zone=zone)
    with site.database.reading() as db:
        job = db.scalars(select(Job).where(Job.kind == END_READING)).one()
    assert job.due_at == ENDS[zone]
    with telling(ENDS[zone] - timedelta(seconds=1)):
        assert end(site.work, job.values) is None
    assert may_see(member(site), fresh(site, room))
    with telling(ENDS[zone]):
        end(site.work, job.values)
    assert not may_see(member(site), fresh(site, room))
    assert in_force(site) == set()


def fresh(site: Site, room: Proceeding) -> Proceeding:
    with site.database.reading() as db:
        return db.get_one(Proceeding, room.id)


def test_the_secretary_alone_keeps_it_for_the_handing_over(site: Site, room: Proceeding):
    def appoint(db: Any, _actor: Any) -> None:
        db.scalars(select(Grant).where(Grant.account_id == account(site, "Boris Member").id)).one().role = "secretary"

    site.work.run(appoint, TEST)
    close(site, room)
    with telling(datetime(2027, 3, 1, tzinfo=UTC)):
        sweep(site.work, {})
        assert may_see(member(site), fresh(site, room))
        assert not may_see(chair(site), fresh(site, room))
        site.work.run(ask_handover, member(site), proceeding_id=room.id, archive="State Archive")
        with pytest.raises(NotFound):
            site.work.run(ask_handover, chair(site), proceeding_id=room.id, archive="State Archive")


def test_what_served_the_members_goes_and_the_ledger_and_what_was_said_stay(site: Site, room: Proceeding):
    close(site, room)
    before = counted(site, Entry)
    with telling(datetime(2027, 3, 1, tzinfo=UTC)):
        sweep(site.work, {})
    assert (counted(site, ReadMark), counted(site, Mention)) == (0, 0)
    assert counted(site, Entry) == before + 12  # six seats were left, told to members and desk
    with site.database.reading() as db:
        assert set(db.scalars(select(Seat.departure))) == {"left", "term_ended"}


def counted(site: Site, table: Any) -> int:
    with site.database.reading() as db:
        return db.scalar(select(func.count()).select_from(table)) or 0


def without_closing_time(db: Any, _actor: Any, *, proceeding_id: int) -> None:
    db.get_one(Proceeding, proceeding_id).closes_at = None


def test_nothing_ends_in_a_room_that_is_open_or_has_no_day(site: Site, room: Proceeding):
    site.work.run(without_closing_time, TEST, proceeding_id=room.id)
    with telling(datetime(2027, 3, 1, tzinfo=UTC)):
        sweep(site.work, {})
    assert in_force(site) == {"chair", "member"}
    close(site, room, keep_until=None)
    with telling(datetime(2027, 3, 1, tzinfo=UTC)):
        sweep(site.work, {})
    assert in_force(site) == {"chair", "member"}


def test_a_room_that_was_opened_again_goes_on(site: Site, room: Proceeding):
    close(site, room)
    site.work.run(reopen_proceeding, TEST, proceeding_id=room.id)
    with telling(datetime(2027, 3, 1, tzinfo=UTC)):
        end(site.work, {"proceeding_id": room.id})
    assert in_force(site) == {"chair", "member"}


def test_the_package_is_made_by_a_job_and_the_ledger_knows_its_digest(site: Site, room: Proceeding):
    close(site, room)
    name = site.work.run(
        ask_handover, chair(site), proceeding_id=room.id, archive="National Archive", note="Box 4"
    ).result
    assert site.storage is not None
    for _ in range(2):  # a job may run twice
        assert hand_over(site.work, {"handover": name}, site.storage) is None
    with site.database.reading() as db:
        row = db.scalars(select(Handover).where(Handover.public_id == name)).one()
        entries = db.scalars(select(Entry).where(Entry.kind == "room.handed_over")).all()
    assert row.digest is not None
    content = site.storage.path(row.digest).read_bytes()
    assert hashlib.sha256(content).hexdigest() == row.digest
    assert (row.size, row.archive) == (len(content), "National Archive")
    assert [one.commitments for one in entries] == [{"package": row.digest}] * 2
    names = zipfile.ZipFile(BytesIO(content)).namelist()
    assert {"record/manifest.json", "record/documents.jsonl", "record/open_votes.jsonl"} <= set(names)


def test_no_package_of_an_open_room_nor_for_who_does_not_lead_nor_without_an_archive(site: Site, room: Proceeding):
    with pytest.raises(Conflict):
        site.work.run(ask_handover, chair(site), proceeding_id=room.id, archive="National Archive")
    close(site, room)
    with pytest.raises(NotFound):
        site.work.run(ask_handover, member(site), proceeding_id=room.id, archive="National Archive")
    with pytest.raises(Invalid):
        site.work.run(ask_handover, chair(site), proceeding_id=room.id, archive=" ")
