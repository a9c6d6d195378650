"""Who belongs to an organisation: invited, taken in, raised, gone; somebody always represents it."""

from typing import Any

import pytest

from consult.bodies.actors import token_hash
from consult.bodies.operations import Letter
from consult.core.actors import ANYBODY, Actor
from consult.core.errors import Conflict, Invalid, NotFound, Unauthenticated
from consult.organisations.member_queries import holders_of, requests_to, waiting_offers
from consult.organisations.models import Organisation
from consult.organisations.operations.members import (
    ask_to_join,
    change_role,
    decide_request,
    end_membership,
    invite_member,
    withdraw_offer,
)
from consult.proceedings.people.operations import accept_invitation
from consult.site import Site
from tests.factories import make_body
from tests.organisations.makers import again, grant_of, registered, somebody

LETTER = Letter("Invitation", "Open the link", "en")


def joined(site: Site, row: Organisation, who: Actor, leader: Actor) -> Actor:
    """A member who asked and was taken in."""
    site.work.run(ask_to_join, who, public_id=row.public_id, note="")
    with site.database.reading() as db:
        request = requests_to(db, row)[0].public_id
    site.work.run(decide_request, leader, public_id=row.public_id, request=request, grant=True)
    return again(site, who)


def roles(site: Site, row: Organisation) -> list[tuple[str, str]]:
    with site.database.reading() as db:
        return [(one.name, one.role) for one in holders_of(db, row)]


@pytest.fixture
def ana(site: Site) -> Actor:
    return somebody(site, "ana")


@pytest.fixture
def row(site: Site, ana: Actor) -> Organisation:
    return registered(site, ana)


def test_an_invitation_is_for_one_address_and_one_use(site: Site, ana: Actor, row: Organisation):
    given: dict[str, Any] = {
        "public_id": row.public_id,
        "email": "ben@example.org",
        "role": "organisation_member",
        "letter": LETTER,
    }
    site.work.run(invite_member, again(site, ana), token_hash=token_hash("one"), **given)
    ben = somebody(site, "ben")
    with pytest.raises(Conflict, match="other_account"):
        site.work.run(accept_invitation, somebody(site, "eve"), token_hash=token_hash("one"))
    site.work.run(accept_invitation, ben, token_hash=token_hash("one"))
    assert roles(site, row) == [("Ana", "representative"), ("Ben", "organisation_member")]
    with pytest.raises(NotFound):
        site.work.run(accept_invitation, ben, token_hash=token_hash("one"))


def test_members_and_strangers_do_not_invite_and_secretariats_do(site: Site, ana: Actor, row: Organisation):
    ben = joined(site, row, somebody(site, "ben"), again(site, ana))
    office = somebody(site, "office", ("secretariat", "body", make_body(site).id))
    given: dict[str, Any] = {
        "public_id": row.public_id,
        "email": "x@example.org",
        "role": "representative",
        "letter": LETTER,
    }
    for who in (ben, somebody(site, "eve"), ANYBODY):
        with pytest.raises(NotFound):
            site.work.run(invite_member, who, token_hash="t", **given)
    with pytest.raises(Invalid, match="no_such_choice"):
        site.work.run(invite_member, office, token_hash="t", **given | {"role": "secretariat"})
    made = site.work.run(invite_member, office, token_hash="t", **given).result
    with pytest.raises(NotFound):
        site.work.run(withdraw_offer, ben, public_id=row.public_id, invitation=made)
    site.work.run(withdraw_offer, again(site, ana), public_id=row.public_id, invitation=made)
    with site.database.reading() as db:
        assert not waiting_offers(db, row)


def test_who_asks_is_taken_in_once_by_a_representative(site: Site, ana: Actor, row: Organisation):
    ben, leader = somebody(site, "ben"), again(site, ana)
    with pytest.raises(Unauthenticated):
        site.work.run(ask_to_join, ANYBODY, public_id=row.public_id, note="")
    with pytest.raises(Conflict, match="is_member"):
        site.work.run(ask_to_join, leader, public_id=row.public_id, note="")
    site.work.run(ask_to_join, ben, public_id=row.public_id, note="I work there.")
    with pytest.raises(Conflict, match="asked_already"):
        site.work.run(ask_to_join, ben, public_id=row.public_id, note="")
    with site.database.reading() as db:
        (asked,) = requests_to(db, row)
    decision: dict[str, Any] = {"public_id": row.public_id, "request": asked.public_id}
    with pytest.raises(NotFound):
        site.work.run(decide_request, ben, grant=True, **decision)
    site.work.run(decide_request, leader, grant=False, **decision)
    with pytest.raises(Conflict, match="changed_meanwhile"):
        site.work.run(decide_request, leader, grant=True, **decision)
    assert roles(site, row) == [("Ana", "representative")]


def test_the_last_representative_stays(site: Site, ana: Actor, row: Organisation):
    leader = again(site, ana)
    ben = joined(site, row, somebody(site, "ben"), leader)
    own, his = grant_of(site, ana), grant_of(site, ben)
    at: dict[str, Any] = {"public_id": row.public_id}
    with pytest.raises(Conflict, match="last_representative"):
        site.work.run(end_membership, leader, grant_id=own, **at)
    with pytest.raises(Conflict, match="last_representative"):
        site.work.run(change_role, leader, grant_id=own, role="organisation_member", **at)
    with pytest.raises(NotFound):
        site.work.run(end_membership, ben, grant_id=own, **at)
    with pytest.raises(NotFound):
        site.work.run(change_role, ben, grant_id=his, role="representative", **at)
    site.work.run(change_role, leader, grant_id=his, role="representative", **at)
    site.work.run(end_membership, leader, grant_id=own, **at)
    assert roles(site, row) == [("Ben", "representative")]


def test_a_member_leaves_and_a_grant_elsewhere_is_not_touched_here(site: Site, ana: Actor, row: Organisation):
    ben = joined(site, row, somebody(site, "ben"), again(site, ana))
    other = registered(site, ana, "Another")
    with pytest.raises(NotFound):
        site.work.run(end_membership, ben, public_id=other.public_id, grant_id=grant_of(site, ben))
    site.work.run(end_membership, ben, public_id=row.public_id, grant_id=grant_of(site, ben))
    assert roles(site, row) == [("Ana", "representative")]
