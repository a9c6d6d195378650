"""Guests of one document: who invites them, what opens to them, and how that ends."""

import pytest
from sqlalchemy import select

from consult.bodies.actors import token_hash
from consult.bodies.models import Grant
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.policy.access import holds
from consult.workspaces.documents.models import Document
from consult.workspaces.rooms.joining_queries import guests_of
from consult.workspaces.rooms.operations.guests import invite_guest, remove_guest, withdraw_guest_invitation
from consult.workspaces.rooms.operations.leaving import leave_room
from tests.factories import actor_for, make_account, page, saved, sign_in
from tests.workspaces.rooms.makers import LETTER, accepted, insider, make_room

OFFER = {"email": "guest@example.org", "token_hash": token_hash("t"), "letter": LETTER}


def paper_in(site, room, title="A paper"):
    return saved(site, Document(proceeding_id=room.id, title=title, language="en", made_at=now()))


@pytest.fixture
def chair(site, room):
    return insider(site, room, "chair")[1]


@pytest.fixture
def paper(site, room):
    return paper_in(site, room)


@pytest.fixture
def guest(site, room, chair, paper):
    account = make_account(site, "guest@example.org", name="Gus Guest")
    site.work.run(invite_guest, chair, proceeding_id=room.id, document=paper.public_id, **OFFER)
    accepted(site, actor_for(site, account))
    return account


def grant_of(site, account):
    with site.database.reading() as db:
        return db.scalars(select(Grant).where(Grant.account_id == account.id, Grant.scope == "document")).one()


def test_a_guest_gets_the_document_and_nothing_of_the_room(site, room, paper, guest):
    actor, other = actor_for(site, guest), paper_in(site, room, "Another paper")
    for permission in ("document:read", "document:suggest"):
        assert holds(actor, permission, paper.where)
        assert not holds(actor, permission, other.where)
    assert not holds(actor, "room:read", room.where)
    assert [(one.role, one.scope) for one in actor.held] == [("guest", "document")]


def test_those_who_invite_see_who_is_a_guest_and_who_is_invited(site, room, chair, paper, guest):
    site.work.run(
        invite_guest,
        chair,
        proceeding_id=room.id,
        document=paper.public_id,
        **OFFER | {"email": "b@example.org", "token_hash": token_hash("b")},
    )
    _account, member = insider(site, room, "member")
    with site.database.reading() as db:
        shown = guests_of(db, chair, room, [paper.id])
        assert [(one.name, one.grant_id is None) for one in shown] == [("Gus Guest", False), ("b@example.org", True)]
        with pytest.raises(NotFound):
            guests_of(db, member, room, [paper.id])
    site.work.run(withdraw_guest_invitation, chair, proceeding_id=room.id, public_id=shown[1].invitation)
    with pytest.raises(NotFound):
        accepted(site, actor_for(site, make_account(site, "b@example.org")), "b")


def test_nobody_else_invites_and_no_document_of_another_room_is_opened(site, body, room, chair, paper):
    for role in ("member", "observer"):
        with pytest.raises(NotFound):
            site.work.run(
                invite_guest, insider(site, room, role)[1], proceeding_id=room.id, document=paper.public_id, **OFFER
            )
    elsewhere = paper_in(site, make_room(site, body, "other"))
    with pytest.raises(NotFound):
        site.work.run(invite_guest, chair, proceeding_id=room.id, document=elsewhere.public_id, **OFFER)
    site.work.run(lambda db, _actor: setattr(db.get_one(type(room), room.id), "state", "closed"), chair)
    with pytest.raises(Conflict, match="closed"):
        site.work.run(invite_guest, chair, proceeding_id=room.id, document=paper.public_id, **OFFER)


def test_a_guest_is_sent_away_or_goes(site, room, chair, paper, guest):
    held = grant_of(site, guest)
    here = {"proceeding_id": room.id, "grant_id": held.id}
    with pytest.raises(NotFound):
        site.work.run(remove_guest, insider(site, room, "member")[1], **here)
    with pytest.raises(NotFound):
        site.work.run(remove_guest, chair, proceeding_id=room.id + 1, grant_id=held.id)
    site.work.run(remove_guest, actor_for(site, guest), **here)
    assert grant_of(site, guest).ended_at is not None
    with pytest.raises(NotFound):
        site.work.run(remove_guest, chair, **here)


def test_whoever_leaves_the_room_is_no_guest_of_its_documents_either(site, room, chair, paper, guest):
    saved(site, Grant(account_id=guest.id, role="member", scope="proceeding", scope_id=room.id, valid_from=now()))
    site.work.run(leave_room, actor_for(site, guest), proceeding_id=room.id)
    assert grant_of(site, guest).ended_at is not None
    assert actor_for(site, guest).held == ()


@pytest.mark.pages
def test_the_members_page_lists_guests_for_those_who_invite(site, app, room, paper, guest):
    for role, sees in (("secretary", True), ("member", False)):
        client = app.test_client()
        sign_in(site, client, insider(site, room, role)[0])
        assert ("Gus Guest" in page(client, "/en/workspaces/advisers/members/")) is sees
    client = app.test_client()
    sign_in(site, client, guest)
    for part in ("", "members/", "settings", "leave"):
        page(client, f"/en/workspaces/advisers/{part}", 404)
    text = page(client, "/en/workspaces/")
    assert paper.public_id in text
    assert "advisers" not in text
