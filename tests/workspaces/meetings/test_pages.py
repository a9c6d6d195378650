"""The pages of meetings, and the calendar of whoever was a member."""

import pytest
from flask.testing import FlaskClient

from consult.bodies.actors import token_hash
from consult.hearings.programme.operations.calendars import make_calendar_address
from tests.factories import page, post, send, sign_in
from tests.workspaces.meetings.meeting_room import JUNE, MeetingRoom

pytestmark = pytest.mark.pages

LIST = "/en/workspaces/advisers/meetings/"
NEW = {
    "title": "Fourth meeting",
    "language": "en",
    "place": "Room XX",
    "url": "",
    "agenda": "Opening\n\nThe draft",
    **JUNE,
}


@pytest.fixture
def browser(app, meetings: MeetingRoom):
    """A browser of somebody in the room."""

    def of(name: str) -> FlaskClient:
        client: FlaskClient = app.test_client()
        sign_in(meetings.site, client, meetings.accounts[name])
        return client

    return of


def test_from_planning_to_who_was_there(meetings: MeetingRoom, browser):
    chair, ama = browser("chair"), browser("ama")
    answer = send(chair, f"{LIST}new", NEW)
    assert answer.status_code == 303
    one = answer.headers["Location"]
    text = page(ama, one)
    for words in ("Fourth meeting", "Room XX", "The draft", "Nobody was marked as present."):
        assert words in text
    assert "Mark who was there" not in text
    assert "Fourth meeting" in page(ama, LIST)
    assert "Fourth meeting" in page(ama, "/en/workspaces/advisers/")
    assert post(chair, one, {"present": str(meetings.accounts["ama"].id)}, form=one).status_code == 303
    assert "<bdi>Ama</bdi>" in page(ama, one)
    page(ama, one.replace("/en/", "/ar/"))
    page(ama, LIST.replace("/en/", "/ar/"))
    page(browser("observer"), one)


def test_a_refused_form_keeps_what_was_typed(meetings: MeetingRoom, browser):
    answer = send(browser("chair"), f"{LIST}new", NEW | {"ends_local": "2099-06-03T09:00"})
    assert answer.status_code == 400
    assert 'value="Fourth meeting"' in answer.text
    assert meetings.meetings() == []


def test_whoever_does_not_lead_finds_no_form(meetings: MeetingRoom, browser):
    for name in ("ama", "observer"):
        page(browser(name), f"{LIST}new", 404)
        assert "Plan a meeting" not in page(browser(name), LIST)
    one = meetings.meets()
    ama = browser("ama")
    assert post(ama, f"{LIST}{one}", {"present": "1"}, form=f"{LIST}").status_code == 404


def test_the_calendar_of_a_former_member_tells_nothing_of_the_room(app, meetings: MeetingRoom):
    meetings.meets()
    token = "t" * 43
    meetings.site.work.run(make_calendar_address, meetings.actor("ama"), token_hash=token_hash(token))
    address, anybody = f"/calendar/own/{token}.ics", app.test_client()
    before = anybody.get(address)
    assert "Third meeting" in before.text
    assert "CLASS:PRIVATE" in before.text
    meetings.leaves("ama")
    after = anybody.get(address, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert "Third meeting" not in after.text
    assert "advisers" not in after.text
