"""Answers go into a page and come back from it as they were, and nothing that was typed is lost on the way."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from flask import Flask, g, get_template_attribute
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consult.consultations.answers import weigh
from consult.consultations.asked import Asked
from consult.consultations.forms import answers_in, form_for, merged, regrouped, typed_in
from consult.consultations.forms.numerals import canonical_from, shown_number
from consult.consultations.forms.reading import Sent
from consult.contributions.attachments.queries import DraftFile
from tests.consultations.browser import controls_of, sent_by
from tests.consultations.questionnaires import FILES, KEYS, answers_to, asked_of, questionnaires

pytestmark = pytest.mark.pages
QUICK = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
LANGUAGES = st.sampled_from(["en", "fr", "ar", "es", "ru", "zh"])


ATTACHED = {one: DraftFile(one, None, f"{one}.txt", "text/plain", 9, "", "clean", None, False, None) for one in FILES}


@pytest.fixture
def request_of(app: Flask) -> Iterator[Flask]:
    with app.test_request_context("/"):
        yield app


def rendered(asked: Asked, answers: Mapping[str, Any], **more: Any) -> str:
    g.language = asked.language
    g.pop("words", None)
    part = form_for(asked, answers, files=FILES, attached=ATTACHED, **more)
    return str(get_template_attribute("consultations/questions/part.html", "questions_of")(part))


@QUICK
@given(st.data())
def test_answers_come_back_from_the_page_they_stand_on(request_of, data):
    asked = asked_of(data.draw(questionnaires()), data.draw(LANGUAGES))
    found = weigh(asked, data.draw(answers_to(asked)), complete=False, files=FILES)
    sent = answers_in(asked, sent_by(rendered(asked, found.kept, seed=data.draw(st.text(max_size=3)))))
    again = weigh(asked, sent, complete=False, files=FILES)
    assert again.problems == []
    assert again.kept == found.kept


NAMES = [
    f"q_{key}{more}" for key in KEYS[:8] for more in ("", ".1", ".2", ".1.a", ".1.other", ".1.day", ".1.year", ".1.r")
]
TYPED = st.text(max_size=8) | st.sampled_from(
    ["a", "b", "other", "yes", "1", "٣", "1.5", "1,5", "-", "2026", "31", "x" * 70]
)


@QUICK
@given(st.data())
def test_whatever_is_sent_is_read_judged_and_shown_again(request_of, data):
    asked = asked_of(data.draw(questionnaires()), data.draw(LANGUAGES))
    names = st.sampled_from([*NAMES, "g_part0", "add", "remove", "asked"])
    sent = Sent(data.draw(st.dictionaries(names, st.lists(TYPED, max_size=3))))
    answers = answers_in(asked, sent)
    problems = weigh(asked, answers).problems
    regrouped(asked, answers, sent)
    typed_in(asked, answers)
    assert "asked" in sent_by(rendered(asked, answers, problems=problems))


@QUICK
@given(st.data())
def test_what_is_typed_into_lines_stands_there_again(request_of, data):
    kinds = ["short_text", "long_text", "number", "date", "budget", "single_choice", "multiple_choice"]
    asked = asked_of([{**part, "show_if": None} for part in data.draw(questionnaires(kinds))], data.draw(LANGUAGES))
    for question in asked.questions():
        question.show_if = None
    line = st.text(st.sampled_from("12٣.,-/ aé中\"'<&{}"), min_size=1, max_size=9).filter(
        lambda text: text.strip() == text
    )
    page = controls_of(rendered(asked, {}))
    sent = Sent(page.sent | {name: [data.draw(line)] for name in page.lines if data.draw(st.booleans())})
    assert answers_in(asked, sent_by(rendered(asked, answers_in(asked, sent)))) == answers_in(asked, sent)


@QUICK
@given(LANGUAGES, st.integers(-(10**12), 10**12), st.integers(0, 999))
def test_numbers_are_read_as_they_are_shown(language, whole, rest):
    for value in (str(whole), f"{whole}.{rest:03}".rstrip("0").rstrip(".")):
        assert canonical_from(shown_number(value, language), language) == value


@pytest.mark.parametrize(
    ("language", "typed", "value"),
    [
        ("en", "1,234.5", "1234.5"),
        ("en", "1,5", "1.5"),
        ("es", "1.234,5", "1234.5"),
        ("fr", "1\u202f234,5", "1234.5"),
        ("fr", "1.5", "1.5"),
        ("ru", "−12 000", "-12000"),
        ("ar", "١٢٣٤٫٥", "1234.5"),
        ("ar", "١٬٢٣٤", "1234"),
        ("zh", "１２", "12"),
        ("en", "12 apples", "12 apples"),
        ("en", "1,23,4", "1,23,4"),
    ],
)
def test_numbers_are_typed_as_the_language_writes_them(language, typed, value):
    assert canonical_from(typed, language) == value


@QUICK
@given(st.data())
def test_a_page_replaces_its_own_answers_and_no_others(request_of, data):
    asked = asked_of(data.draw(questionnaires()))
    answers = data.draw(answers_to(asked))
    keys = {question.key for question in asked.sections[0].questions}
    with_nothing = merged(answers, asked, {}, keys)
    gone = keys | ({asked.sections[0].key} if asked.sections[0].repeats else set())
    assert with_nothing == {key: value for key, value in answers.items() if key not in gone}
