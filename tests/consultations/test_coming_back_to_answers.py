"""Leaving a questionnaire and coming back to it: restore code, account, autosave, reminder."""

import dataclasses
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.app import create_app
from consult.contributions.models import Draft
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.web.limits import Limiter
from tests.consultations.respondent import SENDER, Respondent, code_in, hidden_of, part, question, text_of
from tests.factories import make_account, make_body, make_proceeding, page, post, publish, sign_in, type_password

pytestmark = pytest.mark.pages


RESPOND = "/en/consultations/assemblies/respond"


SECTIONS = [
    part("first", question("short", "short_text"), question("one", "single_choice", True, options=["yes", "no"])),
    part("people", question("who", "short_text", True), repeats_min=0, repeats_max=3),
    part("last", question("rows", "matrix_single", rows=["r1", "r2"], options=["c1", "c2"]), question("day", "date")),
]


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site))
    publish(site, made, SECTIONS)
    return made


@pytest.fixture
def somebody(client: FlaskClient, proceeding: Proceeding) -> Respondent:
    return Respondent(client)


def drafts(site: Site) -> list[Draft]:
    with site.database.reading() as db:
        return list(db.scalars(select(Draft)))


def restore(app: Flask, code: str, slug: str = "assemblies") -> tuple[Respondent, Any]:
    """Another browser, after it was given the code."""
    other = Respondent(app.test_client(), slug)
    return other, other.press("continue", code=code)


def test_a_code_brings_the_draft_to_another_browser(site: Site, app: Flask, somebody: Respondent):
    saved = somebody.press("first", act="save", q_short="Half a sentence", q_one="yes")
    assert saved.status_code == 200
    code = code_in(saved)
    assert code not in repr([vars(one) for one in drafts(site)])
    other, answer = restore(app, f" {code.upper().replace('-', ' ')}")
    assert answer.location == f"{RESPOND}/review"
    assert "Half a sentence" in other.read("first")
    other.answer("first", short="A whole sentence.", one="yes")
    other.you()
    assert other.send().status_code == 200
    assert drafts(site) == []
    # The first browser still names it: it is told that it was sent, and cannot send it again.
    assert somebody.client.get(f"{RESPOND}/review").status_code == 302
    late = somebody.press("first", form=hidden_of(somebody.read("first")) | {"draft": "x" * 16}, q_short="Later.")
    assert late.status_code == 409
    assert restore(app, code)[1].status_code == 400


def test_what_one_browser_wrote_is_in_no_page_of_another(site: Site, app: Flask, somebody: Respondent):
    somebody.answer("first", short="For me alone.", one="yes")
    assert "For me alone." in somebody.read("first")  # the first reader since the last commit
    other = app.test_client()
    for path in ("", "/questions", "/step/first"):
        assert "For me alone." not in page(other, RESPOND + path)
        assert "For me alone." not in page(app.test_client(), RESPOND + path)


def test_a_code_pushes_no_other_draft_aside(site: Site, app: Flask, somebody: Respondent):
    code = code_in(somebody.press("first", act="save", q_short="One"))
    other = Respondent(app.test_client())
    other.answer("first", short="Another", one="yes")
    refused = other.press("continue", code=code)
    assert refused.status_code == 400
    assert "This browser has a draft of its own" in text_of(refused)
    assert "Another" in other.read("first")
    assert somebody.press("continue", code=code).status_code == 303  # its own one is no other


def test_going_on_leads_to_where_somebody_stopped(site: Site, somebody: Respondent):
    somebody.answer("first", short="One", one="yes")
    assert f'href="{RESPOND}/step/people">Go on where you stopped' in page(somebody.client, RESPOND)


def test_the_code_is_shown_once_and_a_new_one_replaces_it(site: Site, app: Flask, somebody: Respondent):
    first = code_in(somebody.press("first", act="save", q_short="One"))
    again = somebody.press("first", act="save", q_short="Two")
    assert 'id="code"' not in again.get_data(as_text=True)
    assert "The restore code that you wrote down still opens it." in text_of(again)
    token = {"csrf_token": hidden_of(somebody.read("first"))["csrf_token"]}
    second = code_in(somebody.client.post(f"{RESPOND}/code", data=token))
    assert second != first
    assert restore(app, first)[1].status_code == 400
    assert restore(app, second)[1].status_code == 303


def test_every_wrong_code_gets_the_same_answer(site: Site, app: Flask, somebody: Respondent, proceeding: Proceeding):
    gone = code_in(somebody.press("first", act="save", q_short="One"))
    token = {"csrf_token": hidden_of(somebody.read("first"))["csrf_token"]}
    assert somebody.client.post(f"{RESPOND}/delete", data=token).status_code == 303
    said = set()
    for wrong in (gone, "k8dm-2qxd-9htr-c5wn-4fza", "short"):
        answer = restore(app, wrong)[1]
        said.add((answer.status_code, text_of(answer).replace(wrong, "")))
    assert len(said) == 1
    assert "This code opens nothing" in said.pop()[1]


