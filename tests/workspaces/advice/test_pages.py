"""Pages of advice: in the room, and what everybody finds, with nothing else of the room in it."""

import re

import pytest

from consult.site import Site
from tests.factories import hidden, page, send, sign_in
from tests.workspaces.advice.conftest import SECRET, Scene
from tests.workspaces.advice.test_giving import give, publish, row, withdraw

pytestmark = pytest.mark.pages
BASE = "/en/workspaces/zebra-council/advice/"


@pytest.fixture
def chair(site: Site, client, scene: Scene):
    sign_in(site, client, scene.people["chair"])
    return client


def test_the_chair_gives_publishes_and_withdraws_by_the_pages(site, scene, chair):
    text = page(chair, BASE)
    assert "No advice yet" in text
    values = {"version": f"{scene.document.public_id} 2", "signed": "Advisory group", "covering": "We *advise*:"}
    assert send(chair, BASE, values).status_code == 303
    one = f"{BASE}{row(site).public_id}/"
    assert "W3-AG/2026/1" in page(chair, BASE)
    assert "The ferry should run at night." in page(chair, one)
    answer = send(chair, one, {"addressee": scene.target.public_id}, to=f"{one}publish")
    assert answer.status_code == 303
    assert "Ferries at night" in page(chair, one)
    assert send(chair, one, {"reason": ""}, to=f"{one}withdraw").status_code == 400
    assert send(chair, one, {"reason": "Too early."}, to=f"{one}withdraw").status_code == 303
    assert "Too early." in page(chair, one)
    page(chair, BASE.replace("/en/", "/ar/"))


@pytest.mark.parametrize("role", ["member", "observer"])
def test_who_does_not_lead_reads_it_and_finds_no_form(site, client, scene, role):
    give(site, scene)
    sign_in(site, client, scene.people[role])
    text = page(client, BASE)
    assert "W3-AG/2026/1" in text
    assert "Give advice" not in text
    one = f"{BASE}{row(site).public_id}/"
    assert "Withdraw" not in page(client, one)
    token = hidden(text, "csrf_token")
    for address in (BASE, f"{one}publish", f"{one}withdraw"):
        assert client.post(address, data={"csrf_token": token, "reason": "x", "addressee": ""}).status_code == 404


def test_a_stranger_finds_neither_the_list_nor_what_is_kept(site, client, scene):
    give(site, scene)
    for address in (BASE, f"{BASE}{row(site).public_id}/", f"/en/advice/{row(site).public_id}/"):
        page(client, address, 404)


def test_a_citizen_finds_it_in_the_consultation_and_nothing_of_the_room(site, client, scene):
    give(site, scene)
    reference = publish(site, scene, addressee=scene.target.public_id)
    assert reference is not None
    listed = page(client, "/en/consultations/ferries/submissions/")
    assert reference in listed
    there = page(client, f"/en/consultations/ferries/submissions/{reference}")
    assert "W3-AG/2026/1" in there
    own = page(client, f"/en/advice/{row(site).public_id}/")
    body = page(client, "/en/bodies/commission/")
    assert "The ferry should run at night." in there
    assert "The ferry should run at night." in own
    assert "W3-AG/2026/1" in body
    record = client.get("/en/consultations/ferries/record.zip?format=csv&edition=public").data
    for text in (listed, there, own, body, record.decode("latin-1")):
        for marker in SECRET:
            assert marker not in text, marker


def test_advice_on_the_page_of_the_body_alone(site, client, scene):
    give(site, scene)
    publish(site, scene)
    assert "Advice on ferries" in page(client, "/en/bodies/commission/")
    page(client, f"/en/advice/{row(site).public_id}/")
    page(client, "/ar/bodies/commission/")


def test_what_is_withdrawn_tells_the_reason_and_no_text(site, client, scene):
    give(site, scene)
    reference = publish(site, scene, addressee=scene.target.public_id)
    withdraw(site, scene)
    for address in (f"/en/advice/{row(site).public_id}/", f"/en/consultations/ferries/submissions/{reference}"):
        text = page(client, address)
        assert "A figure was wrong." in text
        assert "The ferry should run at night." not in text


def test_what_waits_for_a_moderator_is_nowhere_outside(site, client, scene):
    from tests.factories import make_proceeding

    target = make_proceeding(site, scene.body, "harbour", moderation="before", prefix="C9")
    give(site, scene)
    publish(site, scene, addressee=target.public_id)
    page(client, f"/en/advice/{row(site).public_id}/", 404)
    assert "W3-AG" not in page(client, "/en/bodies/commission/")


def test_a_body_without_anything_public_is_as_one_that_is_not(site, client, scene):
    from tests.factories import make_body, make_proceeding

    body = make_body(site, "quiet", "Quiet Body")
    make_proceeding(site, body, "inner", kind="workspace", audience="members", prefix="W8")
    forbidden, absent = page(client, "/en/bodies/quiet/", 404), page(client, "/en/bodies/quie5/", 404)
    assert re.sub("quie[t5]", "", forbidden) == re.sub("quie[t5]", "", absent)


def test_the_page_of_a_body_is_light(site, client, scene):
    import gzip

    for _ in range(20):
        give(site, scene)
        publish(site, scene)
    assert len(gzip.compress(client.get("/en/bodies/commission/").data)) < 10_000
