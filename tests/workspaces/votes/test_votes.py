"""Proposals from their draft to their result: who may, who may not, and in which state."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.ledger.commitments import commit
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.workspaces.rooms.models import Room
from consult.workspaces.votes.models import OpenVote, RoomProposal, SecretBallot
from consult.workspaces.votes.operations.running import close_vote, end_vote, open_vote, withdraw_vote
from consult.workspaces.votes.queries import brief, tally_of, voters_of, votes_told
from tests.factories import TEST, actor_for, make_account, saved
from tests.workspaces.votes.ballot_room import NAMES, SEALING, BallotRoom


def guest(ballots: BallotRoom) -> Any:
    """Somebody with one document of the room and nothing else."""
    return actor_for(ballots.site, make_account(ballots.site, "guest@example.org", ("guest", "document", 7)))


def test_whoever_leads_opens_and_the_electorate_is_fixed(ballots: BallotRoom):
    proposal = ballots.draft(ballots.members[0])
    for who in (ballots.members[0], ballots.observer):
        with pytest.raises(NotFound):
            ballots.do(open_vote, who, proposal=proposal, seen=1)
    ballots.do(open_vote, ballots.secretary, proposal=proposal, seen=1)
    late = ballots.joins("late")
    with pytest.raises(Closed) as refused:
        ballots.cast(proposal, late, "yes")
    assert refused.value.problem == "no_elector"
    with ballots.site.database.reading() as db:
        names = [one.name for one in voters_of(db, ballots.read(proposal, late))]
    assert names == [
        "Ama",
        "Ben",
        "Chair",
        "Cora",
        "Dov",
        "Eli",
        "Fay",
    ]  # neither secretary nor observer, nor who came late
    with pytest.raises(Conflict):
        ballots.do(open_vote, ballots.chair, proposal=proposal, seen=1)


def test_those_without_a_vote_are_refused_as_for_nothing(ballots: BallotRoom):
    proposal = ballots.opened()
    for who in (ballots.observer, ballots.secretary, guest(ballots)):
        with pytest.raises(NotFound):
            ballots.cast(proposal, who, "yes")
    assert ballots.read(proposal, ballots.observer).is_elector is False


def test_a_secret_vote_needs_five_who_may_vote(ballots: BallotRoom):
    for name in NAMES[:3]:
        ballots.leaves(name)
    proposal = ballots.draft(is_secret=True)
    with pytest.raises(Conflict) as refused:
        ballots.do(open_vote, ballots.chair, proposal=proposal, seen=1)
    assert refused.value.problem == "too_few_electors"


def test_an_open_vote_changes_until_the_closing_and_keeps_its_history(ballots: BallotRoom):
    proposal = ballots.opened()
    ballots.vote(proposal, "ama", "no")
    ballots.vote(proposal, "ama", "yes")
    for name in NAMES[1:4]:
        ballots.vote(proposal, name, "yes")
    assert ballots.read(proposal, ballots.members[0]).mine == ("yes",)
    assert ballots.read(proposal, ballots.members[1]).turnout == (7, 0, 4)
    row = ballots.close(proposal)
    assert row.outcome == "adopted"
    assert row.result is not None
    assert row.result["counts"] == {"yes": 4, "no": 0, "abstain": 0}
    with ballots.site.database.reading() as db:
        assert len(db.scalars(select(OpenVote.id)).all()) == 5
        told = votes_told(db, ballots.room, ballots.read(proposal, ballots.observer))
    assert [(one.name, one.choices) for one in told] == [(name.title(), ("yes",)) for name in NAMES[:4]]
    with pytest.raises(Closed):
        ballots.vote(proposal, "eli", "no")


def test_the_closing_is_one_entry_that_opens_to_the_result(ballots: BallotRoom):
    proposal = ballots.opened()
    for name in NAMES:
        ballots.vote(proposal, name, "abstain")
    row = ballots.close(proposal)
    kinds = [one.kind for one in ballots.entries()]
    assert kinds == ["vote.opened", "vote.closed"] * 2  # members and desk; nothing for a vote
    closed = next(one for one in ballots.entries() if one.kind == "vote.closed")
    assert closed.commitments == {"tally": commit(row.salt, tally_of(row))}


@pytest.mark.parametrize(
    ("choices", "problem"), [([], "required"), (["maybe"], "no_such_choice"), (["yes", "no"], "too_many")]
)
def test_what_is_no_vote(ballots: BallotRoom, choices, problem):
    proposal = ballots.opened()
    with pytest.raises(Invalid) as refused:
        ballots.vote(proposal, "ama", *choices)
    assert refused.value.problem == problem


def test_an_objection_needs_its_reason_and_stops_a_consensus(ballots: BallotRoom):
    proposal = ballots.opened(method="consensus", quorum=20)
    with pytest.raises(Invalid) as refused:
        ballots.vote(proposal, "ama", "object")
    assert refused.value.problem == "objection_needs_reason"
    ballots.vote(proposal, "ama", "object", reason="Paragraph 4 is not ready.")
    ballots.vote(proposal, "ben", "agree", reason="of no use here")
    assert ballots.close(proposal).outcome == "rejected"
    with ballots.site.database.reading() as db:
        told = votes_told(db, ballots.room, ballots.read(proposal, ballots.observer))
    assert [(one.name, one.reason) for one in told] == [("Ama", "Paragraph 4 is not ready."), ("Ben", "")]


def test_in_a_chatham_room_objections_have_no_name(ballots: BallotRoom):
    saved(ballots.site, Room(proceeding_id=ballots.room.id, form="advisory_group", rule="chatham"))
    proposal = ballots.opened(method="consensus", quorum=1)
    ballots.vote(proposal, "ama", "object", reason="Not so.")
    ballots.close(proposal)
    with ballots.site.database.reading() as db:
        told = votes_told(db, ballots.room, ballots.read(proposal, ballots.chair))
    assert [(one.name, one.reason) for one in told] == [(None, "Not so.")]


def test_a_ranking_takes_each_option_once_and_tells_its_pairs(ballots: BallotRoom):
    proposal = ballots.opened(method="ranked", options=["Geneva", "Nairobi", "Online"], quorum=1)
    with pytest.raises(Invalid) as refused:
        ballots.vote(proposal, "ama", "a", "a")
    assert refused.value.problem == "ranked_twice"
    for name, order in (("ama", "bac"), ("ben", "bca"), ("cora", "c")):
        ballots.vote(proposal, name, *order)
    row = ballots.close(proposal)
    assert row.result is not None
    assert (row.outcome, row.result["order"]) == ("adopted", [["b"], ["c"], ["a"]])
    assert row.result["pairs"] == [[0, 0, 1], [2, 0, 2], [2, 1, 0]]


def test_below_the_quorum_nothing_is_decided(ballots: BallotRoom):
    proposal = ballots.opened(quorum=50)
    for name in NAMES[:3]:
        ballots.vote(proposal, name, "yes")
    assert ballots.close(proposal).outcome == "no_quorum"


def test_whoever_leads_closes_and_withdraws_once(ballots: BallotRoom):
    proposal = ballots.opened()
    for who in (ballots.members[0], ballots.observer):
        with pytest.raises(NotFound):
            ballots.do(close_vote, who, proposal=proposal, sealing=SEALING)
        with pytest.raises(NotFound):
            ballots.do(withdraw_vote, who, proposal=proposal, reason="x")
    with pytest.raises(Invalid):
        ballots.do(withdraw_vote, ballots.chair, proposal=proposal, reason="  ")
    ballots.vote(proposal, "ama", "yes")
    ballots.do(withdraw_vote, ballots.chair, proposal=proposal, reason="The text changes once more.")
    row = ballots.row(proposal)
    assert (row.state, row.reason, row.result) == ("withdrawn", "The text changes once more.", None)
    with ballots.site.database.reading() as db:
        assert db.scalars(select(OpenVote.id)).all() == []
    for operation, more in ((withdraw_vote, {"reason": "x"}), (close_vote, {"sealing": SEALING})):
        with pytest.raises(Conflict):
            ballots.do(operation, ballots.chair, proposal=proposal, **more)


def due(ballots: BallotRoom, proposal: str) -> None:
    """Let the time of a vote be over."""
    moment = now() - timedelta(minutes=1)
    ballots.site.work.run(
        lambda db, _actor: (
            db.execute(update(RoomProposal).where(RoomProposal.public_id == proposal).values(closes_at=moment)).rowcount
        ),
        TEST,
    )


def test_the_clock_closes_and_what_comes_after_it_is_refused(ballots: BallotRoom):
    proposal = ballots.opened(closes_local="2099-01-01T12:00", quorum=1)
    ballots.vote(proposal, "ama", "yes")
    ballots.do(end_vote, TEST, proposal=proposal, sealing=SEALING)
    assert ballots.row(proposal).state == "open"
    due(ballots, proposal)
    with pytest.raises(Closed):
        ballots.vote(proposal, "ben", "no")
    for _twice in range(2):
        ballots.do(end_vote, TEST, proposal=proposal, sealing=SEALING)
    row = ballots.row(proposal)
    assert (row.state, row.outcome, row.closed_at) == ("closed", "adopted", row.closes_at)


def test_a_room_that_closes_closes_its_votes_and_takes_none(ballots: BallotRoom):
    proposal, draft = ballots.opened(quorum=1, is_secret=True), ballots.draft()
    ballots.vote(proposal, "ama", "yes")
    ballots.site.work.run(close_proceeding, ballots.secretary, proceeding_id=ballots.room.id)
    assert ballots.row(proposal).state == "closed"
    with pytest.raises(Closed):
        ballots.draft()
    with pytest.raises(Closed):
        ballots.do(open_vote, ballots.chair, proposal=draft, seen=1)


def test_where_the_room_has_no_votes_nobody_finds_any(ballots: BallotRoom):
    proposal = ballots.opened()
    saved(ballots.site, Room(proceeding_id=ballots.room.id, form="working_group", parts=["documents"]))
    with pytest.raises(NotFound):
        ballots.read(proposal, ballots.chair)
    with pytest.raises(NotFound):
        ballots.vote(proposal, "ama", "yes")
    with ballots.site.database.reading() as db:
        assert brief(db, ballots.chair, db.get_one(Proceeding, ballots.room.id)) is None


def test_the_overview_tells_what_waits_for_whom(ballots: BallotRoom):
    proposal = ballots.opened()
    ballots.vote(proposal, "ama", "yes")
    with ballots.site.database.reading() as db:
        told = [brief(db, who, ballots.room) for who in (ballots.members[0], ballots.members[1], ballots.observer)]
    found = [one for one in told if one is not None]
    assert [(len(one.waiting), len(one.open)) for one in found] == [(0, 1), (1, 0), (0, 1)]


def test_a_secret_vote_changes_without_a_trace_of_the_first(ballots: BallotRoom):
    proposal = ballots.opened(is_secret=True, quorum=1)
    for name in NAMES:
        ballots.vote(proposal, name, "no")
    ballots.vote(proposal, "ama", "yes")
    with pytest.raises(Invalid):
        ballots.vote(proposal, "ben", "yes", reason="I am Ben.")
    with ballots.site.database.reading() as db:
        assert len(db.scalars(select(SecretBallot.id)).all()) == 6
    assert ballots.read(proposal, ballots.members[0]).mine == ()
    row = ballots.close(proposal)
    assert row.result is not None
    assert row.result["counts"] == {"yes": 1, "no": 5, "abstain": 0}
    with ballots.site.database.reading() as db:
        kept = db.scalars(select(SecretBallot)).all()
        assert {(one.elector_key, one.sealed) for one in kept} == {(None, None)}
        assert votes_told(db, ballots.room, ballots.read(proposal, ballots.chair)) == []


def test_with_few_secret_voters_the_outcome_alone_is_told_and_kept(ballots: BallotRoom):
    proposal = ballots.opened(is_secret=True, quorum=10)
    for name in NAMES[:4]:
        ballots.vote(proposal, name, "yes")
    row = ballots.close(proposal)
    assert row.result is not None
    assert (row.outcome, row.result["counts"]) == ("adopted", None)
    with ballots.site.database.reading() as db:
        assert db.scalars(select(SecretBallot.id)).all() == []
