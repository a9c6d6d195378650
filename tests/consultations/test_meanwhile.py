"""What happens while somebody answers: a second window, other questions, the closing, an ended session."""

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.contributions.models import Passage
from consult.core.clock import telling
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.site import Site
from tests.consultations.respondent import Respondent, codeword_in, hidden_of, part, question, text_of
from tests.consultations.test_responding import RESPOND, SECTIONS, drafts, responses
from tests.factories import TEST, make_body, make_proceeding, page, publish

pytestmark = pytest.mark.pages


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site))
    publish(site, made, SECTIONS)
    return made


@pytest.fixture
def somebody(client: FlaskClient, proceeding: Proceeding) -> Respondent:
    return Respondent(client)


@pytest.mark.parametrize("twice", ["the same page", "another page", "after the receipt"])
def test_what_is_sent_twice_is_filed_once(site: Site, somebody: Respondent, twice: str):
    somebody.answer("only", one="yes")
    somebody.you(identity="none", name="")
    form = somebody.form("review")
    other = somebody.form("review") if twice == "another page" else form
    first = somebody.send(form)
    second = somebody.send(other)
    assert (first.status_code, second.status_code) == (200, 200)
    assert codeword_in(first) == codeword_in(second)
    assert len(responses(site)) == 1


def test_the_back_button_after_sending_keeps_what_is_typed_and_sends_nothing(site: Site, somebody: Respondent):
    somebody.answer("only", one="yes")
    old = somebody.form("only")
    somebody.you()
    somebody.send()
    answer = somebody.press("only", form=old, q_one="no", q_short="Typed after sending.")
    assert answer.status_code == 409
    assert "Typed after sending." in answer.get_data(as_text=True)
    assert "it was sent, deleted" in text_of(answer)
    assert (len(responses(site)), drafts(site)) == (1, [])


def test_two_windows_overwrite_nothing(site: Site, somebody: Respondent):
    somebody.answer("only", short="First.", one="yes")
    here, there = somebody.form("only"), somebody.form("only")
    assert somebody.press("only", form=here, q_short="Here.", q_one="yes").status_code == 303
    refused = somebody.press("only", form=there, q_short="There.", q_one="no")
    assert refused.status_code == 409
    text = refused.get_data(as_text=True)
    assert "There." in text
    assert "Here." in text
    assert drafts(site)[0].answers["short"] == "Here."
    again = somebody.press("only", form=hidden_of(text), q_short="There.", q_one="no")
    assert again.status_code == 303
    assert drafts(site)[0].answers["short"] == "There."
    # A page that another window saved while this one was looked at is not sent unseen.
    somebody.you()
    looked_at = somebody.form("review")
    somebody.answer("only", short="Changed since.", one="yes")
    assert somebody.send(looked_at).status_code == 409
    assert responses(site) == []


def test_questions_that_changed_meanwhile_are_shown_and_answers_are_carried_over(
    site: Site, somebody: Respondent, proceeding: Proceeding
):
    somebody.answer("only", short="Keep me.", one="no", many=["c"])
    old = somebody.form("only")
    somebody.you()
    looked_at = somebody.form("review")
    shorter = question("many", "multiple_choice", options=["a", "b"])
    kept = [shorter if one["key"] == "many" else one for one in SECTIONS[0]["questions"]]
    publish(site, proceeding, [part("only", *kept), part("last", question("new", "short_text"))])
    sent = somebody.send(looked_at)
    assert sent.status_code in (400, 409)
    assert "The questions were changed while you were answering." in text_of(sent)
    answer = somebody.press("only", form=old, q_short="Typed in between.", q_one="no", q_many=["c"])
    assert answer.location == f"{RESPOND}/step/only"
    text = somebody.read("only")
    assert "The questions were changed while you were answering." in text
    assert "Typed in between." in text
    said = text_of(somebody.client.get(f"{RESPOND}/step/only"))
    assert "What about new?" in said  # added
    assert "What about more?" in said  # taken away
    assert somebody.press("only", q_short="Typed in between.", q_one="no", q_many=["b"]).status_code == 303
    assert "were changed while" not in somebody.read("review")
    assert somebody.send().status_code == 200
    with site.database.reading() as db:
        assert sorted(one.text or "" for one in db.scalars(select(Passage))) == [
            "The option b",
            "The option no",
            "Typed in between.",
        ]


def test_closing_while_somebody_writes_keeps_the_draft_and_says_so(
    site: Site, somebody: Respondent, proceeding: Proceeding
):
    somebody.answer("only", short="Before.", one="yes")
    somebody.you()
    looked_at, open_page = somebody.form("review"), somebody.form("only")
    assert proceeding.closes_at is not None
    with telling(proceeding.closes_at + timedelta(seconds=1)):
        sent = somebody.send(looked_at)
        assert sent.status_code == 403
        assert "Your answers were not sent." in text_of(sent)
        assert "Before." in text_of(sent)
        kept = somebody.press("only", form=open_page, q_short="After.", q_one="yes")
        assert kept.location == f"{RESPOND}/review"
        text = somebody.read("review")
        assert "After." in text
        assert "Send the answers" not in text
        assert "Begin" not in text_of(somebody.client.get(RESPOND))
    with telling(proceeding.closes_at - timedelta(seconds=1)):  # a moment earlier it was in
        assert somebody.send().status_code == 200
    assert len(responses(site)) == 1


def test_typed_after_the_closing_without_a_draft_is_shown_to_be_copied(
    site: Site, somebody: Respondent, proceeding: Proceeding
):
    form = somebody.form("only")
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    answer = somebody.press("only", form=form, q_short="Too late.")
    assert answer.status_code == 403
    assert "Too late." in answer.get_data(as_text=True)
    assert drafts(site) == []


def test_a_change_of_language_keeps_what_was_typed(site: Site, somebody: Respondent):
    answer = somebody.press("only", act="lang.ar", q_short="كلمة واحدة")
    assert answer.location == "/ar/consultations/assemblies/respond/step/only"
    text = page(somebody.client, answer.location)
    assert 'dir="rtl"' in text
    assert "كلمة واحدة" in text
    assert drafts(site)[0].language == "en"
    assert somebody.press("only", act="lang.xx", q_short="x").status_code == 303


def test_a_form_without_a_session_is_shown_again_with_everything(site: Site, app: Any, proceeding: Proceeding):
    typed = {"q_short": "Still here.", "asked": "short.1", "csrf_token": "from an earlier session"}
    browser = app.test_client()
    own = browser.post(f"{RESPOND}/step/only", data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert own.status_code == 400
    assert re.search(r'name="q_short"[^>]*value="Still here."|value="Still here."[^>]*name="q_short"', own.text)
    somebody = Respondent(browser)
    saved = somebody.press("only", form=hidden_of(own.text), q_short="Still here.")
    assert saved.status_code == 303
    assert drafts(site)[0].answers == {"short": "Still here."}
    for site_name in ("cross-site", "same-site", ""):
        forged = app.test_client().post(f"{RESPOND}/step/only", data=typed, headers={"Sec-Fetch-Site": site_name})
        assert forged.status_code == 400
        assert "This was not sent" in forged.text
        assert "Set-Cookie" not in forged.headers
