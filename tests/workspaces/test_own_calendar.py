"""One's own calendar holds the days by which one has to do something, with the rights that hold at each fetch."""

import pytest
from icalendar import Calendar

from consult.bodies.actors import token_hash
from consult.core.clock import now
from consult.hearings.programme.models import CalendarAddress
from consult.workspaces.plan.operations.objectives import add_objective
from consult.workspaces.plan.operations.tasks import add_task, set_task_state
from consult.workspaces.plan.shape import NewObjective, NewTask
from tests.factories import saved
from tests.workspaces.duty_room import make_room

pytestmark = pytest.mark.pages

ADDRESS = "/calendar/own/own-token.ics?language=en"


@pytest.fixture
def made(site):
    found = make_room(site)
    other = found.people["other"]
    saved(site, CalendarAddress(account_id=other.id, token_hash=token_hash("own-token"), made_at=now()))
    return found


def events(client):
    answer = client.get(ADDRESS)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "private, no-cache"
    return list(Calendar.from_ical(answer.data).walk("VEVENT")), answer.headers["ETag"]


def test_days_are_told_while_one_is_in_the_room(made, client):
    aim = made.run("chair", add_objective, new=NewObjective("Safe passage"))
    other = made.people["other"].public_id
    task = made.run("member", add_task, new=NewTask(aim, "Map the roads", responsible=other, due_on="2026-03-09"))
    made.run("member", add_task, new=NewTask(aim, "Without a day", responsible=other))
    made.run("member", add_task, new=NewTask(aim, "Another one's", due_on="2026-03-09"))
    (event,), tag = events(client)
    assert str(event["summary"]) == "Due: Map the roads"
    assert event["dtstart"].dt.isoformat() == "2026-03-09"
    assert event["dtend"].dt.isoformat() == "2026-03-10"
    assert str(event["class"]) == "PRIVATE"
    assert str(event["url"]).endswith(f"/en/workspaces/liaison/plan/tasks/{task}")
    assert client.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 304
    made.leave("other")
    assert events(client)[0] == []
    assert client.get(ADDRESS, headers={"If-None-Match": tag}).status_code == 200


def test_what_is_done_is_told_no_more(made, client):
    aim = made.run("chair", add_objective, new=NewObjective("Safe passage"))
    new = NewTask(aim, "Map the roads", responsible=made.people["other"].public_id, due_on="2026-03-09")
    task = made.run("member", add_task, new=new)
    made.run("other", set_task_state, task=task, seen=1, state="done")
    assert events(client)[0] == []
