"""A step that is answered at the door: by whom, with which headers, and what is left to the application."""

import gzip
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.accounts.models import WebSession
from consult.core.actors import Actor
from consult.core.clock import now
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.consultations.everything import every_type
from tests.consultations.respondent import Respondent, hidden_of
from tests.consultations.test_around import FIRST, at_no_door, same_from_both
from tests.factories import TEST, make_account, make_body, make_proceeding, publish, sign_in

pytestmark = pytest.mark.pages
STEP = "/en/consultations/assemblies/respond/step/figures"


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site))
    publish(site, made, every_type())
    return made


@pytest.fixture
def somebody(app: Flask, proceeding: Proceeding) -> Respondent:
    made = Respondent(app.test_client())
    made.answer("words", **FIRST)
    made.read("figures")
    return made


@pytest.fixture
def left(app: Flask, somebody: Respondent) -> list[str]:
    """What the door left to the application since."""
    door: Any = app.wsgi_app
    inner, found = door.inner, []

    def note(environ: dict[str, Any], start_response: Any) -> Any:
        found.append(environ["REQUEST_METHOD"] + " " + environ["PATH_INFO"])
        return inner(environ, start_response)

    door.inner = note
    return found


@pytest.mark.parametrize("coding", [None, "gzip, br", "identity"])
def test_it_is_told_as_by_the_application(app: Flask, somebody: Respondent, left: list[str], coding: str | None):
    headers = {"Accept-Encoding": coding} if coding else {}
    for is_known in (False, True):
        if is_known:
            sign_in(app.extensions["consult.site"], somebody.client, make_account(app.extensions["consult.site"]))
            somebody.client.get(STEP)
        left.clear()
        here = somebody.client.get(STEP, headers=headers)
        assert left == []
        with at_no_door(app):
            there = somebody.client.get(STEP, headers=headers)
        assert here.status == there.status
        plain = [{k: v for k, v in one.headers if k != "Content-Length"} for one in (here, there)]
        assert plain[0] == plain[1]
        assert ("Content-Encoding" in here.headers) is (coding == "gzip, br" and not is_known)
        texts = [gzip.decompress(one.data) if "Content-Encoding" in one.headers else one.data for one in (here, there)]
        assert len(texts[0]) == len(texts[1])


def test_its_form_is_taken_and_the_next_page_holds_the_answer(somebody: Respondent, left: list[str]):
    form = hidden_of(somebody.read("words"))
    left.clear()
    form = hidden_of(somebody.read("words"))
    assert left == []
    assert somebody.press("words", form=form, q_short="Taken.").status_code == 303
    left.clear()
    assert "Taken." in somebody.read("words")
    assert left == []
    stale = somebody.press("words", form=form | {"page": "another", "seen": "0"}, q_short="Too late.")
    assert stale.status_code == 409


@pytest.mark.parametrize("address", [f"{STEP}?check=1", STEP.replace("/en/", "/zz/"), f"{STEP}x", STEP.upper()])
def test_other_addresses_are_the_applications(somebody: Respondent, left: list[str], address: str):
    somebody.client.get(address)
    assert len(left) == 1


def test_who_brings_no_draft_or_no_good_cookie_is_the_applications(app: Flask, somebody: Respondent, left: list[str]):
    name = app.config["SESSION_COOKIE_NAME"]
    cookie = somebody.client.get_cookie(name)
    assert cookie is not None
    value = cookie.value
    for other in (value[:-2] + ("AA" if value[-2:] != "AA" else "BB"), "x", "", "a.b.c"):
        stranger = app.test_client(use_cookies=False)
        answer = stranger.get(STEP, headers={"Cookie": f"{name}={other}"})
        assert answer.status_code == 200
        assert hidden_of(answer.text)["draft"] == ""
    assert len(left) == 4


def test_what_was_deleted_withdrawn_or_closed_is_never_shown(
    site: Site, somebody: Respondent, left: list[str], proceeding: Proceeding
):
    def close(db: Session, _actor: Actor) -> None:
        db.execute(update(Proceeding).values(state="closed"))

    def hide(db: Session, _actor: Actor) -> None:
        db.execute(update(Proceeding).values(audience="members"))

    same_from_both(somebody, "figures")
    site.work.run(close, TEST)
    assert "Your answers were not sent." in somebody.read("figures")
    site.work.run(hide, TEST)
    somebody.read("figures", 404)
    assert len(left) >= 2


def test_an_ended_session_is_nobody_at_once(site: Site, app: Flask, somebody: Respondent, left: list[str]):
    person = make_account(site, "ana@example.org", name="Ana Tesch")
    sign_in(site, somebody.client, person)
    somebody.read("figures")
    left.clear()
    assert "Ana Tesch" in somebody.read("figures")
    assert left == []

    def end(db: Session, _actor: Actor) -> None:
        db.execute(update(WebSession).values(ended_at=now()))

    site.work.run(end, TEST)
    assert "Ana Tesch" not in somebody.read("figures")
