"""Seats follow rights: taken up, told of, changed, left, taken away, and ended by the clock."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from consult.accounts.models import Account
from consult.bodies.actors import load_actor
from consult.bodies.models import Grant, Invitation
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import Job
from consult.proceedings.people.operations import remove_role
from consult.workspaces.rooms import jobs
from consult.workspaces.rooms.models import Seat
from consult.workspaces.rooms.operations.leaving import change_role, edit_seat, leave_room, note_term_end, remove_member
from consult.workspaces.rooms.operations.seating import SeatFacts, end_of
from consult.workspaces.rooms.queries import seats_of
from tests.factories import TEST, actor_for, make_account, token_for
from tests.workspaces.rooms.makers import NEWS, accepted, insider, invited, mails, roles_of, seat_of, seats_in, told

FACTS = {"organisation": "Harbour Watch", "category": "civil_society", "office": "Convener", "term_until": "2099-03-31"}


@pytest.fixture
def chair(site, room):
    return insider(site, room, "chair")[1]


@pytest.fixture
def newcomer(site):
    return make_account(site, "new@example.org", name="Nora New")


def test_a_seat_is_taken_with_what_the_invitation_said(site, room, chair, newcomer):
    invited(site, chair, room, "new@example.org", **FACTS)
    accepted(site, actor_for(site, newcomer))
    with site.database.reading() as db:
        line = next(one for one in seats_of(db, chair, room) if one.account_id == newcomer.id)
        grant = db.scalars(select(Grant).where(Grant.account_id == newcomer.id)).one()
    assert (line.name, line.role, line.person) == ("Nora New", "member", newcomer.public_id)
    assert {name: getattr(line, name) for name in FACTS} == FACTS
    assert grant.valid_until == end_of("2099-03-31", room.zone)
    assert told(site, room) == ["seat.taken"]


def test_an_invitation_is_used_once_and_by_its_address_alone(site, room, chair, newcomer):
    invited(site, chair, room, "new@example.org")
    other = actor_for(site, make_account(site, "other@example.org"))
    with pytest.raises(Conflict):
        accepted(site, other)
    accepted(site, actor_for(site, newcomer))
    for actor in (actor_for(site, newcomer), other):
        with pytest.raises(NotFound):
            accepted(site, actor)
    assert roles_of(site, room, newcomer) == ["member"]


def test_another_offer_to_the_same_address_replaces_the_first_whatever_its_role(site, room, chair, newcomer):
    invited(site, chair, room, "new@example.org", "first", role="chair")
    invited(site, chair, room, "new@example.org", "second", role="observer")
    with pytest.raises(NotFound):
        accepted(site, actor_for(site, newcomer), "first")
    accepted(site, actor_for(site, newcomer), "second")
    assert roles_of(site, room, newcomer) == ["observer"]
    with pytest.raises(Invalid, match="seated_already"):
        invited(site, chair, room, "new@example.org", "third")


def test_an_invitation_ends_by_the_clock_and_with_the_right_of_who_sent_it(site, room, chair, newcomer):
    invited(site, chair, room, "new@example.org")
    site.work.run(lambda db, _actor: db.execute(update(Invitation).values(expires_at=now())), TEST)
    with pytest.raises(NotFound):
        accepted(site, actor_for(site, newcomer))
    _account, second = insider(site, room, "secretary")
    invited(site, second, room, "new@example.org", "again")
    site.work.run(leave_room, second, proceeding_id=room.id)
    with pytest.raises(NotFound):
        accepted(site, actor_for(site, newcomer), "again")
    assert seats_in(site, room, newcomer) == []


@pytest.mark.parametrize("role", ["member", "observer"])
def test_who_does_not_lead_invites_and_changes_nobody(site, room, chair, role, newcomer):
    account, actor = insider(site, room, role)
    here = {"proceeding_id": room.id, "person": account.public_id}
    with pytest.raises(NotFound):
        invited(site, actor, room, "new@example.org")
    for operation, values in (
        (remove_member, {"reason": "So", "news": NEWS}),
        (change_role, {"role": "chair"}),
        (edit_seat, {"facts": SeatFacts()}),
    ):
        with pytest.raises(NotFound):
            site.work.run(operation, actor, **here, **values)


def test_inviting_refuses_a_closed_room_a_role_of_no_room_and_a_term_that_is_over(site, room, chair):
    for facts, problem in (({"term_until": "2020-01-01"}, "day_is_over"), ({"term_until": "soon"}, "not_a_day")):
        with pytest.raises(Invalid, match=problem):
            invited(site, chair, room, "new@example.org", **facts)
    with pytest.raises(Invalid, match="no_such_choice"):
        invited(site, chair, room, "new@example.org", role="moderator")
    site.work.run(lambda db, _actor: setattr(db.get_one(type(room), room.id), "state", "closed"), TEST)
    with pytest.raises(Conflict, match="closed"):
        invited(site, chair, room, "new@example.org")


def test_a_removed_member_keeps_nothing_and_is_told_why_without_the_name_of_the_room(site, room, chair):
    account, _member = insider(site, room, "member")
    token = token_for(site, account)
    here = {"proceeding_id": room.id, "person": account.public_id, "news": NEWS}
    with pytest.raises(Invalid):
        site.work.run(remove_member, chair, **here, reason=" ")
    site.work.run(remove_member, chair, **here, reason="Absent for a year.")
    seat = seat_of(site, room, account)
    assert (seat.departure, seat.reason) == ("removed", "Absent for a year.")
    assert roles_of(site, room, account) == []
    with site.database.reading() as db:
        assert load_actor(db, token).held == ()
    assert told(site, room) == ["seat.taken", "seat.removed"]  # one that had no seat gets it to leave it
    assert [(one["to"], one["subject"], one["text"]) for one in mails(site)] == [
        ("member@example.org", "News", "There is news.")
    ]
    with pytest.raises(NotFound):
        site.work.run(remove_member, chair, **here, reason="Again.")


def test_leaving_takes_every_role(site, room, chair):
    account, _ = insider(site, room, "member")
    site.work.run(lambda db, _actor: db.add(second_role(account, room)), TEST)
    site.work.run(leave_room, actor_for(site, account), proceeding_id=room.id)
    assert roles_of(site, room, account) == []
    with pytest.raises(NotFound):
        site.work.run(leave_room, actor_for(site, account), proceeding_id=room.id)


def second_role(account, room):
    return Grant(account_id=account.id, role="observer", scope="proceeding", scope_id=room.id, valid_from=now())


def test_the_last_who_leads_stays_until_another_one_is_named(site, room, chair):
    member, _ = insider(site, room, "member")
    mine = {"proceeding_id": room.id}
    with site.database.reading() as db:
        me = db.get_one(Account, chair.account_id)
    with pytest.raises(Conflict, match="last_chair"):
        site.work.run(leave_room, chair, **mine)
    with pytest.raises(Conflict, match="last_chair"):
        site.work.run(remove_role, chair, grant_id=chair.held[0].grant_id)
    with pytest.raises(Conflict, match="last_chair"):
        site.work.run(change_role, chair, **mine, person=me.public_id, role="member")
    with pytest.raises(Conflict, match="last_chair"):
        site.work.run(edit_seat, chair, **mine, person=me.public_id, facts=SeatFacts(term_until="2099-01-01"))
    site.work.run(change_role, chair, **mine, person=member.public_id, role="chair")
    assert roles_of(site, room, member) == ["chair"]
    site.work.run(leave_room, actor_for(site, me), **mine)
    assert roles_of(site, room, me) == []


def test_one_whose_account_is_over_leads_no_room(site, room, chair):
    account, _ = insider(site, room, "secretary")
    site.work.run(lambda db, _actor: setattr(db.get_one(Account, account.id), "ended_at", now()), TEST)
    with pytest.raises(Conflict, match="last_chair"):
        site.work.run(leave_room, chair, proceeding_id=room.id)


def test_another_role_keeps_seat_and_term(site, room, chair, newcomer):
    invited(site, chair, room, "new@example.org", **FACTS)
    accepted(site, actor_for(site, newcomer))
    before = seat_of(site, room, newcomer)
    site.work.run(change_role, chair, proceeding_id=room.id, person=newcomer.public_id, role="observer")
    assert roles_of(site, room, newcomer) == ["observer"]
    assert seat_of(site, room, newcomer).public_id == before.public_id
    with site.database.reading() as db:
        held = db.scalars(select(Grant).where(Grant.account_id == newcomer.id, Grant.ended_at.is_(None))).one()
    assert held.valid_until == end_of("2099-03-31", room.zone)
    for wrong in ("administrator", "guest"):
        with pytest.raises(Invalid):
            site.work.run(change_role, chair, proceeding_id=room.id, person=newcomer.public_id, role=wrong)


def test_a_chair_decides_on_no_secretary(site, room, chair):
    secretary, office = insider(site, room, "secretary")
    here = {"proceeding_id": room.id, "person": secretary.public_id}
    with pytest.raises(NotFound):
        site.work.run(change_role, chair, **here, role="member")
    with pytest.raises(NotFound):
        site.work.run(remove_member, chair, **here, reason="So", news=NEWS)
    assert roles_of(site, room, secretary) == ["secretary"]
    with site.database.reading() as db:
        me = db.get_one(Account, chair.account_id)
    site.work.run(change_role, office, proceeding_id=room.id, person=me.public_id, role="member")


def test_a_term_ends_by_the_clock_and_the_worker_notes_it(site, room, chair):
    account, _ = insider(site, room, "member")
    token = token_for(site, account)
    here = {"proceeding_id": room.id, "person": account.public_id}
    site.work.run(edit_seat, chair, **here, facts=SeatFacts(office="Adviser", term_until="2099-01-01"))
    seat = seat_of(site, room, account)
    with site.database.reading() as db:
        job = db.scalars(select(Job).where(Job.kind == "seat_term")).one()
    assert (job.values, job.due_at) == ({"seat": seat.public_id}, end_of("2099-01-01", room.zone))
    jobs.note_term(site.work, job.values)
    assert seat_of(site, room, account).left_at is None  # not yet
    site.work.run(over, TEST, seat=seat.public_id)
    with site.database.reading() as db:
        assert load_actor(db, token).held == ()  # before the worker came
    site.work.run(note_term_end, TEST, seat=seat.public_id)
    site.work.run(note_term_end, TEST, seat=seat.public_id)  # twice is once
    assert seat_of(site, room, account).departure == "term_ended"
    assert told(site, room)[-1] == "seat.left"


def over(db, _actor, *, seat):
    yesterday = now() - timedelta(days=2)
    row = db.scalars(select(Seat).where(Seat.public_id == seat)).one()
    row.term_until = f"{yesterday:%Y-%m-%d}"
    db.execute(update(Grant).where(Grant.account_id == row.account_id).values(valid_until=yesterday))


def test_whoever_comes_back_before_the_worker_noted_the_end_takes_a_new_seat(site, room, chair):
    account, _ = insider(site, room, "member")
    here = {"proceeding_id": room.id, "person": account.public_id}
    site.work.run(edit_seat, chair, **here, facts=SeatFacts(term_until="2099-01-01"))
    old = seat_of(site, room, account).public_id
    site.work.run(over, TEST, seat=old)
    invited(site, chair, room, account.email)
    accepted(site, actor_for(site, account))
    seat = seat_of(site, room, account)
    assert (seat.public_id != old, seat.left_at, seat.term_until) == (True, None, None)
    site.work.run(note_term_end, TEST, seat=old)
    assert seat_of(site, room, account).left_at is None
    assert roles_of(site, room, account) == ["member", "member"]
