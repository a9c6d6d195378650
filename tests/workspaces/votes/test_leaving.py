"""An electorate that changes while it votes: whoever leaves is struck with the vote, and nobody joins it."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.bodies.models import Grant
from consult.bodies.operations import ENDED
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import remove_role
from consult.workspaces.rooms.operations.leaving import change_role
from consult.workspaces.rooms.operations.seating import take_seat
from consult.workspaces.votes.models import Elector, OpenVote, SecretBallot
from consult.workspaces.votes.queries import voters_of
from tests.factories import TEST
from tests.workspaces.votes.ballot_room import NAMES, BallotRoom


def test_whoever_is_removed_is_struck_with_an_open_vote(ballots: BallotRoom):
    proposal = ballots.opened(quorum=1)
    ballots.vote(proposal, "ama", "no")
    ballots.vote(proposal, "ben", "yes")
    ballots.leaves("ama")
    with ballots.site.database.reading() as db:
        assert len(db.scalars(select(OpenVote.id)).all()) == 1
    assert ballots.read(proposal, ballots.chair).turnout == (7, 1, 1)
    row = ballots.close(proposal)
    assert row.result is not None
    assert (row.result["electorate"], row.result["struck"], row.result["counts"]["no"]) == (7, 1, 0)
    with ballots.site.database.reading() as db:
        left = [one.name for one in voters_of(db, ballots.read(proposal, ballots.chair)) if one.struck_at]
    assert left == ["Ama"]


def test_the_sealed_ballot_of_whoever_is_removed_is_found_and_no_other(ballots: BallotRoom):
    proposal = ballots.opened(is_secret=True, quorum=1)
    ballots.vote(proposal, "ama", "no")
    for name in NAMES[1:]:
        ballots.vote(proposal, name, "yes")
    ballots.leaves("ama")
    with ballots.site.database.reading() as db:
        assert len(db.scalars(select(SecretBallot.id)).all()) == 5
    row = ballots.close(proposal)
    assert row.result is not None
    assert row.result["counts"] == {"yes": 5, "no": 0, "abstain": 0}


def test_whoever_is_removed_and_comes_back_votes_no_more(ballots: BallotRoom):
    proposal = ballots.opened()
    ballots.leaves("ama")
    with pytest.raises(NotFound):
        ballots.cast(proposal, ballots.actor("ama"), "yes")
    again = ballots.joins("amina")
    assert ballots.read(proposal, again).is_elector is False


def test_a_right_that_ran_out_by_itself_is_noticed_at_the_closing(ballots: BallotRoom):
    proposal = ballots.opened(quorum=1)
    ballots.vote(proposal, "ama", "yes")
    ballots.vote(proposal, "ben", "no")
    earlier = now() - timedelta(seconds=1)
    ended = update(Grant).where(Grant.account_id == ballots.accounts["ama"].id).values(valid_until=earlier)
    ballots.site.work.run(lambda db, _actor: db.execute(ended).rowcount, TEST)
    assert ballots.read(proposal, ballots.chair).turnout == (7, 1, 1)  # before it is written down
    row = ballots.close(proposal)
    assert row.result is not None
    assert (row.result["struck"], row.result["counts"]["yes"], row.outcome) == (1, 0, "rejected")


def test_what_was_decided_stands_when_somebody_leaves_later(ballots: BallotRoom):
    proposal = ballots.opened(quorum=1)
    ballots.vote(proposal, "ama", "yes")
    before = ballots.close(proposal).result
    ballots.leaves("ama")
    assert ballots.row(proposal).result == before
    with ballots.site.database.reading() as db:
        assert db.scalars(select(Elector.struck_at).where(Elector.struck_at.is_not(None))).all() == []


def test_without_the_hook_the_closing_strikes_all_the_same(ballots: BallotRoom):
    proposal = ballots.opened(is_secret=True, quorum=1)
    ballots.vote(proposal, "ama", "no")
    ENDED[:] = []
    ballots.leaves("ama")
    row = ballots.close(proposal)
    assert row.result is not None
    assert (row.result["voted"], row.outcome) == (0, "no_quorum")


def test_another_role_that_votes_keeps_the_elector(ballots: BallotRoom):
    proposal = ballots.opened(quorum=1)
    ballots.vote(proposal, "ama", "yes")
    with ballots.site.database.reading() as db:
        old = db.scalars(select(Grant).where(Grant.account_id == ballots.accounts["ama"].id)).one()
    values = {"account_id": old.account_id, "scope": old.scope, "scope_id": old.scope_id, "valid_from": now()}
    ballots.site.work.run(lambda db, _actor: db.add(Grant(role="chair", **values)), TEST)
    ballots.site.work.run(remove_role, ballots.chair, grant_id=old.id)
    assert ballots.read(proposal, ballots.chair).turnout == (7, 0, 1)


@pytest.mark.parametrize(("role", "struck"), [("chair", 0), ("observer", 1)])
def test_whoever_gets_another_role_goes_on_voting_where_it_votes(ballots: BallotRoom, role: str, struck: int):
    proposal = ballots.opened(quorum=1)
    ballots.vote(proposal, "ama", "yes")
    account = ballots.accounts["ama"]
    ballots.do(sit, TEST, account_id=account.id)
    ballots.do(change_role, ballots.actor("secretary"), person=account.public_id, role=role)
    assert ballots.read(proposal, ballots.chair).turnout == (7, struck, 1 - struck)


def sit(db: Session, _actor: Actor, *, proceeding_id: int, account_id: int) -> None:
    """Give somebody a seat."""
    take_seat(db, db.get_one(Proceeding, proceeding_id), account_id)
