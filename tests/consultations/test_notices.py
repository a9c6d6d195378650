"""Each privacy notice that was in force has a page; an author is told which one was shown."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.consultations.respondent import Respondent
from tests.consultations.test_more_time import edit
from tests.factories import make_account, make_body, make_proceeding, page, publish, sign_in, words

pytestmark = pytest.mark.pages

PAGE = "/en/consultations/assemblies"
ASKED = [
    {
        "key": "only",
        "title": {"en": "All"},
        "questions": [
            {"key": "why", "type": "short_text", "required": False, "settings": {}, "texts": {"label": {"en": "Why?"}}}
        ],
    }
]


@pytest.fixture
def call(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site))
    publish(site, made, ASKED)
    return made


def test_earlier_notices_stay_readable_in_their_languages(site: Site, client: FlaskClient, call: Proceeding):
    words(site, call.owner, {"privacy": {"en": "Kept for **one** year.", "fr": "Gardé un an."}})
    first = page(client, f"{PAGE}/privacy/1")
    assert "Kept for <strong>one</strong> year." in first
    assert "In force since this consultation was announced." in first
    edit(site, call, {"privacy": {"en": "Kept for two years."}})
    edit(site, call, {"privacy": {"en": "Kept for three years."}})
    earlier = page(client, f"{PAGE}/privacy/1")
    assert "Kept for <strong>one</strong> year." in earlier
    assert "This is an earlier notice. It was in force until" in earlier
    main = earlier[earlier.index("<main") :]
    assert re.findall(r'href="/en/consultations/assemblies/privacy/(\d)"', main) == ["3", "3", "2"]
    assert "It was in force from" in page(client, f"{PAGE}/privacy/2")
    assert "In force since" in page(client, f"{PAGE}/privacy/3")
    assert "Gardé un an." in page(client, f"{PAGE}/privacy/1".replace("/en/", "/fr/"))
    for address in (PAGE, f"{PAGE}/respond"):
        assert f'href="{PAGE}/privacy/3"' in page(client, f"{address}/" if address == PAGE else address)
    for absent in ("0", "4", "99999999999999999999"):
        page(client, f"{PAGE}/privacy/{absent}", 404)


def test_without_a_notice_there_is_no_page(site: Site, client: FlaskClient, call: Proceeding):
    page(client, f"{PAGE}/privacy/1", 404)


def test_the_author_and_the_receipt_name_the_notice_that_was_shown(site: Site, app: Flask, call: Proceeding):
    words(site, call.owner, {"privacy": {"en": "Kept for one year."}})
    edit(site, call, {"privacy": {"en": "Kept for two years."}})
    somebody = Respondent(app.test_client())
    sign_in(site, somebody.client, make_account(site))
    page(somebody.client, f"{PAGE}/respond")
    somebody.answer("only", why="Because.")
    somebody.you()
    told = page(somebody.client, somebody.send().location)
    edit(site, call, {"privacy": {"en": "Kept for three years."}})
    assert "Its author was shown version 2 of the privacy notice." in told
    reference = re.search(r"[A-Z0-9]+-[A-Z0-9]{4}-[A-Z0-9]{4}", told)
    assert reference
    text = page(somebody.client, f"/en/return/{reference[0]}")
    assert "You were shown version 2 of the privacy notice." in text
    assert f'href="{PAGE}/privacy/2"' in text


def test_the_notice_of_a_draft_or_a_room_is_not_there_for_others(site: Site, client: FlaskClient):
    for slug, more in (("hidden", {"state": "draft"}), ("room", {"audience": "members"})):
        made = make_proceeding(site, make_body(site, slug), slug, **more)
        words(site, made.owner, {"privacy": {"en": "Kept for one year."}})
        page(client, f"/en/consultations/{slug}/privacy/1", 404)
