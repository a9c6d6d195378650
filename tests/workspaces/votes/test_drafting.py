"""Proposals before they are opened: who writes, who reads them, and what cannot be proposed."""

from typing import Any

import pytest

from consult.core.errors import Conflict, Invalid, NotFound
from consult.workspaces.votes.operations.drafting import NewProposal, discard_proposal, edit_proposal
from consult.workspaces.votes.operations.running import open_vote
from consult.workspaces.votes.queries import proposals_of
from tests.factories import actor_for, make_account
from tests.workspaces.votes.ballot_room import BallotRoom


def guest(ballots: BallotRoom) -> Any:
    """Somebody with one document of the room and nothing else."""
    return actor_for(ballots.site, make_account(ballots.site, "guest@example.org", ("guest", "document", 7)))


def test_numbers_count_those_of_a_room(ballots: BallotRoom):
    first, second = ballots.draft(), ballots.draft(ballots.members[0])
    assert [ballots.row(one).number for one in (first, second)] == [1, 2]


def test_a_draft_is_known_to_its_maker_and_who_leads(ballots: BallotRoom):
    proposal = ballots.draft(ballots.members[0])
    for who in (ballots.members[0], ballots.chair, ballots.secretary):
        assert ballots.read(proposal, who).phase == "draft"
    for who in (ballots.members[1], ballots.observer, guest(ballots)):
        with pytest.raises(NotFound):
            ballots.read(proposal, who)
    with ballots.site.database.reading() as db:
        assert proposals_of(db, ballots.members[1], ballots.room) == []


def test_whoever_does_not_write_proposes_nothing(ballots: BallotRoom):
    outsider = actor_for(ballots.site, make_account(ballots.site, "x@example.org"))
    for who in (ballots.observer, guest(ballots), outsider):
        with pytest.raises(NotFound):
            ballots.draft(who)


@pytest.mark.parametrize(
    ("wrong", "field", "problem"),
    [
        ({"title": " "}, "title", "required"),
        ({"title": "x" * 201}, "title", "too_long"),
        ({"language": "xx"}, "language", "no_such_choice"),
        ({"method": "dice"}, "method", "no_such_choice"),
        ({"majority": "one"}, "majority", "no_such_choice"),
        ({"quorum": 0}, "quorum", "out_of_range"),
        ({"quorum": 101}, "quorum", "out_of_range"),
        ({"method": "ranked", "options": ["one"]}, "options", "out_of_bounds"),
        ({"method": "ranked", "options": ["one", "one"]}, "options", "options_alike"),
        ({"closes_local": "2020-01-01T10:00"}, "closes_local", "vote_closes_in_the_past"),
        ({"closes_local": "tomorrow"}, "closes_local", "not_a_time"),
        ({"document": "nothing"}, "document", "no_such_choice"),
    ],
)
def test_what_cannot_be_proposed(ballots: BallotRoom, wrong, field, problem):
    with pytest.raises(Invalid) as refused:
        ballots.draft(**wrong)
    assert (refused.value.field, refused.value.problem) == (field, problem)


def test_a_stale_edit_a_stale_opening_and_a_stale_deletion_do_nothing(ballots: BallotRoom):
    proposal = ballots.draft()
    new = NewProposal("Another", "en")
    ballots.do(edit_proposal, ballots.secretary, proposal=proposal, seen=1, new=new)
    for operation, more in ((edit_proposal, {"new": new}), (open_vote, {}), (discard_proposal, {})):
        with pytest.raises(Conflict) as stale:
            ballots.do(operation, ballots.chair, proposal=proposal, seen=1, **more)
        assert stale.value.problem == "proposal_changed"
    assert (ballots.row(proposal).title, ballots.row(proposal).revision) == ("Another", 2)
    ballots.do(discard_proposal, ballots.chair, proposal=proposal, seen=2)
    with pytest.raises(NotFound):
        ballots.read(proposal, ballots.chair)


def test_another_members_draft_is_absent_for_whoever_edits(ballots: BallotRoom):
    proposal = ballots.draft()
    for who in (ballots.members[0], ballots.observer):
        with pytest.raises(NotFound):
            ballots.do(edit_proposal, who, proposal=proposal, seen=1, new=NewProposal("Mine", "en"))
        with pytest.raises(NotFound):
            ballots.do(discard_proposal, who, proposal=proposal, seen=1)
