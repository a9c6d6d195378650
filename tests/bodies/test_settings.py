"""What a body wants of its desk: who may say it, what is kept of it, and the page."""

import pytest

from consult.bodies.models import Body, BodyAct
from consult.bodies.operations import edit_body
from consult.core.errors import Invalid, NotFound
from tests.factories import make_body, page, post, sign_in
from tests.moderation.withholding import make_desk


@pytest.fixture
def desk(site):
    return make_desk(site)


def edit(desk, by, **values):
    given = {"undo_minutes": 10, "two_persons": False, "flags_hide": None} | values
    desk.site.work.run(edit_body, by, public_id=desk.body.public_id, **given)


def settings(site):
    with site.database.reading() as db:
        body = db.query(Body).filter_by(slug="commission").one()
        return body.undo_minutes, body.two_persons, body.flags_hide, [one.facts for one in db.query(BodyAct)]


def test_the_secretariat_says_it_and_each_change_is_kept(site, desk):
    edit(desk, desk.secretary, two_persons=True, flags_hide=5)
    edit(desk, desk.secretary, two_persons=True, flags_hide=5)
    edit(desk, desk.secretary, undo_minutes=0)
    first, second = settings(site)[3]
    assert settings(site)[:3] == (0, False, None)
    assert first == {"two_persons": [False, True], "flags_hide": [None, 5]}
    assert second == {"undo_minutes": [10, 0], "two_persons": [True, False], "flags_hide": [5, None]}


def test_nobody_else_does(site, desk):
    for who in (desk.moderator, desk.chair):
        with pytest.raises(NotFound):
            edit(desk, who, two_persons=True)
    make_body(site, "another", "Another Commission")
    with site.database.reading() as db:
        other = db.query(Body).filter_by(slug="another").one().public_id
    with pytest.raises(NotFound):
        desk.site.work.run(
            edit_body, desk.secretary, public_id=other, undo_minutes=1, two_persons=True, flags_hide=None
        )
    assert settings(site) == (10, False, None, [])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"undo_minutes": -1}, "undo_minutes"),
        ({"undo_minutes": 1441}, "undo_minutes"),
        ({"flags_hide": 1}, "flags_hide"),
    ],
)
def test_numbers_have_bounds(desk, values, field):
    with pytest.raises(Invalid) as refused:
        edit(desk, desk.secretary, **values)
    assert refused.value.field == field


@pytest.mark.pages
def test_the_page_stores_them_and_says_who_did(site, app, client, desk):
    address = f"/en/desk/bodies/{desk.body.public_id}"
    sign_in(site, client, desk.people["Secretary"])
    assert address in page(client, f"/en/desk/people/body/{desk.body.public_id}")
    answer = post(client, address, {"undo_minutes": "30", "two_persons": "y", "flags_hide": "0"})
    assert answer.status_code == 422
    assert "Please give a number from 2 to 1000." in answer.text
    assert post(client, address, {"undo_minutes": "30", "two_persons": "y", "flags_hide": ""}).status_code == 303
    told = page(client, address)
    assert "Two persons: no, now yes" in told
    assert "Secretary" in told
    other = app.test_client()
    sign_in(site, other, desk.people["Kwabena Osei"])
    page(other, address, 404)