def test_codes_cannot_be_tried_for_ever(app: Flask, somebody: Respondent, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(app.extensions, "consult.restore_tries", Limiter(2, 60.0))
    code = code_in(somebody.press("first", act="save", q_short="One"))
    other = Respondent(app.test_client())
    answers = [other.press("continue", code="k7dm-2qxd-9htr-c5wn-4fza").status_code for _try in range(3)]
    assert answers == [400, 400, 429]
    assert other.press("continue", code=code).status_code == 429


def test_a_code_of_another_consultation_leads_there(site: Site, app: Flask, somebody: Respondent):
    publish(site, make_proceeding(site, make_body(site, "other"), "ferries"), SECTIONS)
    code = code_in(somebody.press("first", act="save", q_short="One"))
    _other, answer = restore(app, code, "ferries")
    assert answer.location == f"{RESPOND}/review"


def test_an_account_brings_the_draft_to_every_device_and_signing_out_hides_it(
    site: Site, app: Flask, proceeding: Proceeding
):
    account = make_account(site)
    here, there = Respondent(app.test_client()), Respondent(app.test_client())
    sign_in(site, here.client, account)
    kept = here.press("first", act="save", q_short="With an account", q_one="yes")
    assert "Sign in on any device" in text_of(kept)
    sign_in(site, there.client, account)
    assert "With an account" in there.read("first")
    page_open = hidden_of(there.read("first"))
    post(here.client, "/en/account/sign-out", form=f"{RESPOND}/step/first")
    assert "With an account" not in here.read("first")
    # Signed out in another window while a page was open: nothing that was typed is lost, and signing in joins both.
    with there.client.session_transaction() as session:
        del session["token"]
    refused = there.press("first", form=page_open, q_short="Typed while signed out", q_one="yes")
    assert refused.status_code == 409
    assert "Typed while signed out" in refused.get_data(as_text=True)
    assert there.press("first", form=hidden_of(refused.text), q_short="Typed while signed out").status_code == 303
    assert len(drafts(site)) == 2
    sign_in(site, there.client, account)
    assert "Typed while signed out" in there.read("first")
    there.answer("last", **{"rows.1.r1": "c1"})
    (draft,) = drafts(site)
    assert (draft.account_id, draft.answers["short"]) == (account.id, "Typed while signed out")


def test_signing_in_through_the_page_keeps_the_draft_of_the_browser(site: Site, app: Flask, somebody: Respondent):
    account = make_account(site)
    somebody.answer("first", short="Before signing in", one="yes")
    assert type_password(somebody.client, account.email).status_code in (302, 303)
    assert "Before signing in" in somebody.read("first")


def test_a_script_saves_while_somebody_writes_and_overwrites_nothing(site: Site, somebody: Respondent):
    def autosave(form: dict[str, Any], **typed: Any) -> Any:
        accept = {"Accept": "application/json"}
        return somebody.client.post(f"{RESPOND}/step/first", data=form | typed, headers=accept)

    form = somebody.form("first")
    saved = autosave(form, q_short="As I wri").get_json()
    assert saved["ok"]
    assert saved["message"].startswith("Saved at ")
    other = somebody.form("first")
    form |= {"seen": saved["seen"], "draft": saved["draft"]}
    assert autosave(form, q_short="As I write").get_json()["ok"]
    refused = autosave(other, q_short="In another tab")
    assert refused.status_code == 409
    assert refused.get_json()["code"] == "conflict"
    (draft,) = drafts(site)
    assert draft.answers == {"short": "As I write"}
    assert somebody.press("first", form=form, q_short="As I write.", q_one="yes").status_code == 303


def test_groups_grow_and_shrink_without_losing_an_answer(site: Site, somebody: Respondent):
    added = somebody.press("people", add="people", **{"q_who.1": "Ama"})
    assert added.location == f"{RESPOND}/step/people#g_people"
    somebody.press("people", add="people", **{"q_who.1": "Ama", "q_who.2": "Bo"})
    somebody.press("people", remove="people.1", **{"q_who.1": "Ama", "q_who.2": "Bo", "q_who.3": "Chi"})
    assert drafts(site)[0].answers["people"] == [{"who": "Bo"}, {"who": "Chi"}]
    text = somebody.read("people")
    assert "Bo" in text
    assert "Ama" not in text


def test_a_reminder_is_asked_for_with_an_address_and_said(site: Site, somebody: Respondent, proceeding: Proceeding):
    app = create_app(site=dataclasses.replace(site, settings=dataclasses.replace(site.settings, smtp_url="smtp://x")))
    writer = Respondent(app.test_client())
    saved = writer.press("first", act="save", q_short="One")
    assert "Be reminded before it closes" in text_of(saved)
    token = {"csrf_token": hidden_of(writer.read("first"))["csrf_token"]}
    wrong = writer.client.post(f"{RESPOND}/remind", data=token | {"email": "nowhere"})
    assert wrong.status_code == 400
    assert "Please give an address such as" in text_of(wrong)
    assert writer.client.post(f"{RESPOND}/remind", data=token | {"email": "ama@example.org"}).status_code == 303
    assert "We write to you once before it closes." in text_of(writer.client.get(RESPOND))
    writer.answer("first", one="yes")
    writer.you()
    writer.send()
    assert drafts(site) == []
    assert "Be reminded" not in text_of(somebody.press("first", act="save", q_short="One"))  # without a mail server


def test_sender_fields_are_kept_as_they_were_typed(site: Site, somebody: Respondent):
    somebody.answer("first", one="yes")
    wrong = somebody.press("you", **(SENDER | {"name": ""}))
    assert wrong.status_code == 400
    assert drafts(site)[0].sender["identity"] == "public"
    somebody.you(name="Ama Toure", category="individual")
    text = somebody.read("you")
    assert 'value="Ama Toure"' in text
    assert "Ama Toure" in somebody.read("review")
    assert somebody.press("you", act="save", **SENDER).status_code == 200
