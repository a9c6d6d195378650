"""A paper that takes the place of an earlier filing says so as it is entered."""

import pytest

from consult.contributions.docket.related import relations_of
from tests.consultations.test_intake import base, browser, form
from tests.contributions.docketing import file, row_of
from tests.factories import TEST, make_body, make_proceeding, page, send

pytestmark = pytest.mark.pages


@pytest.fixture
def body(site):
    return make_body(site)


@pytest.fixture
def room(site, body):
    return make_proceeding(site, body, "assemblies", is_live=True)


@pytest.fixture
def desk(site, app, body):
    return browser(site, app, body)


def relations(site, room, reference):
    with site.database.reading() as db:
        return [(one.kind, one.reference) for one in relations_of(db, TEST, room, reference)]


def test_it_replaces_what_it_names_at_once(site, desk, room):
    earlier = file(site, room)
    answer = send(desk, f"{base(room)}new", form(replaces=f" {earlier.lower()} "))
    assert answer.status_code == 200
    assert "It has no number yet" not in answer.get_data(as_text=True)
    assert row_of(site, earlier).mark == "replaced"
    assert [kind for kind, _reference in relations(site, room, earlier)] == ["replaces"]


@pytest.mark.parametrize("named", ["nothing", "other room", "replaced"])
def test_what_cannot_be_replaced_is_said_beside_the_field_and_nothing_is_entered(site, desk, body, room, named):
    earlier = file(site, room)
    if named == "other room":
        earlier = file(site, make_proceeding(site, body, "elsewhere", is_live=True))
    if named == "replaced":
        send(desk, f"{base(room)}new", form(replaces=earlier))
    before = page(desk, base(room)).count("<tr")
    answer = send(desk, f"{base(room)}new", form(replaces="NONE" if named == "nothing" else earlier))
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert 'id="replaces-error"' in text
    assert page(desk, base(room)).count("<tr") == before


def test_what_has_no_number_yet_says_what_is_to_do(site, desk, body):
    room = make_proceeding(site, body, "careful", moderation="before", is_live=True)
    earlier = file(site, room)
    assert row_of(site, earlier).place is None
    assert send(desk, f"{base(room)}new", form(replaces=earlier)).status_code == 422
    other = make_proceeding(site, body, "open")  # where what has no name waits for the day
    numbered = file(site, other)
    answer = send(desk, f"{base(other)}new", form(replaces=numbered, identity="none", name=""))
    assert "say on its page that it replaces" in answer.get_data(as_text=True)
    assert row_of(site, numbered).mark is None
