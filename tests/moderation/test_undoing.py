"""Undoing a decision: the state before is given back exactly, for as long as nobody was told."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from consult.bodies.models import Body
from consult.contributions.operations.own import correct_contribution, withdraw_contribution
from consult.contributions.operations.submit import NewPassage
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.moderation.models import Decision
from consult.moderation.operations.undoing import undo_decision
from consult.moderation.told import told_of
from tests.factories import TEST, actor_for, make_account
from tests.moderation.bulk_scene import Desk, make_desk


@pytest.fixture
def desk(site):
    return make_desk(site)


def undo(desk: Desk, decision: str, actor=None) -> str:
    return desk.site.work.run(undo_decision, actor or desk.moderator, decision=decision).result


@pytest.mark.parametrize(("act", "reason"), [("approve", None), ("decline", "spam")])
def test_what_waited_waits_again(desk, act, reason):
    reference = desk.comment()
    before = desk.standing(reference)
    decision = desk.decide(reference, act, reason)
    assert undo(desk, decision) == reference
    assert desk.standing(reference) == before
    (one,) = desk.decisions(reference)
    assert one.undone_at is not None
    assert one.undone_by == desk.account.id
    assert desk.kinds("desk", reference) == ["received", "published" if act == "approve" else "declined", "recalled"]
    assert desk.differences() == []


def test_what_was_published_and_is_undone_vanishes_from_screens(desk):
    reference = desk.comment("words that must vanish")
    undo(desk, desk.decide(reference, "approve"))
    events = desk.told()
    assert [event["kind"] for event in events] == ["comment.published", "comment.hidden"]
    assert [event["data"] for event in events] == [{"state": "pending"}] * 2
    desk.decide(reference, "approve")
    assert desk.told()[-1]["data"]["text"] == "words that must vanish"
    assert desk.row(reference).place == 1
    assert desk.differences() == []


def test_a_hidden_one_is_public_again_with_its_flags(desk):
    reference = desk.comment()
    desk.decide(reference, "approve")
    desk.flag(reference)
    before = desk.standing(reference)
    undo(desk, desk.decide(reference, "hide", "insult"))
    assert desk.standing(reference) == before
    assert desk.open_flags() == 1
    assert desk.told()[-1]["kind"] == "comment.restored"
    undo(desk, desk.decide(reference, "keep"))
    assert desk.standing(reference) == before
    assert desk.kinds("desk", reference)[-2:] == ["kept", "undone"]
    assert desk.differences() == []


@pytest.mark.parametrize(("act", "reason"), [("decline", "spam"), ("hide", "spam")])
def test_a_restored_one_is_what_it_was_before(desk, act, reason):
    reference = desk.comment()
    if act == "hide":
        desk.decide(reference, "approve")
    desk.decide(reference, act, reason)
    before = desk.standing(reference)
    undo(desk, desk.decide(reference, "restore"))
    assert desk.standing(reference) == before
    assert desk.differences() == []


@pytest.mark.parametrize(("act", "reason"), [("approve", None), ("decline", "spam"), ("hide", "spam")])
def test_a_correction_waits_again(desk, act, reason):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    reference = desk.comment("first words", actor=author)
    desk.decide(reference, "approve")
    correct(desk, author, reference)
    before = desk.standing(reference)
    assert before[:4] == ("published", 1, 2, True)
    undo(desk, desk.decide(reference, act, reason, seen=2))
    assert desk.standing(reference) == before
    assert desk.told()[-1]["data"]["text"] == "first words"
    assert desk.differences() == []


def correct(desk, author, reference):
    passages = (NewPassage(text="second words"),)
    desk.site.work.run(correct_contribution, author, reference=reference, seen=1, passages=passages)


def refusal(desk, decision):
    with pytest.raises(Conflict) as found:
        undo(desk, decision)
    return found.value.problem


def test_it_is_refused_once_the_time_is_over(desk):
    reference = desk.comment()
    decision = desk.decide(reference, "approve")

    def later(db, _actor):
        db.execute(update(Decision).values(final_at=now() - timedelta(seconds=1)))

    desk.site.work.run(later, TEST)
    assert refusal(desk, decision) == "undo_over"
    assert desk.row(reference).state == "published"


def test_the_body_says_how_long(desk):
    def never(db, _actor):
        db.execute(update(Body).values(undo_minutes=0))

    desk.site.work.run(never, TEST)
    assert refusal(desk, desk.decide(desk.comment(), "approve")) == "undo_over"


def test_it_is_refused_after_another_decision_until_that_is_undone(desk):
    reference = desk.comment()
    before = desk.standing(reference)
    first = desk.decide(reference, "approve")
    second = desk.decide(reference, "hide", "spam")
    assert refusal(desk, first) == "decided_meanwhile"
    undo(desk, second)
    assert refusal(desk, second) == "undone_already"
    undo(desk, first)
    assert desk.standing(reference) == before


def test_it_is_refused_when_the_author_withdrew_or_corrected(desk):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    gone, changed = (desk.comment(actor=author) for _ in range(2))
    first, second = desk.decide(gone, "approve"), desk.decide(changed, "approve")
    desk.site.work.run(withdraw_contribution, author, reference=gone)
    correct(desk, author, changed)
    assert refusal(desk, first) == "withdrawn_meanwhile"
    assert refusal(desk, second) == "corrected_meanwhile"
    assert desk.differences() == []


def test_only_who_moderates_there_undoes(desk):
    reference = desk.comment()
    decision = desk.decide(reference, "approve")
    reader = actor_for(desk.site, make_account(desk.site, "r@example.org", ("rapporteur", "body", desk.body.id)))
    for somebody in (reader, actor_for(desk.site, make_account(desk.site, "nobody@example.org"))):
        with pytest.raises(NotFound):
            undo(desk, decision, somebody)
    with pytest.raises(NotFound):
        undo(desk, "0000000000000000")
    assert desk.row(reference).state == "published"
    colleague = make_account(desk.site, "c@example.org", ("moderator", "proceeding", desk.room.id))
    undo(desk, decision, actor_for(desk.site, colleague))
    assert desk.row(reference).state == "pending"


def test_the_author_is_told_of_what_stands(desk):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    reference = desk.comment(actor=author)
    undo(desk, desk.decide(reference, "decline", "spam"))
    with desk.site.database.reading() as db:
        assert told_of(db, author, reference).statements == []
