"""A room's tables: out and in again they are the same bytes, and under the Chatham House Rule nobody is named."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from consult.bodies.models import Body
from consult.core.actors import system
from consult.core.db import Base
from consult.hearings.programme.models import Plan
from consult.ledger.models import Stream
from consult.proceedings.models import Proceeding
from consult.records.editions import edition_of
from consult.records.one_file import content_of
from consult.records.package import import_package, read_package
from consult.records.refusals import Refused
from consult.records.workspaces.tables import ALL
from consult.site import Site
from consult.workspaces.rooms.models import Room
from tests.factories import TEST, make_proceeding, saved
from tests.records.hearing import make_hearing
from tests.records.room import NAMES, NEVER, ORGANISATIONS, make_room
from tests.records.test_hearings import lines_of, take_out
from tests.records.test_packages import agrees, kind_of, same_but_manifest

Empty = Callable[[str], Site]
NOT_CARRIED = {
    "read_mark": "what somebody has read is told to nobody else",
    "mention": "who was named stands in the message; when they saw it is theirs alone",
    "paragraph_lock": "who writes now, gone when that is over",
    "room_presence": "who was at a meeting is marked for the room; the meeting has a record of its own",
    "room_seat_offer": "an invitation is to an address, and addresses are never exported",
    "room_seat_request": "who asked to join and has no seat is no part of the record",
}


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("rule", "edition"), [("members", "restricted"), ("open_record", "public"), ("chatham", "restricted")]
)
def test_a_room_comes_back_byte_for_byte(site: Site, empty_site: Empty, tmp_path: Path, rule: str, edition: str):
    make_room(site, rule)
    agrees(site)
    take_out(site, "ferry-group", tmp_path / "first", edition)
    again = empty_site("postgresql" if kind_of(site) == "sqlite" else "sqlite")
    import_package(again.work, read_package(tmp_path / "first"), storage=again.storage)
    take_out(again, "ferry-group", tmp_path / "second", edition)
    assert same_but_manifest(tmp_path / "first", tmp_path / "second") == []
    agrees(again)


@pytest.mark.parametrize("rule", ["members", "open_record", "chatham"])
def test_a_room_comes_back_to_the_same_kind_of_database(site: Site, empty_site: Empty, tmp_path: Path, rule: str):
    make_room(site, rule)
    take_out(site, "ferry-group", tmp_path / "first", "restricted")
    again = empty_site(kind_of(site))
    import_package(again.work, read_package(tmp_path / "first"), storage=again.storage)
    take_out(again, "ferry-group", tmp_path / "second", "restricted")
    assert same_but_manifest(tmp_path / "first", tmp_path / "second") == []
    agrees(again)


def everything(folder: Path) -> bytes:
    return b"".join(str(path).encode() + path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_under_the_chatham_house_rule_no_file_names_anybody(site: Site, tmp_path: Path, form: str):
    make_room(site, "chatham")
    take_out(site, "ferry-group", tmp_path / "out", "restricted", form)
    told = everything(tmp_path / "out")
    for name in (*NAMES, *ORGANISATIONS, "Convener"):
        assert name.encode() not in told, name
    assert b"Saying number 1." in told
    assert b"a member" in told
    assert b"an organisation" in told


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_elsewhere_the_members_edition_names_who_said_and_did_what(site: Site, tmp_path: Path, form: str):
    make_room(site)
    take_out(site, "ferry-group", tmp_path / "out", "restricted", form)
    told = everything(tmp_path / "out")
    for name in (*NAMES, *ORGANISATIONS):
        assert name.encode() in told, name
    for never in (*NEVER, "p0@example.org"):
        assert never.encode() not in told, never


def test_no_two_sayings_of_one_person_can_be_joined_under_the_rule(site: Site, tmp_path: Path):
    make_room(site, "chatham")
    take_out(site, "ferry-group", tmp_path / "out", "restricted")
    names = {line[field] for name in ("contributions", "open_votes", "electors", "paragraph_saves", "document_amendments")
             for line in lines_of(tmp_path / "out", name)
             for field in ("name", "person", "saved_by", "made_by") if field in line}  # fmt: skip
    assert names == {"a member"}
    votes = lines_of(tmp_path / "out", "open_votes")
    assert [line["value"] for line in votes] == [{"choice": "no"}] * 2 + [{"choice": "yes"}] * 4
    assert len({line["cast_at"] for line in votes}) == 1
    assert lines_of(tmp_path / "out", "members") == []
    salts = [
        line[name] for line in lines_of(tmp_path / "out", "versions") for name in line if name.endswith("_identity")
    ]
    assert set(salts) == {None}


def test_ballots_lead_to_nobody_and_an_open_vote_is_told_by_no_edition(site: Site, tmp_path: Path):
    make_room(site)
    take_out(site, "ferry-group", tmp_path / "out", "restricted")
    ballots = lines_of(tmp_path / "out", "secret_ballots")
    assert [set(line) for line in ballots] == [{"proposal", "value"}] * 6
    assert len({line["proposal"] for line in lines_of(tmp_path / "out", "electors")}) == 2
    secret = next(line["public_id"] for line in lines_of(tmp_path / "out", "room_proposals") if line["is_secret"])
    times = {line["voted_at"] for line in lines_of(tmp_path / "out", "electors") if line["proposal"] == secret}
    assert len(times) == 1


def test_every_table_and_column_of_a_room_is_carried_or_named():
    import consult.schema  # noqa: F401 - it registers every table

    carried = {one.table.__tablename__: one for one in ALL}
    homes = {mapper.class_.__tablename__: mapper.class_.__module__ for mapper in Base.registry.mappers}
    tables = {
        name: Base.metadata.tables[name] for name, home in homes.items() if home.startswith("consult.workspaces.")
    }
    assert set(tables) == set(carried) | set(NOT_CARRIED)
    for name, one in carried.items():
        known = {field.into for field in one.fields} | set(one.left_out) | {"id", "proceeding_id", "elector_id"}
        assert set(tables[name].columns.keys()) <= known, name


def test_a_meeting_under_the_rule_loses_who_spoke_and_is_written_as_no_debate(site: Site, tmp_path: Path):
    meeting = make_hearing(site)
    with site.database.reading() as db:
        body = db.get_one(Body, meeting.body_id)
    room = make_proceeding(site, body, "ferry-group", kind="workspace", audience="members", prefix="W7")
    saved(site, Room(proceeding_id=room.id, rule="chatham"))
    site.work.run(held_in, TEST, room=room.id, meeting=meeting.id)
    for form in ("csv", "jsonl"):
        take_out(site, "night-ferry", tmp_path / form, "restricted", form)
        told = everything(tmp_path / form)
        for name in ("Withheld Name", "Quiet Union", "Speaker 1", "Ben Panel", "Amina Chair", "Voter 1"):
            assert name.encode() not in told, name
        assert b"The ferry must run." in told
    with site.database.reading() as db:
        edition = edition_of(db, system("test"), meeting.id, "restricted")
        for form in ("akn", "html"):
            with pytest.raises(Refused):
                content_of(db, edition, form)


def held_in(db: Any, _actor: Any, *, room: int, meeting: int) -> None:
    """Put a hearing under a room, for its members."""
    db.get_one(Proceeding, meeting).audience = "members"
    db.execute(update(Plan).where(Plan.proceeding_id == meeting).values(under_id=room))
    db.execute(update(Stream).where(Stream.scope_id == meeting, Stream.audience == "public").values(audience="members"))
