"""Every address of a room is shut at once to who was removed, by whatever way it was left, and looks absent to strangers."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.hearings.programme.models import HearingSession, Plan
from consult.ledger.models import Stream
from consult.workspaces.rooms.models import SeatRequest
from consult.workspaces.rooms.operations.leaving import leave_room, remove_member
from tests.factories import actor_for, hidden, make_account, make_proceeding, page, saved, sign_in, without_token
from tests.workspaces.rooms.makers import NEWS, insider, mails

pytestmark = pytest.mark.pages
BASE = "/en/workspaces/advisers/"
PAGES = ("", "settings", "members/", "members/invite", "members/directory", "members/guests/invite", "leave", "join")
SECRET = "zqlanternqz"


def of_the_person(account):
    return (f"members/{account.public_id}", f"members/{account.public_id}/remove")


@pytest.fixture
def chair(site, room):
    return insider(site, room, "chair")


@pytest.fixture
def leader(site, room, chair):
    """A second one who leads, signs in, and is to go."""
    return insider(site, room, "chair", "goer")[0]


def removed(site, room, leader, chair):
    here = {"proceeding_id": room.id, "person": leader.public_id}
    site.work.run(remove_member, chair[1], **here, reason="So be it.", news=NEWS)


def left(site, room, leader, _chair):
    site.work.run(leave_room, actor_for(site, leader), proceeding_id=room.id)


@pytest.mark.parametrize("way", [removed, left])
def test_no_address_is_open_any_more_and_each_looks_absent(site, client, room, chair, leader, way):
    sign_in(site, client, leader)
    tags = {}
    paths = [BASE + part for part in (*PAGES, *of_the_person(leader)) if part != "join"]
    for path in paths:
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert "no-store" in answer.headers["Cache-Control"] or "no-cache" in answer.headers["Cache-Control"]
        tags[path] = answer.headers.get("ETag", '"any"')
    assert "The title of advisers" in page(client, "/en/workspaces/")
    way(site, room, leader, chair)
    for path in [*paths, f"{BASE}join"]:
        answer = client.get(path, headers={"If-None-Match": tags.get(path, '"any"')})
        absent = client.get(path.replace("advisers", "adviser5"))
        assert answer.status_code == absent.status_code == 404, path
        shown = without_token(answer.get_data(as_text=True))
        assert shown == without_token(absent.get_data(as_text=True)).replace("adviser5", "advisers"), path
    assert "advisers" not in page(client, "/en/workspaces/")


def test_search_streams_and_the_number_of_what_is_found_tell_nothing(site, client, room, chair, leader):
    actor = actor_for(site, leader)
    sent = NewContribution("comment", "key", (NewPassage(f"A {SECRET} for us."),), "en", "public", name="X")
    site.work.run(submit_contribution, actor, proceeding_id=room.id, new=sent)
    with site.database.reading() as db:
        stream = db.scalars(
            select(Stream.public_id).where(Stream.scope_id == room.id, Stream.audience == "members")
        ).one()
    sign_in(site, client, leader)
    events, search = f"/api/v1/streams/{stream}/events?since=0", f"/en/search?q={SECRET}"
    assert client.get(events).status_code == 200
    assert "for us." in page(client, search)
    removed(site, room, leader, chair)
    assert client.get(events).status_code == 404
    assert "for us." not in page(client, search)
    nothing = page(client, "/en/search?q=zqnothingqz")
    assert page(client, search).replace(SECRET, "zqnothingqz").count("zqnothingqz") == nothing.count("zqnothingqz")


def test_the_calendar_of_a_former_member_tells_of_no_meeting(site, client, body, room, chair, leader):
    meeting = make_proceeding(
        site, body, "meeting", kind="hearing", prefix="H9", audience="members", title="Meeting of advisers"
    )
    saved(site, Plan(proceeding_id=meeting.id, under_id=room.id))
    starts, ends = datetime(2099, 1, 26, 9, tzinfo=UTC), datetime(2099, 1, 26, 12, tzinfo=UTC)
    hours = {"starts_local": "2099-01-26T10:00", "ends_local": "2099-01-26T13:00", "zone": "Europe/Zurich"}
    saved(site, HearingSession(proceeding_id=meeting.id, number=1, starts_at=starts, ends_at=ends, **hours))
    sign_in(site, client, leader)
    token = {"csrf_token": hidden(page(client, "/en/account/calendar"), "csrf_token"), "act": "make"}
    text = client.post("/en/account/calendar", data=token).get_data(as_text=True)
    address = text.split('value="http://localhost/calendar/own/')[1].split('"')[0]
    stranger = client.application.test_client()
    own = f"/calendar/own/{address}".replace("&amp;", "&")
    before = stranger.get(own)
    assert "Meeting of advisers" in before.get_data(as_text=True)
    removed(site, room, leader, chair)
    after = stranger.get(own, headers={"If-None-Match": before.headers.get("ETag", '"any"')})
    assert after.status_code == 200
    assert "Meeting of advisers" not in after.get_data(as_text=True)


def test_the_removal_by_its_page_is_told_in_a_mail_that_names_nothing(site, client, room, chair, leader):
    sign_in(site, client, chair[0])
    address = f"{BASE}members/{leader.public_id}/remove"
    token = {"csrf_token": hidden(page(client, address), "csrf_token")}
    assert client.post(address, data=token).status_code == 422
    assert client.post(address, data=token | {"reason": "Absent for a year."}).status_code == 303
    text = page(client, f"{BASE}members/")
    assert "Former members" in text
    assert "Absent for a year." in text
    (mail,) = mails(site)
    for word in ("advisers", "Absent", "removed"):
        assert word not in mail["subject"] + mail["text"]
    theirs = client.application.test_client()
    sign_in(site, theirs, leader)
    told = page(theirs, "/en/workspaces/")
    assert "Absent for a year." in told
    assert "advisers" not in told


@pytest.mark.parametrize("role", ["member", "observer"])
def test_members_see_who_sits_there_and_none_of_what_only_leaders_see(site, client, room, chair, leader, role):
    asker = make_account(site, "asker@example.org", name="Ana Asker")
    values = {"proceeding_id": room.id, "account_id": asker.id, "text": "Me.", "language": "en"}
    asked = saved(site, SeatRequest(**values, asked_at=datetime.now(UTC)))
    removed(site, room, leader, chair)
    account, _actor = insider(site, room, role)
    sign_in(site, client, account)
    text = page(client, f"{BASE}members/")
    assert "Pat Chair" in text
    for word in ("Pat Goer", "So be it.", "Ana Asker", "Invite", "Former members"):
        assert word not in text, word
    closed = ("settings", "members/invite", "members/directory", "members/guests/invite", *of_the_person(chair[0]))
    for part in (*closed, f"members/requests/{asked.public_id}"):
        page(client, BASE + part, 404)


def test_a_request_lies_in_its_own_room_alone(site, client, body, room, chair):
    elsewhere = make_proceeding(site, body, "other-room", kind="workspace", audience="members")
    asker = make_account(site, "asker@example.org")
    values = {"proceeding_id": elsewhere.id, "account_id": asker.id, "text": "Me.", "language": "en"}
    asked = saved(site, SeatRequest(**values, asked_at=datetime.now(UTC)))
    sign_in(site, client, chair[0])
    page(client, f"{BASE}members/requests/{asked.public_id}", 404)
    page(client, f"{BASE}members/{asker.public_id}", 404)
