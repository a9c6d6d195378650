"""The pages of a plan: what each role is shown and may do, and that nothing typed is lost."""

import re

import pytest
from sqlalchemy import event

from consult.workspaces.plan.operations.objectives import add_objective
from consult.workspaces.plan.operations.tasks import add_task, set_task_state
from consult.workspaces.plan.shape import NewObjective, NewTask
from consult.workspaces.rooms.models import Room
from tests.factories import hidden, page, post, saved, send, sign_in
from tests.workspaces.duty_room import Made, make_room

pytestmark = pytest.mark.pages

PLAN = "/en/workspaces/liaison/plan/"


@pytest.fixture
def made(site) -> Made:
    return make_room(site)


@pytest.fixture
def aim(made) -> str:
    found: str = made.run("chair", add_objective, new=NewObjective("Safe passage"))
    return found


def as_role(made: Made, client, role: str):
    sign_in(made.site, client, made.people[role])
    return client


def task(made: Made, aim: str, title: str = "Map the roads", **values) -> str:
    found: str = made.run("member", add_task, new=NewTask(aim, title, **values))
    return found


def test_an_empty_plan_says_what_would_be_there(made, client):
    as_role(made, client, "member")
    text = page(client, PLAN)
    assert "No objective yet." in text
    assert "Whoever leads this workspace sets the objectives." in text
    page(client, f"{PLAN}objectives/new", 404)


def test_who_leads_sets_objectives_and_members_add_tasks(made, client, app):
    as_role(made, client, "chair")
    sent = {"title": "Safe passage", "note": "By spring.", "language": "en"}
    assert send(client, f"{PLAN}objectives/new", sent).status_code == 303
    assert "Safe passage" in page(client, PLAN)
    member = as_role(made, app.test_client(), "member")
    text = page(member, f"{PLAN}tasks/new")
    chosen = text.partition('<select class="input"')[2].partition('value="')[2].partition('"')[0]
    sent = {"objective": chosen, "title": "Map the roads", "due_on": made.day(-2), "state": "going_on"}
    sent |= {"responsible": made.people["other"].public_id, "organisation": "Harbour Clinic"}
    assert send(member, f"{PLAN}tasks/new", sent).status_code == 303
    text = page(member, PLAN)
    for words in ("Map the roads", "Olu Other", "Harbour Clinic", "Overdue", "plan-overdue", "Going on"):
        assert words in text, words
    assert 'dir="rtl"' in page(member, PLAN.replace("/en/", "/ar/"))


def test_a_plan_is_narrowed(made, aim, client):
    task(made, aim, "Mine", responsible=made.people["member"].public_id)
    task(made, aim, "Late", due_on=made.day(-1), organisation="Harbour Clinic")
    as_role(made, client, "member")
    assert "Late" not in page(client, f"{PLAN}?show=mine")
    assert "Mine</a>" not in page(client, f"{PLAN}?show=overdue")
    text = page(client, f"{PLAN}?organisation=Harbour+Clinic")
    assert "Late</a>" in text
    assert "Mine</a>" not in text
    assert "No task is as you asked." in page(client, f"{PLAN}?organisation=Nobody")


def test_a_stale_form_keeps_what_was_typed_beside_what_is_stored(made, aim, client):
    one = task(made, aim)
    as_role(made, client, "member")
    address = f"{PLAN}tasks/{one}/edit"
    old = page(client, address)
    made.run("other", set_task_state, task=one, seen=1, state="done")
    typed = {"seen": hidden(old, "seen"), "objective": aim, "title": "My own words", "state": "planned"}
    answer = client.post(address, data={"csrf_token": hidden(old, "csrf_token"), **typed})
    assert answer.status_code == 409
    assert "What is stored now" in answer.text
    assert 'value="My own words"' in answer.text
    assert hidden(answer.text, "seen") == "2"
    again = {"csrf_token": hidden(answer.text, "csrf_token"), **typed, "seen": "2"}
    assert client.post(address, data=again).status_code == 303
    assert "My own words" in page(client, f"{PLAN}tasks/{one}")


def test_a_stale_objective_is_told_too(made, aim, client):
    as_role(made, client, "chair")
    address = f"{PLAN}objectives/{aim}"
    old = page(client, address)
    assert send(client, address, {"title": "Another", "language": "en"}).status_code in (303, 409)
    typed = {"seen": hidden(old, "seen"), "title": "Mine", "language": "en", "csrf_token": hidden(old, "csrf_token")}
    fresh = {"seen": hidden(page(client, address), "seen"), "title": "Theirs", "language": "en"}
    assert send(client, address, fresh).status_code == 303
    answer = client.post(address, data=typed)
    assert answer.status_code == 409
    assert 'value="Mine"' in answer.text
    assert "Theirs" in answer.text


def test_what_cannot_be_taken_is_said_beside_its_field(made, aim, client):
    as_role(made, client, "member")
    sent = {"objective": aim, "title": "A task", "state": "planned", "starts_on": "2026-05-02", "due_on": "2026-05-01"}
    answer = send(client, f"{PLAN}tasks/new", sent)
    assert answer.status_code == 400
    assert "must not lie before" in answer.text
    assert 'value="2026-05-02"' in answer.text
    answer = send(client, f"{PLAN}tasks/new", sent | {"starts_on": "", "due_on": "31 May"})
    assert "Please give a day such as" in answer.text
    answer = send(client, f"{PLAN}tasks/new", {"objective": aim, "title": ""})
    assert answer.status_code == 422
    stranger = {"objective": aim, "title": "T", "responsible": made.people["stranger"].public_id}
    assert "does not write in this workspace" in send(client, f"{PLAN}tasks/new", stranger).text
    gone = {"objective": "nosuchthing00000", "title": "T"}
    assert send(client, f"{PLAN}tasks/new", gone).status_code == 400


