"""The pages of requests: a request on its whole way, who is shown which step, and that nothing typed is lost."""

import pytest

from consult.workspaces.requests.operations.drafting import draft_request
from consult.workspaces.requests.operations.steps import take_step
from consult.workspaces.requests.shape import NewRequest, Step
from consult.workspaces.rooms.models import Room
from tests.factories import hidden, page, saved, send, sign_in
from tests.workspaces.duty_room import Made, make_room

pytestmark = pytest.mark.pages

ALL = "/en/workspaces/liaison/requests/"
DRAFT = {
    "direction": "to",
    "subject": "access",
    "institution": "Ministry of the Interior",
    "title": "Visits to places of detention",
    "text": "We ask for access.",
    "language": "en",
}


@pytest.fixture
def made(site) -> Made:
    return make_room(site)


def as_role(made: Made, client, role: str):
    sign_in(made.site, client, made.people[role])
    return client


def asked(made: Made, *steps: str, responsible: str = "other", due_on: str | None = None) -> str:
    """A request to the ministry after these steps; the public id."""
    new = NewRequest(**DRAFT, responsible=made.people[responsible].public_id, due_on=due_on)
    request: str = made.run("member", draft_request, new=new)
    for seen, step in enumerate(steps, 1):
        made.run("chair", take_step, request=request, seen=seen, step=Step(step, "Words."))
    return request


def step(client, address: str, seen: int, **fields: str):
    token = hidden(page(client, address), "csrf_token")
    return client.post(address, data={"csrf_token": token, "seen": str(seen), **fields})


def test_a_member_drafts_and_the_chair_sends(made, client, app):
    as_role(made, client, "member")
    assert "No request yet." in page(client, ALL)
    answer = send(client, f"{ALL}new", DRAFT | {"due_on": made.day(5)})
    assert answer.status_code == 303
    address = answer.headers["Location"]
    text = page(client, address)
    assert "W1-R1" in text
    assert "What comes next" not in text
    chair = as_role(made, app.test_client(), "chair")
    assert "Mark it as sent" in page(chair, address)
    assert step(chair, address, 1, step="send").status_code == 303
    text = page(chair, address)
    assert "Sent" in text
    assert "Change the draft" not in text
    assert "Visits to places of detention" in page(client, ALL.replace("/en/", "/ar/"))


def test_the_responsible_member_records_what_came(made, client):
    one = asked(made, "send")
    as_role(made, client, "other")
    text = page(client, ALL + one)
    assert "The institution acknowledged it" in text
    assert "Withdraw it" not in text
    answer = step(client, ALL + one, 2, step="answer")
    assert answer.status_code == 400
    assert "Please fill in this field." in answer.text
    assert step(client, ALL + one, 2, step="answer", text="They agree.").status_code == 303
    assert "They agree." in page(client, ALL + one)
    assert step(client, ALL + one, 3, step="close").status_code == 404


def test_a_stale_step_is_refused_and_shown(made, client):
    one = asked(made, "send")
    as_role(made, client, "other")
    token = hidden(page(client, ALL + one), "csrf_token")
    made.run("chair", take_step, request=one, seen=2, step=Step("answer", "They agree."))
    typed = {"csrf_token": token, "seen": "2", "step": "answer", "text": "My words"}
    answer = client.post(ALL + one, data=typed)
    assert answer.status_code == 409
    assert "They agree." in answer.text
    assert "My words" in answer.text
    assert "This step is possible no more." in answer.text


def test_a_due_day_is_moved_with_a_reason(made, client):
    one = asked(made, "send", due_on=made.day(-1))
    as_role(made, client, "chair")
    assert "Overdue" in page(client, ALL + one)
    assert step(client, ALL + one, 2, step="move_due", due_on=made.day(9)).status_code == 400
    assert step(client, ALL + one, 2, step="move_due", due_on=made.day(9), text="They asked.").status_code == 303
    text = page(client, ALL + one)
    assert "Due day moved" in text
    assert "They asked." in text
    assert "Overdue" not in text


def test_a_draft_that_was_sent_meanwhile_keeps_what_was_typed(made, client):
    one = asked(made)
    as_role(made, client, "member")
    old = page(client, f"{ALL}{one}/edit")
    made.run("chair", take_step, request=one, seen=1, step=Step("send"))
    typed = DRAFT | {"csrf_token": hidden(old, "csrf_token"), "seen": "1", "title": "Another title"}
    answer = client.post(f"{ALL}{one}/edit", data=typed)
    assert answer.status_code == 409
    assert 'value="Another title"' in answer.text
    assert "its words stay" in answer.text


def test_a_list_is_narrowed_and_counted(made, client):
    asked(made)
    asked(made, "send", due_on=made.day(-4))
    as_role(made, client, "observer")
    text = page(client, ALL)
    assert "Sent (1)" in text
    assert "Overdue only (1)" in text
    assert text.count("Visits to places") == 2
    assert "1 of 2 requests." in page(client, f"{ALL}?overdue=yes")
    assert "1 of 2 requests." in page(client, f"{ALL}?state=waiting")
    assert "No request is as you asked." in page(client, f"{ALL}?direction=from")
    page(client, f"{ALL}new", 404)


def test_a_letter_names_nobody_where_the_rule_says_so(made, client):
    one = asked(made, "send")
    as_role(made, client, "member")
    assert "Pat Chair" in page(client, f"{ALL}{one}/letter")
    saved(made.site, Room(proceeding_id=made.room.id, form="liaison_group", rule="chatham", parts=["requests"]))
    text = page(client, f"{ALL}{one}/letter").partition("plan-letter record")[2]
    assert "Pat Chair" not in text
    assert "Ministry of the Interior" in text


def test_a_registered_institution_is_asked_for_by_its_address(made, client):
    as_role(made, client, "member")
    answer = send(client, f"{ALL}new", DRAFT | {"organisation": "nowhere-at-all"})
    assert answer.status_code == 400
    assert "No organisation is registered at this address." in answer.text


def test_outsiders_find_nothing(made, client):
    one = asked(made)
    as_role(made, client, "stranger")
    for address in (ALL, f"{ALL}new", ALL + one, f"{ALL}{one}/edit", f"{ALL}{one}/letter"):
        page(client, address, 404)


def test_the_overview_tells_what_waits(made, client):
    asked(made, "send", due_on=made.day(-4))
    as_role(made, client, "chair")
    text = page(client, "/en/workspaces/liaison/")
    assert "1 waits for an answer" in text
    assert "1 overdue" in text
    made.leave("other")
    assert "given to somebody who left" in page(client, "/en/workspaces/liaison/")
