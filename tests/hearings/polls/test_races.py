"""What happens in the same moment, on PostgreSQL: the one that was first is seen by the other."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Closed, Conflict
from consult.hearings.polls.models import Poll, PollVoter
from consult.hearings.polls.operations.limits import set_guests
from consult.hearings.polls.operations.running import close_poll
from consult.hearings.polls.operations.voting import vote_in_poll
from consult.hearings.programme.models import Plan
from consult.proceedings.models import Proceeding
from tests.core.racing import second_waits_for_first
from tests.core.streams import in_threads
from tests.hearings.polls.ballot_box import SEALING, Box, guest

pytestmark = [pytest.mark.postgres, pytest.mark.parametrize("database_url", ["postgres"], indirect=True)]


def test_a_vote_that_comes_with_the_closing_is_counted_or_refused(box: Box):
    poll = box.opened(rule="secret")

    def closing(db: Session, actor: Actor) -> None:
        db.execute(update(Poll).values(state="closed", result={}))

    refused = second_waits_for_first(box.site, closing, lambda: box.vote(poll, guest("x"), "a"))
    assert isinstance(refused, Closed)


def test_a_closing_waits_for_the_vote_that_is_being_stored(box: Box):
    poll = box.opened()
    box.vote(poll, guest("first"), "b")
    given: dict[str, Any] = {"proceeding_id": box.hearing.id, "poll": poll, "choices": ["a"], "sealing": SEALING}

    def voting(db: Session, actor: Actor) -> None:
        vote_in_poll(db, guest("second"), **given)

    seen = box.seen
    second_waits_for_first(box.site, voting, lambda: box.act(close_poll, seen=seen, poll=poll, sealing=SEALING))
    assert box.poll(poll).result == {"a": 1, "b": 1, "c": 0}


def test_two_secret_votes_of_one_browser_are_one(box: Box):
    poll = box.opened(rule="secret")
    answers = in_threads([lambda: box.vote(poll, guest("x"), "a")] * 4)
    assert sorted(type(one).__name__ for one in answers) == ["Conflict"] * 3 + ["NoneType"]
    assert all(isinstance(one, Conflict) for one in answers if one is not None)
    with box.site.database.reading() as db:
        assert len(db.scalars(select(PollVoter.id)).all()) == 1


def test_a_guest_who_writes_while_guests_are_turned_away_is_told(box: Box):
    box.act(set_guests, guests=False)
    box.act(set_guests, guests=True)

    def turning_away(db: Session, actor: Actor) -> None:
        db.scalars(select(Proceeding).where(Proceeding.id == box.hearing.id).with_for_update()).one()
        db.execute(update(Plan).values(guests=False))

    refused = second_waits_for_first(box.site, turning_away, lambda: box.say(guest("x")))
    assert isinstance(refused, Closed)
    assert refused.problem == "guests_off"
