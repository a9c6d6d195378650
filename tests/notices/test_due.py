"""Reminders of what is due in private rooms: once of each thing and stage, to whoever is responsible and still there."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from consult.core.clock import now, telling
from consult.core.jobs import Job
from consult.notices.due import remind_due
from consult.notices.operations import choose_mails
from consult.notices.words import House
from consult.proceedings.duties import stage_of
from consult.workspaces.plan.operations.objectives import add_objective
from consult.workspaces.plan.operations.tasks import add_task, edit_task, set_task_state
from consult.workspaces.plan.shape import NewObjective, NewTask
from consult.workspaces.requests.operations.drafting import draft_request
from consult.workspaces.requests.operations.steps import take_step
from consult.workspaces.requests.shape import NewRequest, Step
from consult.workspaces.rooms.models import Room
from tests.factories import saved
from tests.workspaces.duty_room import Made, make_room

HOUSE = House("Test Commission", "http://localhost", "secret")


@pytest.fixture
def made(site) -> Made:
    return make_room(site)


@pytest.fixture
def aim(made) -> str:
    found: str = made.run("chair", add_objective, new=NewObjective("Safe passage"))
    return found


def task(made: Made, aim: str, days: int, who: str = "other") -> NewTask:
    return NewTask(aim, "Map the secret roads", responsible=made.people[who].public_id, due_on=made.day(days))


def mails(made: Made, after_days: int = 0) -> list[dict[str, Any]]:
    """What the worker mails when it looks once more, so many days from now."""

    def sent() -> list[Job]:
        with made.site.database.reading() as db:
            return list(db.scalars(select(Job).where(Job.kind == "mail").order_by(Job.id)))

    before = len(sent())
    with telling(now() + timedelta(days=after_days)):
        again = remind_due(made.site.work, {}, HOUSE, True)
        assert again is not None
        assert again > now()
    return [one.values for one in sent()[before:]]


def test_each_stage_once_and_without_a_word_of_what_it_is(made, aim):
    made.run("member", add_task, new=task(made, aim, 10))
    assert mails(made) == []
    (first,) = mails(made, 4)
    assert first["to"] == made.people["other"].email
    whole = json.dumps(first)
    assert "http://localhost/en/workspaces/tasks" in whole
    for secret in ("secret roads", "Safe passage", "liaison", made.room.slug + "/"):
        assert secret not in whole.replace(made.people["other"].email, "")
    assert mails(made, 4) == []
    assert mails(made, 8) == []
    assert len(mails(made, 9)) == 1
    assert mails(made, 10) == []
    assert len(mails(made, 12)) == 1
    assert mails(made, 30) == []


def test_all_that_is_due_for_somebody_goes_in_one_mail(made, aim):
    made.run("member", add_task, new=task(made, aim, 0))
    made.run("member", add_task, new=task(made, aim, -3))
    new = NewRequest("to", "access", "Visits", "We ask.", "Ministry", due_on=made.day(-1))
    new = replace(new, responsible=made.people["other"].public_id)
    request = made.run("member", draft_request, new=new)
    made.run("chair", take_step, request=request, seen=1, step=Step("send"))
    (mail,) = mails(made)
    assert "3 things" in mail["text"]
    assert mails(made) == []


def test_a_day_that_is_moved_or_another_member_is_reminded_anew(made, aim):
    one = made.run("member", add_task, new=task(made, aim, 1))
    assert len(mails(made)) == 1
    made.run("member", edit_task, task=one, seen=1, new=task(made, aim, 6))
    assert len(mails(made)) == 1
    made.run("member", edit_task, task=one, seen=2, new=task(made, aim, 6, "member"))
    assert [mail["to"] for mail in mails(made)] == [made.people["member"].email]


def test_nobody_is_reminded_of_what_is_done_or_has_no_day_or_of_a_draft(made, aim):
    one = made.run("member", add_task, new=task(made, aim, -1))
    made.run("other", set_task_state, task=one, seen=1, state="done")
    made.run("member", add_task, new=NewTask(aim, "Some day", responsible=made.people["other"].public_id))
    new = NewRequest("to", "access", "Visits", "We ask.", "Ministry", due_on=made.day(-1))
    made.run("member", draft_request, new=replace(new, responsible=made.people["other"].public_id))
    assert mails(made) == []


def test_somebody_who_left_is_told_nothing(made, aim):
    made.run("member", add_task, new=task(made, aim, -1))
    made.leave("other")
    assert mails(made) == []


def test_nor_is_anybody_of_a_room_that_is_closed_or_gave_up_its_plan(made, aim, site):
    made.run("member", add_task, new=task(made, aim, -1))
    saved(site, Room(proceeding_id=made.room.id, form="coalition", rule="members", parts=["discussions"]))
    assert mails(made) == []
    change = update(Room).where(Room.proceeding_id == made.room.id).values(parts=["plan"])
    site.work.run(lambda db, actor: db.execute(change) and None, made.actor("chair"))
    made.close()
    assert mails(made) == []


def test_whoever_wants_no_mails_gets_none_until_they_do(made, aim, site):
    made.run("member", add_task, new=task(made, aim, -1))
    for wanted, count in (("never", 0), ("daily", 1)):
        site.work.run(choose_mails, made.actor("other"), news=wanted, details=False, digest=True)
        assert len(mails(made)) == count


def test_without_a_mail_server_it_only_comes_again(made, aim):
    made.run("member", add_task, new=task(made, aim, -1))
    assert remind_due(made.site.work, {}, HOUSE, False) is not None
    assert len(mails(made)) == 1


@pytest.mark.parametrize(
    ("left", "stage"), [(30, None), (8, None), (7, "week"), (2, "week"), (1, "day"), (0, "day"), (-1, "overdue")]
)
def test_the_stages(left, stage):
    today = date(2026, 3, 10)
    assert stage_of((today + timedelta(days=left)).isoformat(), today) == stage
    assert stage_of(None, today) is None
