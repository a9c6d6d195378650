"""Bodies, roles and invitations: who gives what to whom, and what happens to it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from consult.accounts.models import Account
from consult.accounts.operations import create_account
from consult.bodies.models import Body, Grant, Invitation
from consult.bodies.operations import create_body, end_grant, grant_role
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import accept_invitation, remove_role, withdraw_invitation
from tests.bodies.people import grants, hashed, offer, person
from tests.factories import TEST, make_account, make_body


def rights_version(site, room):
    with site.database.reading() as db:
        return db.get_one(Proceeding, room.id).rights_version


def test_an_administrator_makes_a_body_and_gives_its_secretariat(site):
    administrator = person(site, "admin", ("administrator", "site", None))
    public_id = site.work.run(create_body, administrator, slug="water", names={"en": "Water"}, language="en").result
    with site.database.reading() as db:
        body = db.query(Body).filter_by(public_id=public_id).one().id
    account = make_account(site, "s@example.org")
    site.work.run(grant_role, administrator, account_id=account.id, role="secretariat", scope="body", scope_id=body)
    assert grants(site, scope="body", scope_id=body) == ["secretariat"]
    with pytest.raises(Conflict):
        site.work.run(create_body, administrator, slug="water", names={"en": "W"}, language="en")
    for wrong in ({"slug": "Wa ter"}, {"names": {"en": " "}}, {"names": {"fr": "Eau"}}):
        with pytest.raises(Invalid):
            site.work.run(create_body, administrator, **{"slug": "w", "names": {"en": "W"}, "language": "en"} | wrong)


def test_the_secretariat_makes_no_body_and_no_administrator(site, body):
    secretariat = person(site, "s", ("secretariat", "body", body.id))
    with pytest.raises(NotFound):
        site.work.run(create_body, secretariat, slug="water", names={"en": "Water"}, language="en")
    account = make_account(site, "x@example.org")
    with pytest.raises(NotFound):
        site.work.run(grant_role, secretariat, account_id=account.id, role="administrator", scope="site")
    other = make_body(site, "other")
    with pytest.raises(NotFound):
        site.work.run(grant_role, secretariat, account_id=account.id, role="moderator", scope="body", scope_id=other.id)
    with pytest.raises(Invalid):
        site.work.run(grant_role, secretariat, account_id=account.id, role="chair", scope="body", scope_id=body.id)


def test_a_role_that_is_given_twice_is_one_grant_and_its_end_is_announced(site, body):
    heard = []
    site.work.heralds.append(lambda kind, value: heard.append((kind, value)))
    secretariat = person(site, "s", ("secretariat", "body", body.id))
    account = make_account(site, "m@example.org")
    values = {"account_id": account.id, "role": "moderator", "scope": "body", "scope_id": body.id}
    one, same = (site.work.run(grant_role, secretariat, **values).result for _ in range(2))
    assert one == same
    site.work.run(end_grant, secretariat, grant_id=one)
    with pytest.raises(NotFound):
        site.work.run(end_grant, secretariat, grant_id=one)
    site.work.close()
    assert heard == [("rights.changed", account.id)] * 2


@pytest.mark.parametrize("role", ["member", "observer", "moderator", "rapporteur"])
def test_nobody_invites_without_the_right(site, body, room, role):
    for actor in (
        person(site, "x", (role, "proceeding", room.id)),
        person(site, "y", ("secretariat", "body", body.id)),
    ):
        with pytest.raises(NotFound):
            offer(site, actor, room)


def test_a_chair_gives_no_role_that_can_do_more(site, room):
    chair = person(site, "chair", ("chair", "proceeding", room.id))
    secretary = person(site, "secretary", ("secretary", "proceeding", room.id))
    for role in ("secretary", "rapporteur", "administrator", "nothing"):
        with pytest.raises(Invalid):
            offer(site, chair, room, role=role)
    offer(site, chair, room, role="moderator")
    offer(site, secretary, room, role="chair", token="u")
    with site.database.reading() as db:
        grant = db.query(Grant).filter_by(role="secretary").one().id
    with pytest.raises(NotFound):
        site.work.run(remove_role, chair, grant_id=grant)
    site.work.run(remove_role, secretary, grant_id=grant)
    assert grants(site, scope="proceeding") == ["chair"]


def test_an_offer_is_taken_up_once_by_its_address_and_moves_the_rights(site, room):
    chair = person(site, "chair", ("chair", "proceeding", room.id))
    new, other = person(site, "new"), person(site, "other")
    offer(site, chair, room)
    before = rights_version(site, room)
    with pytest.raises(Conflict):
        site.work.run(accept_invitation, other, token_hash=hashed("t"))
    with pytest.raises(NotFound):
        site.work.run(accept_invitation, new, token_hash=hashed("wrong"))
    site.work.run(accept_invitation, new, token_hash=hashed("t"))
    with pytest.raises(NotFound):
        site.work.run(accept_invitation, new, token_hash=hashed("t"))
    assert grants(site, account_id=new.account_id) == ["member"]
    assert rights_version(site, room) == before + 1


def test_an_offer_ends_with_its_time_its_withdrawal_a_newer_one_or_its_senders_role(site, room):
    chair = person(site, "chair", ("chair", "proceeding", room.id))
    secretary = person(site, "secretary", ("secretary", "proceeding", room.id))
    new = person(site, "new")

    def expire(db, actor):
        db.query(Invitation).filter_by(token_hash=hashed("expired")).update({"expires_at": now()})

    offer(site, chair, room, token="expired")
    site.work.run(expire, TEST)
    withdrawn = offer(site, chair, room, token="withdrawn", role="observer")
    site.work.run(withdraw_invitation, secretary, public_id=withdrawn)
    offer(site, chair, room, token="older")
    offer(site, chair, room, token="newer")
    with site.database.reading() as db:
        grant = db.query(Grant).filter_by(account_id=chair.account_id).one().id
    for token in ("expired", "withdrawn", "older"):
        with pytest.raises(NotFound):
            site.work.run(accept_invitation, new, token_hash=hashed(token))
    site.work.run(remove_role, secretary, grant_id=grant)
    with pytest.raises(NotFound):
        site.work.run(accept_invitation, new, token_hash=hashed("newer"))


def test_a_removal_moves_the_rights_and_everybody_may_leave(site, room):
    member = person(site, "member", ("member", "proceeding", room.id))
    before = rights_version(site, room)
    with site.database.reading() as db:
        grant = db.query(Grant).filter_by(account_id=member.account_id).one().id
    with pytest.raises(NotFound):
        site.work.run(remove_role, person(site, "else", ("member", "proceeding", room.id)), grant_id=grant)
    site.work.run(remove_role, member, grant_id=grant)
    assert rights_version(site, room) == before + 1


def test_an_account_is_made_by_the_operator_alone(site):
    values = {"email": "A@Example.org ", "name": "A", "password_hash": "x"}
    with pytest.raises(NotFound):
        site.work.run(create_account, person(site, "somebody"), **values)
    site.work.run(create_account, TEST, **values)
    with pytest.raises(Conflict):
        site.work.run(create_account, TEST, **values)
    with site.database.reading() as db:
        assert db.query(Account).filter_by(email="a@example.org").count() == 1


def test_of_two_who_take_up_one_offer_at_the_same_moment_one_gets_it(site, room):
    new = person(site, "new")
    offer(site, person(site, "chair", ("chair", "proceeding", room.id)), room)
    start = threading.Barrier(2)

    def accept(_number):
        start.wait(10)
        try:
            return site.work.run(accept_invitation, new, token_hash=hashed("t")).result.account_id
        except NotFound:
            return None

    with ThreadPoolExecutor(2) as threads:
        answers = list(threads.map(accept, range(2)))
    assert sorted(answers, key=str) == [new.account_id, None]
    assert grants(site, account_id=new.account_id) == ["member"]


def test_a_removal_and_an_invitation_by_the_removed_leave_no_open_offer(site, room):
    secretary = person(site, "secretary", ("secretary", "proceeding", room.id))
    chair = person(site, "chair", ("chair", "proceeding", room.id))
    with site.database.reading() as db:
        grant = db.query(Grant).filter_by(role="chair").one().id
    start = threading.Barrier(2)

    def remove():
        start.wait(10)
        site.work.run(remove_role, secretary, grant_id=grant)

    def invites():
        start.wait(10)
        try:
            offer(site, chair, room)
        except NotFound:
            return

    with ThreadPoolExecutor(2) as threads:
        for done in [threads.submit(remove), threads.submit(invites)]:
            done.result(30)
    with site.database.reading() as db:
        assert db.query(Invitation).filter(Invitation.expires_at > now(), Invitation.used_at.is_(None)).count() == 0
