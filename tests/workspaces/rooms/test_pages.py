"""Workspaces: who is in, who writes, and that nobody else learns of them."""

from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consult.accounts.models import Account
from consult.bodies.models import Body, Grant
from consult.contributions.models import Contribution
from consult.contributions.operations.submit import NewContribution, NewPassage, submit_contribution
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.rooms.queries import members
from tests.factories import (
    TEST,
    actor_for,
    hidden,
    make_account,
    make_body,
    make_proceeding,
    page,
    send,
    sign_in,
    without_token,
)

pytestmark = pytest.mark.pages

ROOM = "/en/workspaces/advisers/"
MESSAGE = {
    "body": "Shall we meet?",
    "language": "en",
    "identity": "public",
    "confidentiality": "public",
    "category": "",
    "name": "Me",
}


@pytest.fixture
def body(site: Site) -> Body:
    return make_body(site)


@pytest.fixture
def room(site: Site, body: Body) -> Proceeding:
    values = {"kind": "workspace", "audience": "members", "is_live": True, "identities": ["public"], "prefix": "W3"}
    return make_proceeding(site, body, "advisers", **values)


def person(site: Site, room: Proceeding, role: str) -> Account:
    return make_account(site, f"{role}@example.org", (role, "proceeding", room.id), name=f"Pat {role.title()}")


def as_role(site: Site, client: FlaskClient, room: Proceeding, role: str) -> FlaskClient:
    sign_in(site, client, person(site, room, role))
    return client


@pytest.mark.parametrize("role", ["secretary", "chair", "rapporteur", "member"])
def test_members_write_under_their_own_name(site, client, room, role):
    as_role(site, client, room, role)
    text = page(client, ROOM)
    assert f"Pat {role.title()}" in text
    assert 'data-stream="' in text
    for name in ("identity", "confidentiality", "category"):  # what the form does not ask, it says
        assert hidden(text, name) == MESSAGE[name]
    assert send(client, ROOM, MESSAGE | {"name": "Somebody Else"}).status_code == 303
    text = page(client, ROOM)
    assert "Shall we meet?" in text
    assert "Somebody Else" not in text
    assert "advisers" in page(client, "/en/workspaces/")
    page(client, "/ar/workspaces/advisers/")


def test_the_secretary_has_the_ways_to_its_people_and_settings(site, client, room):
    as_role(site, client, room, "secretary")
    people = f"/en/desk/people/room/{room.public_id}"
    text = page(client, ROOM)
    assert f'href="{ROOM}members/invite"' in text
    assert f'href="{ROOM}settings"' in text
    assert f'href="{people}"' in page(client, "/en/desk/proceedings/workspace/advisers/")
    page(client, people)


def test_an_observer_reads_and_cannot_write(site, client, room):
    member = actor_for(site, person(site, room, "member"))
    sent = NewContribution("comment", "key", (NewPassage("For all of us."),), "en", "public", name="X")
    site.work.run(submit_contribution, member, proceeding_id=room.id, new=sent)
    as_role(site, client, room, "observer")
    text = page(client, ROOM)
    assert "For all of us." in text
    assert "<textarea" not in text
    assert "Invite somebody" not in text
    token = hidden(text, "csrf_token")
    assert client.post(ROOM, data=MESSAGE | {"csrf_token": token}).status_code == 404
    observer = actor_for(site, site_account(site, "observer@example.org"))
    with pytest.raises(NotFound):
        site.work.run(submit_contribution, observer, proceeding_id=room.id, new=sent)
    with site.database.reading() as db:
        assert len(db.scalars(select(Contribution)).all()) == 1


def site_account(site: Site, email: str) -> Account:
    with site.database.reading() as db:
        return db.scalars(select(Account).where(Account.email == email)).one()


def outsiders(site: Site, body: Body) -> dict[str, Account | None]:
    other = make_proceeding(site, body, "other-room", kind="workspace", audience="members")
    return {
        "nobody": None,
        "an account": make_account(site, "someone@example.org"),
        "the secretariat of the body": make_account(site, "office@example.org", ("secretariat", "body", body.id)),
        "a moderator of the body": make_account(site, "mod@example.org", ("moderator", "body", body.id)),
        "an administrator": make_account(site, "admin@example.org", ("administrator", "site", None)),
        "a member of another room": make_account(site, "other@example.org", ("member", "proceeding", other.id)),
    }


def test_whoever_is_not_in_it_cannot_tell_it_from_nothing(site, app, body, room):
    for who, account in outsiders(site, body).items():
        client = app.test_client()
        if account is not None:
            sign_in(site, client, account)
        for address in (ROOM, "/en/desk/proceedings/workspace/advisers/"):
            forbidden = without_token(page(client, address, 404))
            absent = without_token(page(client, address.replace("advisers", "adviser5"), 404))
            assert forbidden == absent.replace("adviser5", "advisers"), who
        assert "advisers" not in page(client, "/en/workspaces/"), who


def test_a_message_from_outside_is_answered_as_for_nothing(site, app, body, room):
    for who, account in outsiders(site, body).items():
        client = app.test_client()
        if account is not None:
            sign_in(site, client, account)
        token = hidden(page(client, "/en/account/sign-in"), "csrf_token")
        answers = [
            client.post(address, data=MESSAGE | {"csrf_token": token})
            for address in (ROOM, ROOM.replace("advisers", "adviser5"))
        ]
        assert [one.status_code for one in answers] == [404, 404], who
        assert without_token(answers[0].text) == without_token(answers[1].text).replace("adviser5", "advisers"), who


def test_a_member_who_is_removed_is_outside_at_once(site, client, room):
    account = person(site, room, "member")
    sign_in(site, client, account)
    page(client, ROOM)

    def end(db: Any, _actor: Any) -> None:
        db.execute(update(Grant).where(Grant.account_id == account.id).values(ended_at=now()))

    site.work.run(end, TEST)
    page(client, ROOM, 404)


def test_a_draft_and_a_closed_room(site, app, body):
    room = make_proceeding(site, body, "advisers", kind="workspace", audience="members", state="draft")
    member, secretary = app.test_client(), app.test_client()
    as_role(site, member, room, "member")
    as_role(site, secretary, room, "secretary")
    page(member, ROOM, 404)
    assert "not open for messages" in page(secretary, ROOM)


def test_the_members_of_a_room_are_told_to_its_members(site, body, room):
    chair = person(site, room, "chair")
    person(site, room, "observer")
    gone = person(site, room, "member")

    def end(db: Any, _actor: Any) -> None:
        earlier = now() - timedelta(seconds=1)
        db.execute(update(Grant).where(Grant.account_id == gone.id).values(valid_until=earlier))

    site.work.run(end, TEST)
    office = actor_for(site, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    inside = actor_for(site, chair)
    with site.database.reading() as db:
        assert members(db, inside, room) == [("Pat Chair", "chair"), ("Pat Observer", "observer")]
        with pytest.raises(NotFound):
            members(db, office, room)
