"""Who may send how often, and on which item: slow mode, guests, and the present item, by the server's clock."""

import uuid
from datetime import timedelta

import pytest
from sqlalchemy import select

from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound, RateLimited
from consult.hearings.floor.operations.comments import close_comments
from consult.hearings.floor.operations.sittings import open_item, suspend_item
from consult.hearings.polls.models import Pause
from consult.hearings.polls.operations.limits import set_guests, set_slow_mode
from consult.proceedings.operations import close_proceeding
from consult.site import open_site
from tests.factories import actor_for, make_account
from tests.hearings.polls.ballot_box import Box, guest

WHEN = "consult.hearings.polls.operations.admitting.now"


def pauses(box: Box) -> int:
    with box.site.database.reading() as db:
        return len(db.scalars(select(Pause.id)).all())


def target_of(box: Box, reference: str) -> str | None:
    with box.site.database.reading() as db:
        return db.scalars(select(Contribution.target).where(Contribution.reference == reference)).one()


def test_slow_mode_refuses_kindly_and_says_for_how_long(box: Box, monkeypatch):
    box.say(guest("x"))
    box.act(set_slow_mode, seconds=60)
    box.say(guest("x"))
    with pytest.raises(RateLimited) as refused:
        box.say(guest("x"), kind="question")
    assert refused.value.problem == "slow_mode"
    assert 59_000 < refused.value.facts["retry_after_ms"] <= 60_000
    assert refused.value.facts["seconds"] == 60
    box.say(guest("y"))
    later = now() + timedelta(seconds=61)
    monkeypatch.setattr(WHEN, lambda: later)
    box.say(guest("x"), kind="question")
    assert pauses(box) == 1, "what is over is forgotten with the next one"


def test_slow_mode_holds_over_processes_and_restarts(box: Box):
    box.act(set_slow_mode, seconds=60)
    box.say(guest("x"))
    again = open_site(box.site.settings)
    new = NewContribution("comment", uuid.uuid4().hex, (NewPassage("More."),), "en", "none")
    with pytest.raises(RateLimited):
        again.work.run(submit_contribution, guest("x"), proceeding_id=box.hearing.id, new=new)
    again.close()


def test_a_retry_of_what_was_sent_gets_its_first_answer_in_slow_mode_too(box: Box):
    box.act(set_slow_mode, seconds=60)
    key = uuid.uuid4().hex
    reference = box.say(guest("x"), client_id=key)
    box.act(open_item, item=box.first.public_id)
    assert box.say(guest("x"), client_id=key) == reference
    assert target_of(box, reference) is None


def test_slow_mode_spares_those_who_moderate_and_ends(box: Box):
    box.act(set_slow_mode, seconds=60)
    named = {"identity": "public", "name": "Chair"}
    assert box.say(box.chair, **named) != box.say(box.chair, **named)
    box.say(guest("x"))
    box.act(set_slow_mode, seconds=0)
    box.say(guest("x"))


def test_pauses_are_forgotten_when_the_hearing_closes(box: Box):
    box.act(set_slow_mode, seconds=60)
    box.say(guest("x"))
    assert pauses(box) == 1
    box.do(close_proceeding, box.chair)
    assert pauses(box) == 0


def test_without_guests_an_account_or_a_registration_is_wanted(box: Box):
    assert box.act(set_guests, guests=False) == box.seen
    with pytest.raises(Closed) as refused:
        box.say(guest("x"))
    assert refused.value.problem == "guests_off"
    ana, _registration = box.registered("Ana")
    box.say(ana, identity="public", name="Ana")
    with pytest.raises(Conflict):
        box.act(set_guests, guests=False)
    box.act(set_guests, guests=True)
    box.say(guest("x"))
    assert len(box.entries("hearing.changed")) == 4


def test_only_the_chair_sets_it(box: Box):
    moderator = actor_for(box.site, make_account(box.site, "m@example.org", ("moderator", "body", box.body.id)))
    with pytest.raises(NotFound):
        box.act(set_guests, actor=moderator, guests=False)


def test_what_is_said_carries_the_present_item(box: Box):
    before = box.say(guest("a"))
    box.act(open_item, item=box.first.public_id)
    during = box.say(guest("b"), kind="question")
    chosen = box.say(guest("c"), target=box.second.public_id)
    found = [target_of(box, one) for one in (before, during, chosen)]
    assert found == [None, box.first.public_id, box.second.public_id]
    with pytest.raises(Invalid) as refused:
        box.say(guest("d"), target="nowhere")
    assert refused.value.field == "target"


def test_of_a_closed_item_nothing_is_told_by_what_is_said_meanwhile(box: Box):
    closed = box.item("3", 3, audience="closed")
    box.act(open_item, item=closed.public_id)
    assert target_of(box, box.say(guest("a"))) is None
    with pytest.raises(Invalid):
        box.say(guest("a"), target=closed.public_id)
    box.act(suspend_item, item=closed.public_id)


def test_closed_comments_close_questions_too(box: Box):
    box.act(close_comments)
    for kind in ("comment", "question"):
        with pytest.raises(Closed) as refused:
            box.say(guest("x"), kind=kind)
        assert refused.value.problem == "comments_closed"
