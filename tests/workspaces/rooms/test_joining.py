"""Asking to join a room that tells of itself; every other room is absent to whoever is outside."""

import pytest
from sqlalchemy import select

from consult.core.actors import ANYBODY
from consult.core.errors import Conflict, Invalid, NotFound, Unauthenticated
from consult.workspaces.rooms.joining_queries import listed_rooms, own_requests, requests_to
from consult.workspaces.rooms.models import SeatRequest
from consult.workspaces.rooms.operations.joining import ask_to_join, decide_request, withdraw_request
from tests.factories import actor_for, hidden, make_account, page, sign_in, without_token
from tests.workspaces.rooms.makers import NEWS, insider, mails, make_room, roles_of, seat_of

ASKED = {"text": "I work on this.", "language": "en", "organisation": "Harbour Watch", "category": "civil_society"}
ANSWER = {"role": "member", "answer": "Welcome.", "news": NEWS}


@pytest.fixture
def open_room(site, body):
    return make_room(site, body, "coalition", listed=True, form="coalition")


@pytest.fixture
def asker(site):
    return make_account(site, "asker@example.org", name="Ana Asker")


def asked(site, account, room):
    return site.work.run(ask_to_join, actor_for(site, account), slug=room.slug, **ASKED).result


def test_a_request_is_accepted_and_becomes_a_seat(site, open_room, asker):
    _account, chair = insider(site, open_room, "chair")
    public_id = asked(site, asker, open_room)
    with site.database.reading() as db:
        waiting = requests_to(db, chair, open_room)
    assert [(one.name, one.text, one.organisation) for one in waiting] == [
        ("Ana Asker", "I work on this.", "Harbour Watch")
    ]
    site.work.run(decide_request, chair, public_id=public_id, accept=True, **ANSWER)
    assert roles_of(site, open_room, asker) == ["member"]
    seat = seat_of(site, open_room, asker)
    assert (seat.organisation, seat.category) == ("Harbour Watch", "civil_society")
    assert [one["text"] for one in mails(site)] == ["There is news."]
    with pytest.raises(Conflict, match="decided_already"):
        site.work.run(decide_request, chair, public_id=public_id, accept=False, **ANSWER)
    with pytest.raises(Conflict, match="seated_already"):
        asked(site, asker, open_room)


def test_a_request_is_declined_with_an_answer_and_three_are_enough(site, open_room, asker):
    _account, chair = insider(site, open_room, "chair")
    for _time in range(3):
        public_id = asked(site, asker, open_room)
        site.work.run(decide_request, chair, public_id=public_id, accept=False, **ANSWER | {"answer": "Not now."})
    assert roles_of(site, open_room, asker) == []
    with site.database.reading() as db:
        mine = own_requests(db, actor_for(site, asker))
    assert [(one.state, one.answer, room.slug) for one, room in mine] == [("declined", "Not now.", "coalition")] * 3
    with pytest.raises(Conflict, match="asked_enough"):
        asked(site, asker, open_room)


def test_asking_is_refused_to_nobody_twice_and_where_no_room_tells_of_itself(site, room, open_room, asker):
    with pytest.raises(Unauthenticated):
        site.work.run(ask_to_join, ANYBODY, slug=open_room.slug, **ASKED)
    for slug in (room.slug, "no-room"):
        with pytest.raises(NotFound):
            site.work.run(ask_to_join, actor_for(site, asker), slug=slug, **ASKED)
    with pytest.raises(Invalid):
        site.work.run(ask_to_join, actor_for(site, asker), slug=open_room.slug, **ASKED | {"text": " "})
    asked(site, asker, open_room)
    with pytest.raises(Conflict, match="asked_already"):
        asked(site, asker, open_room)


def test_only_who_asked_takes_back_and_only_who_invites_decides(site, open_room, asker):
    public_id = asked(site, asker, open_room)
    _account, member = insider(site, open_room, "member")
    _other, chair = insider(site, open_room, "chair")
    with pytest.raises(NotFound):
        site.work.run(withdraw_request, member, slug=open_room.slug, public_id=public_id)
    for who in (member, actor_for(site, asker)):
        with pytest.raises(NotFound):
            site.work.run(decide_request, who, public_id=public_id, accept=True, **ANSWER)
    with pytest.raises(Invalid):
        site.work.run(decide_request, chair, public_id=public_id, accept=True, **ANSWER | {"role": "chair"})
    with pytest.raises(NotFound):
        site.work.run(withdraw_request, actor_for(site, asker), slug="elsewhere", public_id=public_id)
    site.work.run(withdraw_request, actor_for(site, asker), slug=open_room.slug, public_id=public_id)
    with pytest.raises(Conflict, match="decided_already"):
        site.work.run(decide_request, chair, public_id=public_id, accept=True, **ANSWER)
    with site.database.reading() as db:
        assert db.scalars(select(SeatRequest.state)).all() == ["withdrawn"]


def test_drafts_and_closed_rooms_tell_nothing_of_themselves(site, body, asker):
    for slug, state in (("draft-room", "draft"), ("closed-room", "closed")):
        make_room(site, body, slug, listed=True, state=state)
    with site.database.reading() as db:
        assert listed_rooms(db, actor_for(site, asker)) == []


@pytest.mark.pages
def test_outsiders_see_title_and_listing_and_of_other_rooms_nothing(site, app, room, open_room, asker):
    insider(site, open_room, "chair")
    for account in (None, asker):
        client = app.test_client()
        if account is not None:
            sign_in(site, client, account)
        text = page(client, "/en/workspaces/coalition/join")
        assert "The title of coalition" in text
        assert "Whoever works on this may ask." in text
        assert "Pat Chair" not in text
        assert "A sentence about it." not in text
        hidden_room, absent = (
            without_token(page(client, f"/en/workspaces/{slug}/join", 404)) for slug in (room.slug, "adviser5")
        )
        assert hidden_room == absent.replace("adviser5", room.slug)
        index = page(client, "/en/workspaces/")
        assert "The title of coalition" in index
        assert "The title of advisers" not in index
        page(client, "/en/workspaces/coalition/", 404)


@pytest.mark.pages
def test_the_whole_way_in_by_pages(site, app, open_room, asker):
    account, _chair = insider(site, open_room, "chair")
    theirs, mine = app.test_client(), app.test_client()
    sign_in(site, theirs, account)
    sign_in(site, mine, asker)
    join = "/en/workspaces/coalition/join"
    token = {"csrf_token": hidden(page(mine, join), "csrf_token")}
    assert mine.post(join, data=token).status_code == 422
    assert mine.post(join, data=token | {"text": "Let me in.", "category": ""}).status_code == 303
    assert "Waiting for an answer" in page(mine, join)
    with site.database.reading() as db:
        public_id = db.scalars(select(SeatRequest.public_id)).one()
    assert "1 person asks to join" in page(theirs, "/en/workspaces/coalition/")
    decide = f"/en/workspaces/coalition/members/requests/{public_id}"
    token = {"csrf_token": hidden(page(theirs, decide), "csrf_token")}
    values = {"act": "accept", "role": "member", "answer": "Welcome."}
    assert theirs.post(decide, data=token | values).status_code == 303
    assert theirs.post(decide, data=token | values).status_code == 409
    assert "Ana Asker" in page(theirs, "/en/workspaces/coalition/members/")
    page(mine, "/en/workspaces/coalition/")
    assert mine.get(join).location.endswith("/en/workspaces/coalition/")
    mail = mails(site)[0]
    assert "coalition" not in (mail["subject"] + mail["text"]).lower()
