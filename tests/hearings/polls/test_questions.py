"""Live questions: asked, supported, put in order, and marked by the chair."""

from typing import Any

import pytest

from consult.contributions.models import VOTES
from consult.contributions.operations.opinions import cast_vote
from consult.contributions.streams import TELLERS, ContributionStreams
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.hearings.polls.operations.limits import set_guests
from consult.hearings.polls.operations.questions import handle_question, support_question
from consult.hearings.polls.question_queries import handling_data, handlings_whole, question_by_reference, questions_of
from consult.ledger.queries import stream_of
from consult.moderation.operations.deciding import decide
from consult.proceedings.operations import close_proceeding
from consult.records.checking import differences
from tests.factories import actor_for, make_account
from tests.hearings.polls.ballot_box import Box, guest


def ask(box: Box, text: str, who: str = "asker") -> str:
    return box.say(guest(who), text, kind="question")


def listed(box: Box, item: str | None = None) -> list[tuple[str | None, int | None, str]]:
    with box.site.database.reading() as db:
        found = questions_of(db, guest("reader"), box.hearing, item=item)
    return [(one.reading.text, one.reading.agrees, one.handling) for one in found]


def test_the_most_supported_stand_first_then_the_oldest(box: Box):
    first, second, third = (ask(box, text) for text in ("One?", "Two?", "Three?"))
    for who, reference in (("a", third), ("b", third), ("a", second), ("a", third)):
        box.do(support_question, guest(who), reference=reference)
    assert listed(box) == [("Three?", 2, "waiting"), ("Two?", 1, "waiting"), ("One?", 0, "waiting")]
    box.do(support_question, guest("a"), reference=third, supports=False)
    box.do(support_question, guest("c"), reference=first)
    assert [text for text, _agrees, _state in listed(box)] == ["One?", "Two?", "Three?"]
    with box.site.database.reading() as db:
        assert list(differences(db)) == []


def test_support_needs_no_votes_on_comments_and_offers_no_other_opinion(box: Box):
    def no_votes(db, actor):
        db.get(type(box.hearing), box.hearing.id).votes = False

    box.site.work.run(no_votes, box.chair)
    question, comment = ask(box, "One?"), box.say(guest("x"))
    box.do(support_question, guest("a"), reference=question)
    assert set(VOTES) - {"agree", "pass"} == {"disagree"}
    with pytest.raises(Invalid):
        box.do(cast_vote, guest("a"), reference=question, choice="disagree")
    with pytest.raises(NotFound):
        box.do(support_question, guest("a"), reference=comment)


def test_without_guests_and_after_the_closing_nobody_supports(box: Box):
    question = ask(box, "One?")
    box.act(set_guests, guests=False)
    with pytest.raises(Closed) as refused:
        box.do(support_question, guest("a"), reference=question)
    assert refused.value.problem == "guests_off"
    box.act(set_guests, guests=True)
    box.do(close_proceeding, box.chair)
    with pytest.raises(Closed):
        box.do(support_question, guest("a"), reference=question)


def test_the_chair_takes_up_answers_and_dismisses(box: Box):
    one, two, three = (ask(box, text) for text in ("One?", "Two?", "Three?"))
    box.act(handle_question, reference=one, state="answered")
    box.act(handle_question, reference=two, state="dismissed")
    box.act(handle_question, reference=three, state="taken_up")
    assert [(text, state) for text, _agrees, state in listed(box)] == [
        ("Three?", "taken_up"),
        ("One?", "answered"),
        ("Two?", "dismissed"),
    ]
    with pytest.raises(Conflict):
        box.act(handle_question, reference=one, state="answered")
    box.act(handle_question, reference=one, state="waiting")
    with pytest.raises(Invalid):
        box.act(handle_question, reference=one, state="ignored")
    kinds = [entry.kind for entry in box.entries("handling.")]
    told = ["handling.answered", "handling.dismissed", "handling.taken_up", "handling.waiting"]
    assert kinds == told * 2
    with box.site.database.reading() as db:
        assert list(differences(db)) == []
        assert question_by_reference(db, box.chair, box.hearing, three).handling == "taken_up"
        with pytest.raises(NotFound):
            question_by_reference(db, box.chair, box.hearing, "H6-AAAA-BBBB")


def test_the_nearest_role_marks_nothing_and_what_is_not_public_cannot_be_marked(box: Box):
    moderator = actor_for(box.site, make_account(box.site, "m@example.org", ("moderator", "body", box.body.id)))
    question = ask(box, "An insult?")
    with pytest.raises(NotFound):
        box.act(handle_question, actor=moderator, reference=question, state="answered")
    decision: dict[str, Any] = {"act": "hide", "seen": 1, "reason": "insult", "note": "", "over_claim": True}
    box.site.work.run(decide, moderator, reference=question, **decision)
    with pytest.raises(NotFound):
        box.act(handle_question, reference=question, state="answered")
    assert listed(box) == [(None, None, "waiting")]


def test_those_who_follow_are_told_of_questions_and_of_what_became_of_them(box: Box):
    question = ask(box, "One?")
    box.act(handle_question, reference=question, state="taken_up")
    box.say(guest("y"), "A comment.")
    before = dict(TELLERS)
    TELLERS.update(handling=handling_data)
    streams = ContributionStreams()
    with box.site.database.reading() as db:
        row = stream_of(db, box.hearing.id, "public")
        found = streams.find(db, row.public_id) if row else None
        assert found is not None
        events = {one["kind"]: one for one in streams.events(db, found, 0, 50)}
        whole = streams.snapshot(db, found, 10)
        marks = handlings_whole(db, found)
    TELLERS.clear()
    TELLERS.update(before)
    assert events["question.published"]["data"]["text"] == "One?"
    assert events["handling.taken_up"]["data"] == {"question": question, "state": "taken_up"}
    assert [one["kind"] for one in whole[:2]] == ["comment.published", "question.published"]
    assert [one["data"] for one in marks] == [{"question": question, "state": "taken_up"}]
