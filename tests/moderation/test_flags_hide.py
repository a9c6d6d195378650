"""Flags that hide by themselves, only where the body says so."""

import pytest
from sqlalchemy import update

from consult.bodies.models import Body
from consult.contributions.operations.opinions import flag_contribution
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.moderation.letter_models import Appeal
from consult.moderation.operations.appealing import appeal, settle_appeal
from consult.moderation.operations.flagging import hide_by_flags
from consult.moderation.queries import Filter, queue
from consult.moderation.told import told_of
from tests.factories import TEST, actor_for, make_account, make_body, make_proceeding
from tests.moderation.authors import anonymous_comment, decided, decisions, stored


@pytest.fixture(autouse=True)
def wired(monkeypatch):
    monkeypatch.setattr("consult.contributions.operations.opinions.FLAGGED", [hide_by_flags])


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, is_live=True)


@pytest.fixture
def desk(site, body):
    return actor_for(site, make_account(site, "desk@example.org", ("moderator", "body", body.id)))


def hides_at(site, number):
    site.work.run(lambda db, _actor: db.execute(update(Body).values(flags_hide=number)) and None, TEST)


def flag(site, room, reference, *readers, reason="insult"):
    for reader in readers:
        sent = {"proceeding_id": room.id, "reference": reference, "reason": reason, "note": ""}
        site.work.run(flag_contribution, Actor(sender=reader), **sent)


def waiting(site, actor):
    with site.database.reading() as db:
        return [line.reading.reference for line in queue(db, actor, Filter()).lines]


def test_flags_only_prioritise_where_the_body_says_nothing(site, room):
    reference, _author = anonymous_comment(site, room)
    flag(site, room, reference, *"abcdefgh")
    assert (stored(site, reference).state, stored(site, reference).flags) == ("published", 8)


def test_enough_readers_hide_it_with_the_reason_of_most_and_a_person_has_to_look(site, room, desk):
    hides_at(site, 3)
    reference, author = anonymous_comment(site, room)
    flag(site, room, reference, "a", "a", "a", reason="spam")  # one reader counts once
    flag(site, room, reference, "b")
    assert stored(site, reference).state == "published"
    flag(site, room, reference, "c")
    row, (decision,) = stored(site, reference), decisions(site, reference)
    assert (row.state, row.reason) == ("hidden", "insult")
    assert (decision.act, decision.decided_role, decision.decided_by) == ("hide", "automatic", None)
    assert waiting(site, desk) == [reference]
    with site.database.reading() as db:
        (told,) = told_of(db, author, reference).statements
    assert told.until is not None
    with pytest.raises(NotFound):  # readers who do not see it cannot flag it
        flag(site, room, reference, "d")


def test_a_moderator_restores_it_and_flags_never_hide_it_again(site, room, desk):
    hides_at(site, 2)
    reference, _author = anonymous_comment(site, room)
    flag(site, room, reference, "a", "b")
    decided(site, reference, "restore", desk)
    assert waiting(site, desk) == []
    flag(site, room, reference, "c", "d", "e")
    assert stored(site, reference).state == "published"
    assert waiting(site, desk) == [reference]


def test_a_moderator_says_the_same_as_the_flags_and_settles_them(site, room, desk):
    hides_at(site, 2)
    reference, author = anonymous_comment(site, room)
    flag(site, room, reference, "a", "b")
    decided(site, reference, "hide", desk, reason="spam")
    assert waiting(site, desk) == []
    assert (stored(site, reference).state, stored(site, reference).reason) == ("hidden", "spam")
    with site.database.reading() as db:
        told = told_of(db, author, reference).statements
    assert [one.until is not None for one in told] == [True, False]  # the person's decision stands in its place


def test_an_appeal_against_flags_is_decided_by_any_moderator(site, room, desk):
    hides_at(site, 1)
    reference, author = anonymous_comment(site, room)
    flag(site, room, reference, "a")
    (decision,) = decisions(site, reference)
    site.work.run(appeal, author, decision=decision.public_id, text="why?")
    with site.database.reading() as db:
        public_id = db.query(Appeal).one().public_id
    site.work.run(settle_appeal, desk, appeal=public_id, outcome="overturned", note="")
    assert stored(site, reference).state == "published"
