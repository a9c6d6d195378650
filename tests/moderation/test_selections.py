"""Saved selections of a docket on its pages: saved, opened, renamed, removed; and what one says that asks for what is gone."""

import re

import pytest

from consult.core.clock import now
from consult.moderation.models import SavedView
from tests.factories import make_account, make_body, make_comment, make_proceeding, page, post, saved, type_password

pytestmark = pytest.mark.pages


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, "assemblies", is_live=True)


@pytest.fixture
def office(site, body):
    return make_account(site, "office@example.org", ("rapporteur", "body", body.id))


@pytest.fixture
def desk(client, office):
    type_password(client, "office@example.org")
    return client


def address(room, rest=""):
    return f"/en/desk/docket/{room.public_id}{rest}"


def save(desk, room, query, name="Bridges"):
    return post(desk, address(room, "/selections/"), {"query": query, "name": name}, form="/en/desk/baskets/")


def kept(site):
    with site.database.reading() as db:
        return [(one.name, one.query) for one in db.query(SavedView).order_by(SavedView.id)]


def test_what_the_docket_shows_is_saved_from_it_and_opened_again(site, desk, room):
    make_comment(site, room, "the bridge was closed", category="academia")
    make_comment(site, room, "zqothertext", category="media")
    shown = page(desk, address(room, "?category=academia&q=bridge"))
    (query,) = re.findall(r'name="query" value="([^"]*)"', shown)
    assert save(desk, room, query.replace("&amp;", "&")).status_code == 303
    assert kept(site) == [("Bridges", "category=academia&q=bridge")]
    listed = page(desk, address(room))
    (view,) = set(re.findall(r"/selections/([a-z0-9]{16})", listed))
    opened = desk.get(address(room, f"/selections/{view}"), follow_redirects=True)
    assert opened.request.query_string == b"category=academia&q=bridge"
    assert "zqothertext" not in opened.text


def test_a_selection_is_renamed_and_removed_by_its_owner_alone(site, app, desk, body, room):
    save(desk, room, "q=bridge")
    (view,) = set(re.findall(r"/selections/([a-z0-9]{16})", page(desk, address(room, "/selections/"))))
    one = address(room, f"/selections/{view}")
    other = app.test_client()
    make_account(site, "other@example.org", ("rapporteur", "body", body.id))
    type_password(other, "other@example.org")
    assert other.get(one).status_code == 404
    assert post(other, one, {"act": "remove"}, form="/en/desk/baskets/").status_code == 404
    assert post(desk, one, {"act": "rename", "name": "Rivers"}, form="/en/desk/baskets/").status_code == 303
    assert kept(site) == [("Rivers", "q=bridge")]
    save(desk, room, "q=lake", "Lakes")
    taken = post(desk, one, {"act": "rename", "name": "Lakes"}, form="/en/desk/baskets/")
    assert taken.status_code == 409
    assert "You have a view of this name already" in taken.text
    assert post(desk, one, {"act": "remove"}, form="/en/desk/baskets/").status_code == 303
    assert kept(site) == [("Lakes", "q=lake")]


def test_a_name_that_cannot_be_taken_is_said_and_the_selection_is_not_lost(site, desk, room):
    answer = save(desk, room, "q=bridge", " ")
    assert answer.status_code == 422
    assert 'name="query" value="q=bridge"' in answer.text
    assert kept(site) == []


def test_a_selection_whose_field_is_gone_says_so_and_shows_nothing_in_its_place(site, desk, room, office):
    make_comment(site, room, "zqtextqz", category="academia")
    given = {"place": "docket", "name": "Old", "query": "category=pigeons&question=why&q=zqtextqz", "created_at": now()}
    view = saved(site, SavedView(account_id=office.id, proceeding_id=room.id, **given))
    text = page(desk, address(room, f"/selections/{view.public_id}"))
    assert "“Old” asks for something that the docket no longer has: category=pigeons, question=why." in text
    assert "zqtextqz" not in text.replace("q=zqtextqz", "")
    assert f'href="{address(room, "?q=zqtextqz")}"' in text


def test_a_paragraph_of_the_reading_view_goes_into_a_basket(site, desk, room):
    reference = make_comment(site, room, "the bridge was closed")
    text = page(desk, address(room, "?view=reading&q=bridge"))
    assert f'name="passage" value="{reference}:1"' in text
    assert 'form="collect"' in text
    (back,) = set(re.findall(r'name="back" value="([^"]*)"', text))
    given = {"passage": f"{reference}:1", "back": back.replace("&amp;", "&")}
    answer = post(desk, "/en/desk/baskets/add", given, form=address(room, "?view=reading"))
    assert answer.location == address(room, "?view=reading&q=bridge")
    assert f'value="{reference}:1"' in page(desk, f"/en/consultations/assemblies/submissions/{reference}")
