"""Bodies, roles and invitations: who gives what to whom, and what happens to it."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from consult.accounts.models import Account
from consult.accounts.operations import create_account
from consult.bodies.actors import token_hash
from consult.bodies.models import Body, Grant, Invitation
from consult.bodies.operations import create_body, end_grant, grant_role
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import Job
from consult.proceedings.models import Proceeding
from consult.proceedings.people.operations import Letter, accept_invitation, invite, remove_role, withdraw_invitation
from tests.rooms import OPERATOR, PASSWORD, actor_for, add_body, add_person, add_room, post, sign_in, write

LETTER = Letter("Invitation", "Open the link", "en")


@pytest.fixture
def body(site):
    return add_body(site)


@pytest.fixture
def room(site, body):
    return add_room(site, body, "group", audience="members", title="Hidden Marigold Group")


def person(site, name, *roles):
    return actor_for(site, add_person(site, f"{name}@example.org", *roles))[0]


def offer(site, actor, room, *, role="member", email="new@example.org", token="t", scope="proceeding"):
    values = {"scope": scope, "scope_id": room, "email": email, "role": role, "token_hash": hashed(token)}
    return site.work.run(invite, actor, letter=LETTER, **values).result


def hashed(token):
    return token_hash(token)


def rights_version(site, room):
    with site.database.reading() as db:
        return db.get_one(Proceeding, room).rights_version


def grants(site, **which):
    with site.database.reading() as db:
        return [grant.role for grant in db.query(Grant).filter_by(ended_at=None, **which)]


def test_an_administrator_makes_a_body_and_gives_its_secretariat(site):
    administrator = person(site, "admin", ("administrator", "site", None))
    public_id = site.work.run(create_body, administrator, slug="water", names={"en": "Water"}, language="en").result
    with site.database.reading() as db:
        body = db.query(Body).filter_by(public_id=public_id).one().id
    account = add_person(site, "s@example.org")
    site.work.run(grant_role, administrator, account_id=account, role="secretariat", scope="body", scope_id=body)
    assert grants(site, scope="body", scope_id=body) == ["secretariat"]
    with pytest.raises(Conflict):
        site.work.run(create_body, administrator, slug="water", names={"en": "W"}, language="en")
    for wrong in ({"slug": "Wa ter"}, {"names": {"en": " "}}, {"names": {"fr": "Eau"}}):
        with pytest.raises(Invalid):
            site.work.run(create_body, administrator, **{"slug": "w", "names": {"en": "W"}, "language": "en"} | wrong)


def test_the_secretariat_makes_no_body_and_no_administrator(site, body):
    secretariat = person(site, "s", ("secretariat", "body", body))
    with pytest.raises(NotFound):
        site.work.run(create_body, secretariat, slug="water", names={"en": "Water"}, language="en")
    account = add_person(site, "x@example.org")
    with pytest.raises(NotFound):
        site.work.run(grant_role, secretariat, account_id=account, role="administrator", scope="site")
    other = add_body(site, "other")
    with pytest.raises(NotFound):
        site.work.run(grant_role, secretariat, account_id=account, role="moderator", scope="body", scope_id=other)
    with pytest.raises(Invalid):
        site.work.run(grant_role, secretariat, account_id=account, role="chair", scope="body", scope_id=body)


def test_a_role_that_is_given_twice_is_one_grant_and_its_end_is_announced(site, body):
    heard = []
    site.work.heralds.append(lambda kind, value: heard.append((kind, value)))
    secretariat = person(site, "s", ("secretariat", "body", body))
    account = add_person(site, "m@example.org")
    values = {"account_id": account, "role": "moderator", "scope": "body", "scope_id": body}
    one, same = (site.work.run(grant_role, secretariat, **values).result for _ in range(2))
    assert one == same
    site.work.run(end_grant, secretariat, grant_id=one)
    with pytest.raises(NotFound):
        site.work.run(end_grant, secretariat, grant_id=one)
    site.work.close()
    assert heard == [("rights.changed", account)] * 2


@pytest.mark.parametrize("role", ["member", "observer", "moderator", "rapporteur"])
def test_nobody_invites_without_the_right(site, body, room, role):
    for actor in (person(site, "x", (role, "proceeding", room)), person(site, "y", ("secretariat", "body", body))):
        with pytest.raises(NotFound):
            offer(site, actor, room)


def test_a_chair_gives_no_role_that_can_do_more(site, room):
    chair = person(site, "chair", ("chair", "proceeding", room))
    secretary = person(site, "secretary", ("secretary", "proceeding", room))
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
    chair = person(site, "chair", ("chair", "proceeding", room))
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
    chair = person(site, "chair", ("chair", "proceeding", room))
    secretary = person(site, "secretary", ("secretary", "proceeding", room))
    new = person(site, "new")

    def expire(db, actor):
        db.query(Invitation).filter_by(token_hash=hashed("expired")).update({"expires_at": now()})

    offer(site, chair, room, token="expired")
    write(site, expire)
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
    member = person(site, "member", ("member", "proceeding", room))
    before = rights_version(site, room)
    with site.database.reading() as db:
        grant = db.query(Grant).filter_by(account_id=member.account_id).one().id
    with pytest.raises(NotFound):
        site.work.run(remove_role, person(site, "else", ("member", "proceeding", room)), grant_id=grant)
    site.work.run(remove_role, member, grant_id=grant)
    assert rights_version(site, room) == before + 1


def url_of(site, room):
    with site.database.reading() as db:
        return f"/en/desk/people/room/{db.get_one(Proceeding, room).public_id}"


def test_from_the_invitation_to_the_new_account_through_the_pages(site, app, room):
    person(site, "chair", ("chair", "proceeding", room))
    chair, guest = app.test_client(), app.test_client()
    sign_in(chair, "chair@example.org")
    url = url_of(site, room)
    assert url in chair.get("/en/desk/people/").text
    assert post(chair, url, {"email": "not an address", "role": "member"}).status_code == 422
    assert post(chair, url, {"email": "New@Example.org", "role": "secretary"}).status_code == 422
    page = post(chair, url, {"email": "New@Example.org", "role": "member"}).text
    found = re.search(r"http://localhost(/en/account/invitations/[\w-]+)", page)
    assert found
    link = found[1]
    again = chair.get(url).text
    assert link not in again
    assert "new@example.org" in again
    with site.database.reading() as db:
        job = db.query(Job).one()
        assert (job.kind, job.state, job.values["to"]) == ("mail", "waiting", "new@example.org")
        assert link in job.values["text"]
        assert "Marigold" not in str(job.values)
    assert "Hidden Marigold Group" in guest.get(link).text
    assert post(guest, link, {"name": "New Member", "password": "short"}).status_code == 422
    assert post(guest, link, {"name": "New Member", "password": PASSWORD}).location == "/en/account/"
    assert "New Member" in guest.get("/en/account/").text
    assert guest.get(link).status_code == 404
    assert "New Member" in chair.get(url).text
    with site.database.reading() as db:
        grant = db.query(Grant).filter_by(role="member").one().id
    assert post(guest, f"{url}/remove", {"grant": grant}, form="/en/account/").status_code == 404
    assert post(chair, f"{url}/remove", {"grant": grant}, form=url).status_code == 302
    assert grants(site, role="member") == []


def test_an_administrator_makes_a_body_through_the_pages(site, app):
    person(site, "admin", ("administrator", "site", None))
    person(site, "secretariat", ("secretariat", "body", add_body(site)))
    browser, other, url = app.test_client(), app.test_client(), "/en/desk/people/new-body"
    sign_in(browser, "admin@example.org")
    sign_in(other, "secretariat@example.org")
    assert other.get(url).status_code == 404
    assert url not in other.get("/en/desk/people/").text
    assert browser.get("/en/desk/").location == "/en/desk/people/"
    assert url in browser.get("/en/desk/people/").text
    sent = {"slug": "water", "language": "fr", "name_en": "Water", "name_fr": ""}
    assert post(browser, url, sent).status_code == 422
    assert post(browser, url, {**sent, "name_fr": "Eau", "slug": "l eau"}).status_code == 422
    made = post(browser, url, {**sent, "name_fr": "Eau"})
    assert "Water" in browser.get(made.location).text
    assert post(browser, url, {**sent, "name_fr": "Eau"}).status_code == 422


def test_an_invitation_for_another_account_asks_to_sign_in_as_its_address(site, app, room):
    chair = person(site, "chair", ("chair", "proceeding", room))
    person(site, "new")
    person(site, "other")
    offer(site, chair, room)
    browser, link = app.test_client(), "/en/account/invitations/t"
    assert f"/en/account/sign-in?next={link}" in browser.get(link).text
    sign_in(browser, "other@example.org")
    assert "for another address" in browser.get(link).text
    assert grants(site, role="member") == []
    post(browser, link)
    assert grants(site, role="member") == []
    sign_in(browser, "new@example.org")
    assert post(browser, link).status_code == 302
    assert grants(site, role="member") == ["member"]


@pytest.mark.parametrize("role", [None, "member", "moderator", "rapporteur"])
def test_people_pages_are_absent_for_everyone_else(site, app, room, role):
    browser = app.test_client()
    if role is not None:
        person(site, "somebody", (role, "proceeding", room))
        sign_in(browser, "somebody@example.org")
    assert browser.get("/en/desk/people/").status_code == 404
    assert browser.get(url_of(site, room)).status_code == 404


def test_an_account_is_made_by_the_operator_alone(site):
    values = {"email": "A@Example.org ", "name": "A", "password_hash": "x"}
    with pytest.raises(NotFound):
        site.work.run(create_account, person(site, "somebody"), **values)
    site.work.run(create_account, OPERATOR, **values)
    with pytest.raises(Conflict):
        site.work.run(create_account, OPERATOR, **values)
    with site.database.reading() as db:
        assert db.query(Account).filter_by(email="a@example.org").count() == 1


def test_of_two_who_take_up_one_offer_at_the_same_moment_one_gets_it(site, room):
    new = person(site, "new")
    offer(site, person(site, "chair", ("chair", "proceeding", room)), room)
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
    secretary = person(site, "secretary", ("secretary", "proceeding", room))
    chair = person(site, "chair", ("chair", "proceeding", room))
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
