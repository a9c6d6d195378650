"""What a copy of the database tells of a secret poll: who voted and what was voted, and nothing that links them."""

import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from consult.contributions.models import Sending
from consult.core.actors import Actor
from consult.core.db import Base
from consult.hearings.polls.jobs import sweep
from consult.hearings.polls.models import Ballot, PollVoter
from consult.site import Site
from consult.staff_log.models import StaffAct
from tests.hearings.polls.ballot_box import Box, guest
from tests.waiting import until

VOTERS = 30
CHOSEN = "".join(random.Random(7).choice("abc") for _voter in range(VOTERS))


@pytest.fixture
def held(box: Box) -> tuple[Box, str, list[str]]:
    """A secret poll in which thirty have voted, one after the other, and the keys under which they are known, in that order."""
    poll = box.opened(rule="secret")
    keys: list[str] = []
    for place, one in enumerate(CHOSEN):
        box.vote(poll, guest(f"voter {place}"), one)
        with box.site.database.reading() as db:
            (new,) = set(db.scalars(select(PollVoter.voter))) - set(keys)
        keys.append(new)
    return box, poll, keys


def physical(site: Site, table: str, column: str) -> list[tuple[Any, Any]]:
    """(value, the transaction that wrote it) of each row, as the rows lie in the file."""
    with site.database.reading() as db:
        if site.database.is_sqlite:
            return [(row[0], None) for row in db.execute(text(f"SELECT {column} FROM {table}"))]
        return list(map(tuple, db.execute(text(f"SELECT {column}, xmin::text FROM {table} ORDER BY ctid"))))


def in_files(site: Site, words: list[str]) -> list[str]:
    """Those words that stand somewhere in the files of the database that are there now."""
    if site.database.is_sqlite:
        path = Path(str(site.database.url.database))
        content = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    else:
        engine = site.database.readers.execution_options(isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CHECKPOINT"))
            file = text("SELECT pg_read_binary_file(pg_relation_filepath(:table))")
            tables = ("hearing_poll", "hearing_poll_voter", "hearing_ballot")
            content = b"".join(connection.execute(file, {"table": one}).scalar_one() for one in tables)
    return [word for word in words if word.encode() in content]


def as_kept(value: Any) -> list[str]:
    """The choices of a ballot, however the driver gives JSON."""
    kept: list[str] = json.loads(value) if isinstance(value, str) else value
    return kept


def test_after_the_closing_no_order_links_voters_and_ballots(held):
    box, poll, keys = held
    box.close(poll)
    voters = physical(box.site, "hearing_poll_voter", "voter")
    ballots = physical(box.site, "hearing_ballot", "choices")
    assert sorted(one for one, _by in voters) == sorted(keys)
    assert [one for one, _by in voters] != keys
    assert Counter(as_kept(one)[0] for one, _by in ballots) == Counter(CHOSEN)
    assert len({by for _one, by in (*voters, *ballots)}) == 1


def test_while_it_is_open_the_rows_tell_no_choice(held):
    box, poll, _keys = held
    with box.site.database.reading() as db:
        rows = list(db.execute(select(Ballot.sealed, Ballot.choices)))
        seal = box.poll(poll).seal
    assert {row.choices for row in rows} == {None}
    assert len({row.sealed for row in rows}) == VOTERS
    assert len({len(row.sealed) for row in rows}) == 1
    assert seal is not None


def test_after_the_sweep_the_sealed_ballots_and_their_half_of_the_key_are_gone_from_the_files(held):
    box, poll, _keys = held
    with box.site.database.reading() as db:
        sealed = [one for one in db.scalars(select(Ballot.sealed)) if one]
        seal = box.poll(poll).seal
    assert in_files(box.site, sealed) == sealed
    box.close(poll)
    assert until(lambda: sweep(box.site.work, {}) is None, 40), "somebody reads an earlier state"
    assert box.poll(poll).seal is None
    assert in_files(box.site, [*sealed, str(seal)]) == []


def test_no_table_holds_a_time_or_a_number_of_a_secret_vote(box: Box):
    """Every row that a vote leaves, but for the voter and the ballot themselves, would be a place to look for order."""
    poll = box.opened(rule="secret")
    member, _person = box.panellist("Dara")

    def rows() -> dict[str, int]:
        with box.site.database.reading() as db:
            return {table.name: len(db.execute(table.select()).all()) for table in Base.metadata.sorted_tables}

    before = rows()
    for who in (member, guest("one"), Actor(sender="another browser")):
        box.vote(poll, who, "a")
    after = rows()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {
        "hearing_poll_voter": 3,
        "hearing_ballot": 3,
    }
    with box.site.database.reading() as db:
        names = set(db.scalars(select(StaffAct.act)))
        assert "vote_in_poll" not in names
        assert db.scalars(select(Sending.id)).all() == []
        assert {row.name for row in db.execute(select(PollVoter.name))} == {None}


@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgres"], indirect=True)
def test_the_sweep_waits_for_those_who_read_an_earlier_state(held):
    box, poll, _keys = held
    with box.site.database.snapshot() as earlier:
        assert len(earlier.scalars(select(Ballot.sealed)).all()) == VOTERS
        box.close(poll)
        assert sweep(box.site.work, {}) is not None
    assert until(lambda: sweep(box.site.work, {}) is None, 40)
