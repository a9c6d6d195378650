"""Claims and assignments: two do not decide one input."""

from datetime import timedelta

import pytest

from consult.contributions.operations.own import withdraw_contribution
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.moderation.filters import Filter
from consult.moderation.operations.claiming import Assigned, assign, claim, give_back, take_over
from consult.moderation.operations.deciding import decide
from consult.moderation.queries import next_reference, queue
from tests.factories import actor_for, make_account
from tests.moderation.queue_scene import make_desk


@pytest.fixture
def desk(site):
    return make_desk(site)


def approve(desk, who, reference):
    return desk.run(who, decide, reference=reference, act="approve", seen=1)


def test_a_claim_holds_for_ten_minutes_and_only_its_holder_decides(desk):
    reference = desk.comment()
    until = desk.run("nadia", claim, reference=reference)
    assert timedelta(minutes=9) < until - now() <= timedelta(minutes=10)
    with pytest.raises(Conflict) as refused:
        desk.run("kwabena", claim, reference=reference)
    assert refused.value.problem == "claimed"
    with pytest.raises(Conflict) as refused:
        approve(desk, "kwabena", reference)
    assert refused.value.problem == "claimed"
    assert desk.row(reference).state == "pending"
    assert approve(desk, "nadia", reference) == "published"
    assert desk.claims() == []


def test_a_claim_again_is_longer_and_no_second_one(desk):
    reference = desk.comment()
    first = desk.run("nadia", claim, reference=reference)
    assert desk.run("nadia", claim, reference=reference) >= first
    assert len(desk.claims()) == 1


def test_a_claim_that_ran_out_holds_nobody_up(desk):
    one, two = desk.comment(), desk.comment()
    for reference in (one, two):
        desk.run("nadia", claim, reference=reference)
    desk.let_claims_run_out()
    desk.run("kwabena", claim, reference=one)
    assert approve(desk, "kwabena", two) == "published"
    present = [one for one in desk.claims() if one.ended_at is None]
    assert [one.account_id for one in present] == [desk.people["kwabena"].id]


def test_what_is_given_back_is_free(desk):
    reference = desk.comment()
    desk.run("nadia", claim, reference=reference)
    desk.run("kwabena", give_back, reference=reference)  # not theirs: nothing happens
    with pytest.raises(Conflict):
        desk.run("kwabena", claim, reference=reference)
    desk.run("nadia", give_back, reference=reference)
    assert desk.claims() == []
    desk.run("kwabena", claim, reference=reference)


def test_it_is_taken_over_with_a_trace(desk):
    reference = desk.comment()
    desk.run("nadia", claim, reference=reference)
    desk.run("kwabena", take_over, reference=reference)
    with pytest.raises(Conflict):
        approve(desk, "nadia", reference)
    approve(desk, "kwabena", reference)
    assert [(one.account_id, one.taken_over) for one in desk.claims() if one.ended_at] == [
        (desk.people["nadia"].id, False),
        (desk.people["kwabena"].id, True),
    ]


@pytest.mark.parametrize("operation", [claim, take_over])
def test_what_was_decided_or_withdrawn_cannot_be_taken(desk, operation):
    author = actor_for(desk.site, make_account(desk.site, "author@example.org"))
    decided, withdrawn = desk.comment(), desk.comment(actor=author)
    approve(desk, "nadia", decided)
    desk.site.work.run(withdraw_contribution, author, reference=withdrawn)
    for reference in (decided, withdrawn):
        with pytest.raises(Conflict) as refused:
            desk.run("nadia", operation, reference=reference)
        assert refused.value.problem == "changed_meanwhile"


@pytest.mark.parametrize("operation", [claim, take_over, give_back])
def test_nobody_else_claims(desk, operation):
    reference = desk.comment()
    for who in ("rapporteur", "other"):
        with pytest.raises(NotFound):
            desk.run(who, operation, reference=reference)
    with pytest.raises(NotFound):
        desk.run("nadia", operation, reference="C1-0000-0000")


def test_the_secretariat_assigns_and_takes_away(desk):
    one, two, decided = desk.comment(), desk.comment(1), desk.comment()
    approve(desk, "nadia", decided)
    nadia = desk.people["nadia"].public_id
    given = desk.run("office", assign, references=[one, two, decided, "C1-0000-0000"], account=nadia)
    assert given.number == 2
    assert set(given.left) == {decided, "C1-0000-0000"}
    with pytest.raises(Conflict):
        approve(desk, "kwabena", one)
    desk.let_claims_run_out()
    approve(desk, "nadia", one)
    assert desk.run("office", assign, references=[two], account=None) == Assigned(1, ())
    approve(desk, "kwabena", two)


def test_only_who_moderates_there_is_assigned_something(desk):
    reference = desk.comment()
    for account in (desk.people["other"].public_id, desk.people["rapporteur"].public_id, "nosuchaccount000"):
        with pytest.raises(Invalid) as refused:
            desk.run("office", assign, references=[reference], account=account)
        assert (refused.value.field, refused.value.problem) == ("account", "no_such_choice")
    assert desk.claims() == []


def test_a_moderator_assigns_nothing(desk):
    with pytest.raises(NotFound):
        desk.run("nadia", assign, references=[desk.comment()], account=desk.people["nadia"].public_id)


def test_the_queue_says_who_has_what_and_goes_on_with_what_is_free(desk):
    first, second, third, fourth = (desk.comment() for _ in range(4))
    desk.run("kwabena", claim, reference=second)
    desk.run("office", assign, references=[third], account=desk.people["nadia"].public_id)
    with desk.site.database.reading() as db:
        nadia = desk.actors["nadia"]
        found = queue(db, nadia, Filter())
        held = {line.reading.reference: line.held and (line.held.name, line.held.is_assigned) for line in found.lines}
        assert held == {first: None, second: ("Kwabena Osei", False), third: ("Nadia Haddad", True), fourth: None}
        assert found.counts["assigned"] == [("me", 1), ("nobody", 2), ("others", 1)]
        lists = {one: queue(db, nadia, Filter(assigned=one)).lines for one in ("me", "nobody", "others")}
        references = {name: [line.reading.reference for line in lines] for name, lines in lists.items()}
        assert references == {"me": [third], "nobody": [first, fourth], "others": [second]}
        assert next_reference(db, nadia, Filter(), first) == third
        assert next_reference(db, nadia, Filter(assigned="others"), first) == second