def test_a_task_is_moved_taken_away_and_put_back_by_buttons(made, aim, client):
    first, second = task(made, aim, "First"), task(made, aim, "Second")
    as_role(made, client, "member")
    moved = post(client, f"{PLAN}tasks/{second}/move", {"way": "up"}, form=PLAN)
    assert moved.headers["Location"].endswith(f"#p-{second}")
    text = page(client, PLAN)
    assert text.index("Second</a>") < text.index("First</a>")
    post(client, f"{PLAN}tasks/{second}/move", {"way": "up"}, form=PLAN)
    assert "cannot go further that way" in page(client, PLAN)
    post(client, f"{PLAN}tasks/{first}/remove", {"seen": "1"}, form=PLAN)
    assert "1 task was taken away" in page(client, PLAN)
    assert "Put the task back" in page(client, f"{PLAN}tasks/{first}")
    post(client, f"{PLAN}tasks/{first}/restore", {"seen": "2"}, form=PLAN)
    assert "Put back" in page(client, f"{PLAN}tasks/{first}")


def test_an_observer_reads_and_the_responsible_one_tells_how_far_it_is(made, aim, client):
    one = task(made, aim)
    as_role(made, client, "observer")
    text = page(client, PLAN)
    assert "Map the roads" in text
    assert "Add a task" not in text
    assert "Store how far it is" not in page(client, f"{PLAN}tasks/{one}")
    page(client, f"{PLAN}tasks/{one}/edit", 404)
    page(client, f"{PLAN}tasks/new", 404)


def test_what_was_given_to_somebody_who_left_is_told(made, aim, client, app):
    one = task(made, aim, responsible=made.people["other"].public_id)
    made.leave("other")
    as_role(made, client, "member")
    assert "was given to Olu Other, who left" in page(client, PLAN)
    text = page(client, f"{PLAN}tasks/{one}")
    assert "Give the task to somebody else" in text
    assert "Olu Other, who left" in page(client, f"{PLAN}tasks/{one}/edit")
    gone = app.test_client()
    sign_in(made.site, gone, made.people["other"])
    for address in (PLAN, f"{PLAN}tasks/{one}"):
        page(gone, address, 404)


def test_a_closed_room_is_read_alone(made, aim, client):
    one = task(made, aim)
    as_role(made, client, "chair")
    token = hidden(page(client, f"{PLAN}tasks/{one}"), "csrf_token")
    made.close()
    text = page(client, PLAN)
    assert "Add a task" not in text
    answer = client.post(f"{PLAN}tasks/{one}", data={"csrf_token": token, "seen": "1", "state": "done"})
    assert answer.status_code == 409
    assert "closed" in answer.text


def test_ones_own_tasks_of_all_rooms(made, aim, client):
    task(made, aim, "Later", responsible=made.people["member"].public_id)
    task(made, aim, "Sooner", responsible=made.people["member"].public_id, due_on=made.day(-3))
    task(made, aim, "Another one's")
    as_role(made, client, "member")
    text = page(client, "/en/workspaces/tasks")
    assert text.index("Sooner") < text.index("Later")
    assert "Overdue" in text
    assert "Another one" not in text
    made.leave("member")
    assert "Nothing waits for you." in page(client, "/en/workspaces/tasks")


def test_nobody_who_is_not_signed_in_has_tasks(client):
    assert client.get("/en/workspaces/tasks").status_code in (302, 303)


def queries_of(made: Made, client, address: str) -> int:
    """How often a page asks the database."""
    asked: list[str] = []

    def note(_connection, _cursor, statement, *_more) -> None:
        asked.append(statement)

    event.listen(made.site.database.readers, "before_cursor_execute", note)
    try:
        page(client, address)
    finally:
        event.remove(made.site.database.readers, "before_cursor_execute", note)
    return len(asked)


def test_a_plan_of_many_tasks_asks_as_often_as_one_of_few(made, aim, client):
    task(made, aim, "First", responsible=made.people["other"].public_id, due_on=made.day(3))
    as_role(made, client, "chair")
    addresses = (PLAN, "/en/workspaces/liaison/", "/en/workspaces/tasks")
    few = [queries_of(made, client, address) for address in addresses]
    for number in range(4):
        task(made, aim, f"Task {number}", responsible=made.people["member"].public_id, due_on=made.day(number))
        made.run("chair", add_objective, new=NewObjective(f"Aim {number}"))
    assert [queries_of(made, client, address) for address in addresses] == few


def test_no_name_is_printed_where_the_rule_says_so(made, aim, client):
    one = task(made, aim, responsible=made.people["other"].public_id, organisation="Harbour Clinic")
    as_role(made, client, "member")
    named = re.compile(r'<span class="no-print">\s*<bdi>Olu Other</bdi>')
    assert not named.search(page(client, PLAN))
    saved(made.site, Room(proceeding_id=made.room.id, form="advisory_group", rule="chatham", parts=["plan"]))
    for address in (PLAN, f"{PLAN}tasks/{one}"):
        assert named.search(page(client, address))
    assert '<div class="no-print"><dt>Responsible organisation' in page(client, f"{PLAN}tasks/{one}")
