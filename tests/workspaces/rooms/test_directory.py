"""Inviting from the directory: whoever represents an organisation is invited, and nobody is told their addresses."""

import pytest
from sqlalchemy import select

from consult.bodies.actors import token_hash
from consult.bodies.models import Grant, Invitation
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.workspaces.rooms.joining_queries import directory, offers_to, speakers_of
from consult.workspaces.rooms.operations.inviting import Key, invite_organisation
from consult.workspaces.rooms.operations.seating import SeatFacts
from tests.factories import actor_for, hidden, make_account, page, saved, sign_in
from tests.organisations.makers import registered, somebody
from tests.workspaces.rooms.makers import LETTER, accepted, insider, mails, roles_of, seat_of


@pytest.fixture
def watch(site):
    return registered(site, somebody(site, "rep"))


@pytest.fixture
def chair(site, room):
    return insider(site, room, "chair")[1]


def inviting(site, actor, room, watch, token="t", **more):
    with site.database.reading() as db:
        speakers = speakers_of(db, actor, watch.public_id)
    keys = {account_id: Key(token_hash(f"{token}{number}"), LETTER) for number, account_id in enumerate(speakers)}
    values = {"organisation": watch.public_id, "role": "member", "keys": keys, "facts": SeatFacts(), **more}
    return site.work.run(invite_organisation, actor, proceeding_id=room.id, **values).result


def test_each_who_represents_it_is_invited_and_the_seat_names_it(site, room, chair, watch):
    second = make_account(site, "second@example.org", ("representative", "organisation", watch.id))
    make_account(site, "drafter@example.org", ("organisation_member", "organisation", watch.id))
    assert inviting(site, chair, room, watch) == 2
    assert sorted(one["to"] for one in mails(site)) == ["rep@example.org", "second@example.org"]
    with site.database.reading() as db:
        assert [(one.email, one.organisation) for one in offers_to(db, chair, room)] == [(None, "Harbour Watch")] * 2
        tokens = {one.email: one.token_hash for one in db.scalars(select(Invitation))}
    token = next(one for one in ("t0", "t1") if token_hash(one) == tokens["second@example.org"])
    accepted(site, actor_for(site, second), token)
    seat = seat_of(site, room, second)
    assert (seat.organisation, seat.organisation_id, seat.category) == (
        "Harbour Watch",
        watch.public_id,
        "civil_society",
    )
    assert roles_of(site, room, second) == ["member"]
    assert inviting(site, chair, room, watch, "again") == 1  # who sits there already is not invited again


def test_what_is_refused(site, room, chair, watch):
    _account, member = insider(site, room, "member")
    with pytest.raises(NotFound):
        inviting(site, member, room, watch)
    with pytest.raises(Invalid, match="no_such_choice"):
        inviting(site, chair, room, watch, organisation="nosuchthing00000")
    with pytest.raises(Invalid, match="nobody_to_invite"):
        inviting(site, chair, room, watch, keys={})
    with pytest.raises(Invalid, match="day_is_over"):
        inviting(site, chair, room, watch, facts=SeatFacts(term_until="2020-01-01"))
    site.work.run(lambda db, _actor: setattr(db.get_one(type(room), room.id), "state", "closed"), chair)
    with pytest.raises(Conflict, match="closed"):
        inviting(site, chair, room, watch)


def test_it_is_found_by_a_part_of_its_name_if_somebody_speaks_for_it(site, chair, watch):
    silent = registered(site, somebody(site, "gone"), "Harbour Silence")
    with site.database.reading() as db:
        grant = db.scalars(select(Grant).where(Grant.scope == "organisation", Grant.scope_id == silent.id)).one()
    grant.ended_at = now()
    saved(site, grant)
    with site.database.reading() as db:
        for words in ("harbour", "HARB", "watch"):
            assert [row.public_id for row, _name in directory(db, chair, words, "en")] == [watch.public_id]
        for words in ("%", "_arbour", "zeppelin"):
            assert directory(db, chair, words, "en") == []


@pytest.mark.pages
def test_no_page_shows_the_address(site, client, room, watch):
    account, _secretary = insider(site, room, "secretary")
    sign_in(site, client, account)
    address = "/en/workspaces/advisers/members/directory?q=harbour"
    text = page(client, address)
    assert "Harbour Watch" in text
    token = {"csrf_token": hidden(text, "csrf_token")}
    assert client.post(address, data=token).status_code == 422
    values = token | {"organisation": watch.public_id, "role": "member"}
    assert client.post(address, data=values).status_code == 303
    for shown in ("/en/workspaces/advisers/members/", f"/en/desk/people/room/{room.public_id}"):
        text = page(client, shown)
        assert "rep@example.org" not in text
    assert "Somebody who represents Harbour Watch" in page(client, "/en/workspaces/advisers/members/")
    assert "Somebody of the directory" in text
