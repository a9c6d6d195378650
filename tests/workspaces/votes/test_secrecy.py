"""What a copy of the database tells of a secret vote: that somebody voted, and nothing that links them with a ballot."""

import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select, text

from consult.core.db import Base
from consult.proceedings.ballots.sealing import Sealing
from consult.staff_log.models import StaffAct
from consult.workspaces.votes.jobs import sweep
from consult.workspaces.votes.models import Elector, SecretBallot
from consult.workspaces.votes.values import keys_of
from tests.waiting import until
from tests.workspaces.votes.ballot_room import NAMES, BallotRoom

CHOSEN = [random.Random(5).choice(["yes", "no", "abstain"]) for _voter in NAMES]


@pytest.fixture
def held(ballots: BallotRoom) -> tuple[BallotRoom, str]:
    """A secret vote in which six have voted, one after the other."""
    proposal = ballots.opened(is_secret=True)
    for name, one in zip(NAMES, CHOSEN, strict=True):
        ballots.vote(proposal, name, one)
    return ballots, proposal


def in_files(ballots: BallotRoom, words: list[str]) -> list[str]:
    """Those words that stand somewhere in the files of the database that are there now."""
    database = ballots.site.database
    if database.is_sqlite:
        path = Path(str(database.url.database))
        content = b"".join(one.read_bytes() for one in path.parent.glob(f"{path.name}*"))
    else:
        with database.readers.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.execute(text("CHECKPOINT"))
            file = text("SELECT pg_read_binary_file(pg_relation_filepath(:table))")
            tables = ("secret_ballot", "room_proposal", "elector")
            content = b"".join(connection.execute(file, {"table": one}).scalar_one() for one in tables)
    return [word for word in words if word.encode() in content]


def test_while_it_is_open_the_rows_tell_no_choice_and_no_time(held):
    ballots, proposal = held
    with ballots.site.database.reading() as db:
        rows = db.scalars(select(SecretBallot)).all()
        times = set(db.scalars(select(Elector.voted_at).where(Elector.voted_at.is_not(None))))
    assert {one.value for one in rows} == {None}
    assert len({len(one.sealed or "") for one in rows}) == 1
    assert len({one.sealed for one in rows}) == len(NAMES)
    assert times == {ballots.row(proposal).opened_at}


def test_a_key_is_found_only_with_both_halves(held):
    ballots, proposal = held
    seal = ballots.row(proposal).seal or ""
    with ballots.site.database.reading() as db:
        kept = set(db.scalars(select(SecretBallot.elector_key)))
    voter = str(ballots.accounts["ama"].id)
    assert Sealing("another secret").key_of(seal, voter) not in kept
    assert Sealing("test-secret-" + "x" * 40).key_of("another seal", voter) not in kept
    assert Sealing("test-secret-" + "x" * 40).key_of(seal, voter) in kept


def test_after_the_closing_ballots_are_other_rows_and_the_key_is_gone(held):
    ballots, proposal = held
    with ballots.site.database.reading() as db:
        before = set(db.scalars(select(SecretBallot.id)))
    row = ballots.close(proposal)
    with ballots.site.database.reading() as db:
        rows = db.scalars(select(SecretBallot)).all()
    assert row.seal is None
    assert not before & {one.id for one in rows}
    assert Counter(keys_of(one.value or {})[0] for one in rows) == Counter(CHOSEN)


def test_after_the_sweep_sealed_ballots_and_their_half_of_the_key_are_gone_from_the_files(held):
    ballots, proposal = held
    with ballots.site.database.reading() as db:
        sealed = [one for one in db.scalars(select(SecretBallot.sealed)) if one]
        keys = [one for one in db.scalars(select(SecretBallot.elector_key)) if one]
    seal = str(ballots.row(proposal).seal)
    assert in_files(ballots, [*sealed, *keys, seal]) == [*sealed, *keys, seal]
    ballots.close(proposal)
    assert until(lambda: sweep(ballots.site.work, {}) is None, 40), "somebody reads an earlier state"
    assert in_files(ballots, [*sealed, *keys, seal]) == []


def test_a_secret_vote_leaves_one_ballot_and_nothing_else(ballots: BallotRoom):
    proposal = ballots.opened(is_secret=True)

    def rows() -> dict[str, int]:
        with ballots.site.database.reading() as db:
            return {table.name: len(db.execute(table.select()).all()) for table in Base.metadata.sorted_tables}

    before = rows()
    ballots.vote(proposal, "ama", "yes")
    ballots.cast(proposal, ballots.chair, "no")
    after = rows()
    assert {name: after[name] - before[name] for name in after if after[name] != before[name]} == {"secret_ballot": 2}
    with ballots.site.database.reading() as db:
        assert "cast_vote" not in set(db.scalars(select(StaffAct.act)))
