"""The desk's pages of proceedings, as the secretariat sees and sends them without JavaScript."""

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.bodies.models import Body
from consult.core.localized import all_texts
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import hidden, make_account, make_body, make_proceeding, page, send, sign_in, without_token

pytestmark = pytest.mark.pages

DESK = "/en/desk/proceedings/"
NEW = f"{DESK}new?kind=consultation&body=commission"
ONE = f"{DESK}consultation/assemblies/"
FORM: dict[str, Any] = {
    "slug": "assemblies",
    "prefix": "C14",
    "symbol": "TC/2026/C/14",
    "language": "en",
    "languages": ["en", "ar"],
    "title_en": "Draft guidelines",
    "title_ar": "مبادئ توجيهية",
    "about_en": "What it is about.",
    "zone": "Europe/Paris",
    "opens_local": "2026-12-01T09:00",
    "closes_local": "2027-01-31T18:00",
    "moderation": "before",
    "identities": ["public", "none"],
    "confidentialities": ["public"],
    "votes": "y",
    "word_limit": "250",
}


@pytest.fixture
def body(site: Site) -> Body:
    return make_body(site)


@pytest.fixture
def office(site: Site, client: FlaskClient, body: Body) -> FlaskClient:
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    return client


def stored(site: Site) -> tuple[Proceeding, dict[str, dict[str, str]]]:
    with site.database.reading() as db:
        row = db.scalars(select(Proceeding)).one()
        return row, all_texts(db, row.owner)


def test_from_the_list_to_an_open_consultation(site, office):
    assert "New consultation" in page(office, DESK)
    made = send(office, NEW, FORM)
    assert made.status_code == 302, made.text
    assert made.location == ONE
    row, texts = stored(site)
    assert (row.state, row.languages, row.identities, row.votes) == ("draft", ["ar", "en"], ["public", "none"], True)
    assert texts["title"] == {"en": "Draft guidelines", "ar": "مبادئ توجيهية"}
    text = page(office, ONE)
    assert f'href="{ONE}open"' in text
    assert f'href="{ONE}close"' not in text
    assert "Open this for input now?" in page(office, f"{ONE}open")
    assert send(office, f"{ONE}open", {}).status_code == 302
    assert stored(site)[0].state == "open"
    assert "Draft guidelines" in page(office, DESK)
    page(office, "/ar/desk/proceedings/consultation/assemblies/edit")


def test_what_was_refused_is_said_at_its_field_and_nothing_is_lost(office):
    answer = send(office, NEW, FORM | {"slug": "Not a slug", "word_limit": "many"})
    assert answer.status_code == 422
    assert "Please give a whole number." in answer.text
    answer = send(office, NEW, FORM | {"slug": "Not a slug"})
    assert answer.status_code == 422
    assert 'id="slug-error"' in answer.text
    assert "Draft guidelines" in answer.text
    assert "What it is about." in answer.text


def test_the_same_address_twice_is_refused(office):
    send(office, NEW, FORM)
    assert "was in use once" in send(office, NEW, FORM).text


def test_other_languages_are_shown_without_saving(site, office):
    answer = send(office, NEW, FORM | {"languages": ["en", "fr"], "show": "1"})
    assert answer.status_code == 200
    assert 'name="title_fr"' in answer.text
    assert 'name="title_ar"' not in answer.text
    assert "Draft guidelines" in answer.text
    with site.database.reading() as db:
        assert db.scalars(select(Proceeding)).first() is None


@pytest.mark.parametrize("kind", ["hearing", "workspace"])
def test_the_other_kinds_have_their_form(site, office, kind):
    address = f"{DESK}new?kind={kind}&body=commission"
    assert ('name="moderation"' in page(office, address)) == (kind == "hearing")
    assert send(office, address, FORM).status_code == 302
    row, _texts = stored(site)
    assert (row.kind, row.is_live, row.audience) == (kind, True, "public" if kind == "hearing" else "members")
    page(office, f"{DESK}{kind}/assemblies/")


def test_a_save_from_a_second_tab_shows_both_texts(site, office):
    send(office, NEW, FORM)
    form = page(office, f"{ONE}edit")
    old = {"csrf_token": hidden(form, "csrf_token"), "seen": hidden(form, "seen")}
    assert office.post(f"{ONE}edit", data=FORM | old | {"title_en": "The first tab"}).status_code == 302
    late = office.post(f"{ONE}edit", data=FORM | old | {"title_en": "The second tab"})
    assert late.status_code == 409
    assert "The first tab" in late.text
    assert "The second tab" in late.text
    assert stored(site)[1]["title"]["en"] == "The first tab"
    again = old | {"seen": hidden(late.text, "seen")}
    assert office.post(f"{ONE}edit", data=FORM | again | {"title_en": "Both"}).status_code == 302
    assert stored(site)[1]["title"]["en"] == "Both"


def test_a_move_that_was_made_already_is_a_conflict(site, office):
    send(office, NEW, FORM)
    token = hidden(page(office, f"{ONE}open"), "csrf_token")
    assert office.post(f"{ONE}open", data={"csrf_token": token}).status_code == 302
    assert office.post(f"{ONE}open", data={"csrf_token": token}).status_code == 409
    assert office.post(f"{ONE}close", data={"csrf_token": token}).status_code == 302
    late = office.post(f"{ONE}reopen", data={"csrf_token": token, "closes_local": "2020-01-01T10:00"})
    assert late.status_code == 422
    assert stored(site)[0].state == "closed"


def test_a_moderator_sees_the_desk_but_no_form(site, client, body):
    make_proceeding(site, body)
    sign_in(site, client, make_account(site, "mod@example.org", ("moderator", "body", body.id)))
    assert "New consultation" not in page(client, DESK)
    assert "/edit" not in page(client, ONE)
    for address in (f"{ONE}edit", f"{ONE}close", NEW):
        page(client, address, 404)


def test_forbidden_and_absent_are_the_same_page(site, client, body):
    make_proceeding(site, body)
    sign_in(site, client, make_account(site, "nobody@example.org"))
    page(client, DESK, 404)
    for kept in ("", "edit", "close"):
        forbidden = without_token(page(client, f"{ONE}{kept}", 404))
        absent = without_token(
            page(client, f"{DESK}consultation/assemblie5/{kept}".replace("nowhereabc", "assemblie5"), 404)
        )
        assert forbidden == absent.replace("assemblie5", "assemblies")


def test_a_new_form_begins_with_what_its_body_offered_last(site: Site, client: FlaskClient):
    body = make_body(site)
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    address = "/en/desk/proceedings/new?kind=consultation"

    def ticked() -> list[str]:
        return re.findall(r'<input checked [^>]*name="identities"[^>]*value="(\w+)"', page(client, address))

    assert ticked() == ["public", "secretariat", "none"]
    make_proceeding(site, body, identities=["public", "secretariat"])
    assert ticked() == ["public", "secretariat"]
    meeting = make_proceeding(site, body, "meeting", kind="hearing", audience="members", identities=["public"])
    sign_in(
        site,
        client,
        make_account(
            site, "two@example.org", ("secretariat", "body", body.id), ("secretary", "proceeding", meeting.id)
        ),
    )
    assert ticked() == ["public", "secretariat"]  # what a private meeting offers is no measure
