"""A bulk that is cut off, stopped, left without rights, or asked for by somebody who may not."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from consult.bodies.models import Grant
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.ledger.models import Entry
from consult.moderation import jobs
from consult.moderation.bulk_models import Bulk
from consult.moderation.models import Decision
from consult.moderation.operations.bulk import cancel_bulk, drop_unconfirmed, own_bulk, start_bulk, undo_bulk
from consult.moderation.operations.bulk_chunks import go_on
from tests.factories import TEST, actor_for, make_account, make_comment, make_proceeding
from tests.moderation.bulk_scene import make_desk
from tests.moderation.test_bulk import bulk_state, count, lines, propose, start, work


@pytest.fixture
def desk(site):
    return make_desk(site)


def test_cut_off_in_the_middle_it_goes_on_where_it_was(desk):
    for number in range(40):
        desk.comment(f"comment {number}")
    public_id = propose(desk)
    start(desk, public_id)
    run = desk.site.work.run
    assert run(go_on, jobs.WORKER, public_id=public_id, limit=15).result == 15

    def half(db, actor):
        go_on(db, actor, public_id=public_id, limit=10)
        db.flush()
        raise ZeroDivisionError  # the process dies before the commit

    with pytest.raises(ZeroDivisionError):
        run(half, jobs.WORKER)
    assert count(desk, Decision.bulk == public_id) == 15
    work(desk)
    assert count(desk, Decision.bulk == public_id) == 40
    assert count(desk, Decision.bulk == public_id, Decision.undone_at.is_(None)) == 40
    assert count(desk, Entry.kind == "comment.published") == 80
    assert desk.differences() == []


def test_cancelled_it_decides_no_more(desk):
    for number in range(20):
        desk.comment(f"comment {number}")
    public_id = propose(desk)
    start(desk, public_id)
    run = desk.site.work.run
    run(go_on, jobs.WORKER, public_id=public_id, limit=5)
    run(cancel_bulk, desk.moderator, public_id=public_id)
    work(desk)
    assert count(desk, Decision.bulk == public_id) == 5
    assert bulk_state(desk, public_id) == "cancelled"
    with pytest.raises(Conflict, match="wrong_state"):
        run(cancel_bulk, desk.moderator, public_id=public_id)
    with pytest.raises(Conflict, match="wrong_state"):
        start(desk, public_id)


def test_it_goes_on_with_the_rights_of_now(desk):
    references = [desk.comment(f"comment {number}") for number in range(6)]
    public_id = propose(desk)
    start(desk, public_id)
    run = desk.site.work.run
    run(go_on, jobs.WORKER, public_id=public_id, limit=2)

    def dismiss(db, _actor):
        db.execute(update(Grant).where(Grant.account_id == desk.account.id).values(ended_at=now()))

    run(dismiss, TEST)
    work(desk)
    assert [desk.row(one).state for one in references].count("published") == 2
    assert [why for _state, why in lines(desk, public_id).values()].count("not_found") == 4


def test_a_moderator_reaches_only_what_is_moderated_there(desk):
    elsewhere = make_proceeding(desk.site, desk.body, "water", moderation="before", is_live=True)
    other = make_comment(desk.site, elsewhere, "over there")
    here = desk.comment("here")
    local = actor_for(desk.site, make_account(desk.site, "l@example.org", ("moderator", "proceeding", desk.room.id)))
    assert set(lines(desk, propose(desk, actor=local))) == {here}
    assert set(lines(desk, propose(desk, actor=local, asked={"references": [here, other]}))) == {here}
    assert set(lines(desk, propose(desk))) == {here, other}


def test_nobody_else_asks_for_it_or_comes_back_to_it(desk):
    desk.comment()
    public_id = propose(desk)
    rapporteur = actor_for(desk.site, make_account(desk.site, "r@example.org", ("rapporteur", "body", desk.body.id)))
    colleague = actor_for(desk.site, make_account(desk.site, "c@example.org", ("moderator", "body", desk.body.id)))
    with pytest.raises(NotFound):
        propose(desk, actor=rapporteur)
    for operation in (start_bulk, cancel_bulk, undo_bulk, own_bulk_of):
        with pytest.raises(NotFound):
            desk.site.work.run(operation, colleague, public_id=public_id)
    assert bulk_state(desk, public_id) == "proposed"


def own_bulk_of(db, actor, *, public_id):
    own_bulk(db, actor, public_id)


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"act": "publish"}, "no_such_choice"),
        ({"act": "decline"}, "required"),
        ({"asked": {"references": []}}, "nothing_ticked"),
        ({"asked": {"references": [str(number) for number in range(1001)]}}, "too_many"),
    ],
)
def test_what_cannot_be_asked_is_refused(desk, wrong, problem):
    with pytest.raises(Invalid, match=problem):
        propose(desk, **wrong)


def test_what_nobody_confirmed_is_dropped_after_a_day(desk):
    desk.comment()
    old, running, fresh = (propose(desk) for _ in range(3))
    start(desk, running)

    def age(db, _actor):
        db.execute(update(Bulk).where(Bulk.public_id != fresh).values(asked_at=now() - timedelta(hours=25)))

    desk.site.work.run(age, TEST)
    assert desk.site.work.run(drop_unconfirmed, jobs.WORKER).result == 1
    assert desk.site.work.run(drop_unconfirmed, jobs.WORKER).result == 0
    with pytest.raises(NotFound):
        start(desk, old)
    assert (bulk_state(desk, running), bulk_state(desk, fresh)) == ("running", "proposed")
    assert lines(desk, old) == {}
