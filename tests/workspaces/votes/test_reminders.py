"""Whoever has not voted is told by the reminders of what is due, and nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.bodies.operations import Letter
from consult.core.clock import now
from consult.core.jobs import Job
from consult.notices.due import due_now, mail_due
from consult.workspaces.votes.duties import own_votes, who_has_votes_due
from tests.factories import TEST
from tests.workspaces.votes.ballot_room import BallotRoom

MAIL = {"mail": Letter("Due", "Something is due.", "en"), "html": "<p>", "stop": "https://x"}


@pytest.fixture
def closing(ballots: BallotRoom) -> tuple[BallotRoom, str]:
    """A vote that closes in two days."""
    day = (now() + timedelta(days=2)).date().isoformat()
    return ballots, ballots.opened(closes_local=f"{day}T12:00", is_secret=True)


def kinds(ballots: BallotRoom, name: str) -> list[str]:
    with ballots.site.database.reading() as db:
        return [one.kind for one in due_now(db, ballots.accounts[name].id)]


def test_those_who_have_not_voted_have_it_to_do(closing):
    ballots, proposal = closing
    ballots.vote(proposal, "ama", "yes")
    ballots.leaves("ben")
    with ballots.site.database.reading() as db:
        told = {name: own_votes(db, ballots.actor(name)) for name in ("ama", "ben", "cora", "observer", "secretary")}
        due = who_has_votes_due(db, (now() + timedelta(days=8)).date().isoformat())
        soon = who_has_votes_due(db, now().date().isoformat())
    assert {name: len(duties) for name, duties in told.items()} == {
        "ama": 0,
        "ben": 0,
        "cora": 1,
        "observer": 0,
        "secretary": 0,
    }
    assert told["cora"][0].path == f"votes/{proposal}"
    assert due == {ballots.accounts[name].id for name in ("chair", "cora", "dov", "eli", "fay")}
    assert soon == set()


def test_each_is_reminded_once_of_a_stage(closing):
    ballots, proposal = closing
    assert kinds(ballots, "cora") == ["vote"]
    account = ballots.accounts["cora"].id
    assert ballots.site.work.run(mail_due, TEST, account_id=account, **MAIL).result == 1
    assert ballots.site.work.run(mail_due, TEST, account_id=account, **MAIL).result == 0
    assert kinds(ballots, "cora") == []
    assert kinds(ballots, "dov") == ["vote"]
    with ballots.site.database.reading() as db:
        mails = db.scalars(select(Job).where(Job.kind == "mail")).all()
    assert len(mails) == 1
    ballots.close(proposal)
    assert kinds(ballots, "dov") == []


def test_one_that_is_closed_by_hand_has_no_day(ballots: BallotRoom):
    ballots.opened()
    with ballots.site.database.reading() as db:
        (duty,) = own_votes(db, ballots.actor("ama"))
    assert (duty.due_on, duty.stage) == (None, None)
