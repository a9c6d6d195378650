"""Inviting, accepting and making a body, through the pages."""

import re

import pytest

from consult.bodies.models import Grant
from consult.core.jobs import Job
from tests.bodies.people import grants, offer, person
from tests.factories import PASSWORD, make_body, post, type_password

pytestmark = pytest.mark.pages


def url_of(site, room):
    return f"/en/desk/people/room/{room.public_id}"


def test_from_the_invitation_to_the_new_account_through_the_pages(site, app, room):
    person(site, "chair", ("chair", "proceeding", room.id))
    chair, guest = app.test_client(), app.test_client()
    type_password(chair, "chair@example.org")
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
        job = db.query(Job).filter(Job.kind == "mail").one()
        assert (job.state, job.values["to"]) == ("waiting", "new@example.org")
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
    person(site, "secretariat", ("secretariat", "body", make_body(site).id))
    browser, other, url = app.test_client(), app.test_client(), "/en/desk/people/new-body"
    type_password(browser, "admin@example.org")
    type_password(other, "secretariat@example.org")
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
    chair = person(site, "chair", ("chair", "proceeding", room.id))
    person(site, "new")
    person(site, "other")
    offer(site, chair, room)
    browser, link = app.test_client(), "/en/account/invitations/t"
    assert f"/en/account/sign-in?next={link}" in browser.get(link).text
    type_password(browser, "other@example.org")
    assert "for another address" in browser.get(link).text
    assert grants(site, role="member") == []
    post(browser, link)
    assert grants(site, role="member") == []
    type_password(browser, "new@example.org")
    assert post(browser, link).status_code == 302
    assert grants(site, role="member") == ["member"]


@pytest.mark.parametrize("role", [None, "member", "moderator", "rapporteur"])
def test_people_pages_are_absent_for_everyone_else(site, app, room, role):
    browser = app.test_client()
    if role is not None:
        person(site, "somebody", (role, "proceeding", room.id))
        type_password(browser, "somebody@example.org")
    assert browser.get("/en/desk/people/").status_code == 404
    assert browser.get(url_of(site, room)).status_code == 404
