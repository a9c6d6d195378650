"""Long answers: a page of questions takes far more than other forms, and what is too long is said beside what was typed."""

import pytest
from flask import Flask

from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.consultations.respondent import Respondent, part, question
from tests.factories import make_body, make_proceeding, publish

ARABIC = "نكتب هنا ما نراه مهما في هذا الموضوع "


@pytest.fixture
def somebody(site: Site, app: Flask) -> Respondent:
    call: Proceeding = make_proceeding(site, make_body(site))
    publish(site, call, [part("only", question("one", "long_text"), question("two", "long_text"))])
    return Respondent(app.test_client())


def test_ten_thousand_words_in_arabic_are_kept(somebody: Respondent):
    text = (ARABIC * 1_250).strip()
    somebody.answer("only", one=text, two=text)
    assert text in somebody.read("only")


def test_what_is_too_long_is_said_on_the_page_and_stays_in_it(somebody: Respondent):
    text = "word " * 200_000
    answer = somebody.press("only", q_one=text, q_two="Short.")
    assert answer.status_code == 400
    assert "There is a problem" in answer.text
    assert "Short." in answer.text
    assert answer.text.count("word ") > 100_000


def test_what_no_draft_could_hold_is_refused_before_it_is_read(somebody: Respondent):
    assert somebody.press("only", q_one="x" * 4_100_000).status_code == 413
