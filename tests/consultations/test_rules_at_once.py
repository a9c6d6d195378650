"""What the script is told when an answer decides what else is asked on its page; the server is the judge."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from consult.contributions.models import Draft
from consult.site import Site
from tests.consultations.respondent import Respondent, hidden_of, part, question
from tests.factories import make_body, make_proceeding, publish

pytestmark = pytest.mark.pages
YES = {"question": "part", "is": "equals", "value": "yes"}
ASKED = [
    part(
        "one",
        question("part", "single_choice", options=["yes", "no"]),
        question("which", "short_text", show_if=YES),
        question("proof", "file", show_if=YES),
        question("why", "long_text"),
    ),
    part("two", question("last", "short_text", show_if=YES), question("end", "short_text")),
]
JSON = {"Accept": "application/json"}


@pytest.fixture
def somebody(site: Site, app: Flask) -> Respondent:
    publish(site, make_proceeding(site, make_body(site)), ASKED)
    return Respondent(app.test_client())


def saved(one: Respondent, form: dict[str, Any], **typed: str) -> dict[str, Any]:
    answer = one.client.post(one.address("one"), data=form | typed, headers=JSON)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return told


def test_a_field_that_comes_up_is_sent_and_one_that_goes_is_named(somebody: Respondent, site: Site):
    text = somebody.read("one")
    assert 'data-decides="part"' in text
    assert 'data-q="why.1"' in text
    assert 'data-q="which.1"' not in text
    form = hidden_of(text)
    told = saved(somebody, form, q_part="yes")
    assert told["asked"].split() == ["part.1", "which.1", "why.1"]  # the form cannot send files yet
    assert list(told["fields"]) == ["which.1"]
    assert 'name="q_which"' in told["fields"]["which.1"]
    assert told["message"].endswith("1 more question is asked on this page.")
    form |= {name: told[name] for name in ("asked", "seen", "draft")}
    told = saved(somebody, form, q_part="yes", q_which="The second")
    assert (told["fields"], told["message"].partition(".")[2]) == ({}, "")
    form["seen"] = told["seen"]
    told = saved(somebody, form, q_part="no", q_which="The second, changed")
    assert told["asked"].split() == ["part.1", "why.1"]
    assert told["message"].endswith("1 question is not asked any more.")
    form |= {name: told[name] for name in ("asked", "seen")}
    told = saved(somebody, form, q_part="yes", q_which="Not asked, so not taken")
    with site.database.reading() as db:
        assert db.scalars(select(Draft)).one().answers["which"] == "The second, changed"
    assert 'value="The second, changed"' in told["fields"]["which.1"]


def test_a_page_on_which_nothing_decides_is_told_nothing_more(somebody: Respondent):
    text = somebody.read("two")
    assert "data-decides" not in text
    answer = somebody.client.post(somebody.address("two"), data=hidden_of(text) | {"q_end": "x"}, headers=JSON)
    assert set(answer.get_json()) == {"ok", "message", "seen", "draft"}


def test_without_a_script_the_button_brings_up_what_is_asked(somebody: Respondent):
    assert somebody.press("one", q_part="yes").status_code == 303
    text = somebody.read("one")
    assert 'name="q_which"' in text
    assert "Your answers brought up more questions on this page." in text
