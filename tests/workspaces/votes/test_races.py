"""What happens in the same moment, on PostgreSQL: the one that was first is seen by the other."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.errors import Closed, NotFound
from consult.workspaces.votes.models import Elector, OpenVote, RoomProposal, SecretBallot
from consult.workspaces.votes.operations.running import close_vote
from consult.workspaces.votes.operations.voting import cast_vote
from tests.core.racing import second_waits_for_first
from tests.core.streams import in_threads
from tests.workspaces.votes.ballot_room import SEALING, BallotRoom

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgres"], indirect=True)]


def casting(ballots: BallotRoom, proposal: str, who: Actor, choice: str) -> Any:
    """A vote as an operation that is held before its commit."""
    given: dict[str, Any] = {"proceeding_id": ballots.room.id, "proposal": proposal, "sealing": SEALING}

    def voting(db: Session, _actor: Actor) -> None:
        cast_vote(db, ballots.site.work.reload_actor(db, who), choices=[choice], **given)

    return voting


def test_a_vote_that_comes_with_the_closing_is_refused(ballots: BallotRoom):
    proposal = ballots.opened(is_secret=True)

    def closing(db: Session, _actor: Actor) -> None:
        db.execute(update(RoomProposal).values(state="closed", result={}))

    refused = second_waits_for_first(ballots.site, closing, lambda: ballots.vote(proposal, "ama", "yes"))
    assert isinstance(refused, Closed)


@pytest.mark.parametrize("secret", [False, True])
def test_a_closing_waits_for_the_vote_that_is_being_stored(ballots: BallotRoom, secret: bool):
    proposal = ballots.opened(quorum=1, is_secret=secret)
    for name in ("ben", "cora", "dov", "eli"):
        ballots.vote(proposal, name, "yes")
    voting = casting(ballots, proposal, ballots.members[0], "no")
    given: dict[str, Any] = {"proposal": proposal, "sealing": SEALING}
    second_waits_for_first(ballots.site, voting, lambda: ballots.do(close_vote, ballots.chair, **given))
    assert ballots.row(proposal).result["counts"] == {"yes": 4, "no": 1, "abstain": 0}  # type: ignore[index]


@pytest.mark.parametrize("secret", [False, True])
def test_a_removal_waits_for_the_vote_and_takes_it_away(ballots: BallotRoom, secret: bool):
    proposal = ballots.opened(quorum=1, is_secret=secret)
    second_waits_for_first(
        ballots.site, casting(ballots, proposal, ballots.members[0], "no"), lambda: ballots.leaves("ama")
    )
    with ballots.site.database.reading() as db:
        assert [*db.scalars(select(SecretBallot.id)), *db.scalars(select(OpenVote.id))] == []
        assert len(db.scalars(select(Elector.id).where(Elector.struck_at.is_not(None))).all()) == 1


def test_a_vote_that_comes_with_the_removal_is_refused(ballots: BallotRoom):
    proposal = ballots.opened()
    account = ballots.accounts["ama"].id

    def removing(db: Session, _actor: Actor) -> None:
        db.execute(update(Grant).where(Grant.account_id == account).values(ended_at=Grant.valid_from))

    refused = second_waits_for_first(ballots.site, removing, lambda: ballots.vote(proposal, "ama", "yes"))
    assert isinstance(refused, NotFound)


@pytest.mark.parametrize("secret", [False, True])
def test_two_votes_of_one_member_are_one(ballots: BallotRoom, secret: bool):
    proposal = ballots.opened(is_secret=secret)
    assert (
        in_threads([lambda: ballots.vote(proposal, "ama", "yes"), lambda: ballots.vote(proposal, "ama", "no")] * 3)
        == [None] * 6
    )
    with ballots.site.database.reading() as db:
        current = select(OpenVote.id).where(OpenVote.is_current)
        kept = [*db.scalars(current), *db.scalars(select(SecretBallot.id))]
    assert len(kept) == 1


def test_two_drafts_at_once_have_two_numbers(ballots: BallotRoom):
    made = in_threads([lambda: ballots.draft(ballots.members[0])] * 4)
    assert sorted(ballots.row(one).number for one in made) == [1, 2, 3, 4]
