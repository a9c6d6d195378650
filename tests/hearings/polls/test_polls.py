"""Polls by the operations: who drafts, who votes, what is told, and when."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.core.jobs import Job
from consult.hearings.polls.models import Poll
from consult.hearings.polls.operations.drafting import NewPoll, discard_poll, draft_poll, edit_poll
from consult.hearings.polls.operations.limits import set_guests
from consult.hearings.polls.operations.running import end_poll, open_poll, withdraw_poll
from consult.hearings.polls.operations.voting import vote_in_poll
from consult.hearings.polls.queries import (
    draft_mark,
    named_votes,
    poll_data,
    polls_of,
    polls_to_chair,
    polls_whole,
    tally_of,
)
from consult.ledger.commitments import commit
from consult.live.streams import Stream
from consult.proceedings.ballots.sealing import Sealing
from consult.proceedings.ballots.telling import FEWEST
from consult.proceedings.operations import close_proceeding
from tests.factories import TEST, actor_for, make_account
from tests.hearings.polls.ballot_box import CHOICES, SEALING, Box, guest


def result(box: Box, poll: str) -> dict[str, int] | None:
    return box.poll(poll).result


def stream(box: Box, audience: str = "public") -> Stream:
    return Stream(1, "s", box.hearing.id, audience, "e", 0, audience != "public", 1)


def test_an_open_poll_counts_the_last_vote_of_each_and_tells_it_by_name(box: Box):
    ana, _registration = box.registered("Ana")
    ben, _registration = box.registered("Ben", identity="secretariat")
    poll = box.opened(electorate="anyone")
    box.vote(poll, ana, "a")
    box.vote(poll, ben, "b")
    box.vote(poll, guest("one"), "b")
    box.vote(poll, ana, "c")
    assert box.read(poll).voters == 3
    with box.site.database.reading() as db:
        assert named_votes(db, box.chair, box.hearing, poll) == []
        assert poll_data(db, stream(box), [poll])[poll]["result"] is None
    box.close(poll)
    assert result(box, poll) == {"a": 0, "b": 2, "c": 1}
    with box.site.database.reading() as db:
        named = named_votes(db, guest("reader"), box.hearing, poll)
        told = poll_data(db, stream(box), [poll])[poll]
    assert [(one.name, one.category, one.choices) for one in named] == [
        ("Ana", "civil_society", ("c",)),
        (None, None, ("b",)),
        (None, "civil_society", ("b",)),
    ]
    assert (told["state"], told["voters"], told["result"]) == ("closed", 3, {"a": 0, "b": 2, "c": 1})
    assert told["texts"]["choice.a"] == {"en": "Yes", "fr": "Oui"}


def test_a_secret_vote_counts_once_and_its_result_is_told_when_it_is_closed(box: Box):
    poll = box.opened(rule="secret")
    box.voted(poll, "aabcb")
    with pytest.raises(Conflict) as again:
        box.vote(poll, guest("voter 0"), "b")
    assert again.value.problem == "voted_already"
    with box.site.database.reading() as db:
        told = poll_data(db, stream(box, "desk"), [poll])[poll]
        (chaired,) = polls_to_chair(db, box.chair, box.hearing)
    assert (told["result"], told["voters"]) == (None, 5)
    assert [bar.votes for bar in chaired.bars("en")] == [None, None, None]
    box.close(poll)
    assert result(box, poll) == {"a": 2, "b": 2, "c": 1}
    with box.site.database.reading() as db:
        assert named_votes(db, box.chair, box.hearing, poll) == []


def test_the_ledger_gets_one_entry_for_each_stream_at_the_closing_and_the_row_opens_it(box: Box):
    poll = box.opened(rule="secret")
    before = len(box.entries(""))
    box.voted(poll, "aabcb")
    assert len(box.entries("")) == before
    box.close(poll)
    entries = box.entries("poll.closed")
    row, texts = box.poll(poll), box.read(poll).texts
    assert [one.reference for one in entries] == [poll, poll]
    opened = {"tally": commit(row.salt, tally_of(row, texts, row.result, row.voters))}
    assert [one.commitments for one in entries] == [opened, opened]


def test_with_fewer_than_five_secret_voters_nothing_but_their_number_is_told_or_kept(box: Box):
    poll = box.opened(rule="secret")
    box.voted(poll, "aaab"[: FEWEST - 1])
    box.close(poll)
    told = box.read(poll)
    assert (told.voters, told.is_withheld, result(box, poll)) == (4, True, None)
    with box.site.database.reading() as db:
        from consult.hearings.polls.models import Ballot

        assert db.query(Ballot).all() == []
        assert poll_data(db, stream(box), [poll])[poll]["withheld"] is True
        (event,) = polls_whole(db, stream(box))
    assert (event["kind"], event["ref"], event["data"]["result"]) == ("poll.closed", poll, None)


def test_several_choices_are_taken_up_to_the_limit_alone(box: Box):
    poll = box.opened(rule="secret", most=2)
    for who, choices, field in (
        ("x", (), "required"),
        ("x", ("a", "b", "c"), "too_many"),
        ("x", ("z",), "no_such_choice"),
    ):
        with pytest.raises(Invalid) as refused:
            box.vote(poll, guest(who), *choices)
        assert refused.value.problem == field
    for place in range(FEWEST):
        box.vote(poll, guest(f"{place}"), "c", "a")
    box.close(poll)
    assert result(box, poll) == {"a": 5, "b": 0, "c": 5}


def test_who_votes_is_registered_and_present_or_sits_in_the_panel(box: Box):
    present, _row = box.registered("Ana", present_at=now())
    absent, _row = box.registered("Ben")
    asked, _row = box.registered("Cleo", state="asked", present_at=now())
    member, _person = box.panellist("Dara")
    account = actor_for(box.site, make_account(box.site, "e@example.org", name="Eve"))
    poll = box.opened(electorate="registered")
    box.vote(poll, present, "a")
    for who, why in ((absent, "present_alone"), (asked, "registered_alone"), (account, "registered_alone")):
        with pytest.raises(Closed) as refused:
            box.vote(poll, who, "a")
        assert refused.value.problem == why
    panel = box.opened(electorate="panel")
    box.vote(panel, member, "a")
    box.vote(panel, box.chair, "b")
    for who in (present, guest("x"), account):
        with pytest.raises(Closed) as refused:
            box.vote(panel, who, "a")
        assert refused.value.problem == "panel_alone"
    assert (box.read(poll).voters, box.read(panel).voters) == (1, 2)


def test_without_guests_those_with_an_account_or_a_registration_vote(box: Box):
    poll = box.opened()
    box.act(set_guests, guests=False)
    account = actor_for(box.site, make_account(box.site, "e@example.org", name="Eve"))
    box.vote(poll, account, "a")
    with pytest.raises(Closed) as refused:
        box.vote(poll, guest("x"), "a")
    assert refused.value.problem == "guests_off"


def test_only_the_chair_drafts_and_opens(box: Box):
    moderator = actor_for(box.site, make_account(box.site, "m@example.org", ("moderator", "body", box.body.id)))
    new = NewPoll({"en": "Q?"}, CHOICES)
    with pytest.raises(NotFound):
        box.do(draft_poll, moderator, new=new)
    poll = box.draft()
    for operation in (open_poll, withdraw_poll):
        with pytest.raises(NotFound):
            box.act(operation, actor=moderator, poll=poll)
    with pytest.raises(NotFound):
        box.do(edit_poll, moderator, poll=poll, seen=mark(box, poll), new=new)
    with pytest.raises(NotFound):
        box.vote(poll, guest("x"), "a")
    with box.site.database.reading() as db:
        assert polls_of(db, moderator, box.hearing) == []
        assert [one.poll.public_id for one in polls_of(db, box.chair, box.hearing)] == [poll]
        assert poll_data(db, stream(box, "desk"), [poll]) == {}


def mark(box: Box, poll: str) -> str:
    with box.site.database.reading() as db:
        return draft_mark(db, db.scalars(select(Poll).where(Poll.public_id == poll)).one())


def test_a_draft_can_be_changed_and_an_open_poll_cannot(box: Box):
    poll = box.draft()
    before = mark(box, poll)
    box.do(edit_poll, box.chair, poll=poll, seen=before, new=NewPoll({"en": "Another?", "ar": "سؤال"}, CHOICES[:2]))
    with pytest.raises(Conflict) as stale:
        box.do(edit_poll, box.chair, poll=poll, seen=before, new=NewPoll({"en": "Mine?"}, CHOICES))
    assert stale.value.problem == "changed_meanwhile"
    told = box.read(poll, box.chair)
    assert (told.question("ar").text, told.poll.choices) == ("سؤال", ["a", "b"])
    assert "choice.c" not in told.texts
    box.act(open_poll, poll=poll)
    again = {"new": NewPoll({"en": "Q?"}, CHOICES), "seen": mark(box, poll)}
    for operation, values in ((edit_poll, again), (discard_poll, {})):
        with pytest.raises(Conflict):
            box.do(operation, box.chair, poll=poll, **values)
    with pytest.raises(Conflict):
        box.act(open_poll, poll=poll)
    other = box.draft()
    box.do(discard_poll, box.chair, poll=other)
    with pytest.raises(NotFound):
        box.read(other, box.chair)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"question": {"fr": "Quoi?"}}, "question_en"),
        ({"question": {"en": "x" * 501}}, "question_en"),
        ({"choices": CHOICES[:1]}, "choices"),
        ({"choices": CHOICES * 5}, "choices"),
        ({"choices": (CHOICES[0], {"fr": "Non"})}, "choices-1_en"),
        ({"most": 4}, "most"),
        ({"rule": "loud"}, "rule"),
        ({"electorate": "world"}, "electorate"),
        ({"seconds": 2}, "seconds"),
    ],
)
def test_a_draft_that_cannot_be_taken_names_its_field(box: Box, values, field):
    with pytest.raises(Invalid) as refused:
        box.draft(**values)
    assert refused.value.field == field


def test_two_chairs_never_overwrite_each_other(box: Box):
    poll, seen = box.opened(rule="secret"), box.seen
    box.act(set_guests, guests=False)
    with pytest.raises(Conflict) as refused:
        box.act(withdraw_poll, seen=seen, poll=poll)
    assert refused.value.problem == "stale"
    assert box.poll(poll).state == "open"


def test_the_clock_ends_a_poll_before_the_job_counts_it(box: Box, monkeypatch):
    poll = box.opened(seconds=60)
    box.vote(poll, guest("x"), "a")
    ends = box.poll(poll).ends_at
    with box.site.database.reading() as db:
        (job,) = db.query(Job).filter(Job.kind == "close_poll").all()
    assert job.due_at == ends
    box.site.work.run(end_poll, TEST, **job.values, sealing=SEALING)
    assert box.poll(poll).state == "open"
    monkeypatch.setattr("consult.hearings.polls.operations.voting.now", lambda: ends)
    with pytest.raises(Closed) as refused:
        box.vote(poll, guest("y"), "b")
    assert refused.value.problem == "poll_closed"
    monkeypatch.setattr("consult.hearings.polls.operations.running.now", lambda: ends + timedelta(seconds=3))
    for _time in range(2):
        box.site.work.run(end_poll, TEST, **job.values, sealing=SEALING)
    row = box.poll(poll)
    assert (row.state, row.closed_at, row.result) == ("closed", ends, {"a": 1, "b": 0, "c": 0})
    assert len(box.entries("poll.closed")) == 2


def test_a_withdrawn_poll_keeps_nobodys_vote(box: Box):
    poll = box.opened(rule="secret")
    box.voted(poll, "aabcb")
    box.act(withdraw_poll, poll=poll)
    told = box.read(poll)
    assert (told.phase, told.voters, told.poll.result, told.is_withheld) == ("withdrawn", 0, None, False)
    with pytest.raises(Closed):
        box.vote(poll, guest("x"), "a")
    with pytest.raises(Conflict):
        box.close(poll)


def test_when_the_hearing_closes_its_polls_are_counted(box: Box):
    poll = box.opened(rule="secret")
    box.voted(poll, "aabcb")
    box.do(close_proceeding, box.chair)
    assert (box.poll(poll).state, result(box, poll)) == ("closed", {"a": 2, "b": 2, "c": 1})
    other = box.draft()
    with pytest.raises(Conflict) as refused:
        box.act(open_poll, poll=other)
    assert refused.value.problem == "hearing_is_over"


def test_ballots_sealed_with_another_secret_are_not_counted_and_keep_no_hearing_open(box: Box):
    poll = box.opened(rule="secret")
    for place in range(FEWEST):
        box.do(vote_in_poll, guest(f"{place}"), poll=poll, choices=["a"], sealing=Sealing("another secret"))
    with pytest.raises(Conflict) as refused:
        box.close(poll)
    assert refused.value.problem == "ballots_sealed"
    box.do(close_proceeding, box.chair)
    assert (box.poll(poll).state, result(box, poll)) == ("withdrawn", None)


def test_a_poll_on_a_closed_item_is_known_to_those_who_attend_it(box: Box):
    closed = box.item("3", 3, audience="closed")
    member, _person = box.panellist("Dara")
    poll = box.opened(item=closed.public_id)
    with box.site.database.reading() as db:
        assert poll_data(db, stream(box), [poll]) == {}
        assert poll_data(db, stream(box, "desk"), [poll])[poll]["item"] == closed.public_id
        assert polls_of(db, guest("x"), box.hearing) == []
        assert len(polls_of(db, member, box.hearing)) == 1
    with pytest.raises(NotFound):
        box.vote(poll, guest("x"), "a")
    box.vote(poll, member, "a")
    assert len(box.entries("poll.opened")) == 1
