"""A step filled into what is kept of its page is, to the byte, the step that its template renders; nothing typed is kept."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.consultations.answering import step_routes
from consult.core.actors import Actor
from consult.core.localized import set_texts
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.web.places import KEY, NAME, TOKEN, hole
from tests.consultations.everything import every_type
from tests.consultations.respondent import Respondent, code_in, hidden_of
from tests.factories import TEST, make_account, make_body, make_proceeding, post, publish, sign_in

pytestmark = pytest.mark.pages
HOSTILE = f"<b>&amp; %s %% {{0}} {TOKEN} {KEY} {NAME} {hole(0)} {{{{ short }}}} نص"
FIRST = {"short": HOSTILE, "long": "Some words.", "one": "c", "many": ["a", "c"]}


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site))
    publish(site, made, every_type())
    return made


@pytest.fixture
def somebody(app: Flask, proceeding: Proceeding) -> Respondent:
    made = Respondent(app.test_client())
    made.answer("words", **FIRST)
    return made


def same_from_both(somebody: Respondent, step: str) -> str:
    """The page as the application fills it, as the door does, and as it is rendered anew: the same bytes."""
    app = somebody.client.application
    with at_no_door(app):
        found = [without_secrets(somebody.read(step)) for _time in range(2)]
    found.append(without_secrets(somebody.read(step)))
    with pytest.MonkeyPatch.context() as patch, at_no_door(app):
        patch.setattr(step_routes, "around", lambda *_given: None)
        app.extensions["consult.standing"].clear()
        rendered = without_secrets(somebody.read(step))
    assert found == [rendered] * 3
    return rendered


@contextmanager
def at_no_door(app: Flask) -> Iterator[None]:
    """Let the application alone answer."""
    openers, app.wsgi_app.openers = app.wsgi_app.openers, []  # type: ignore[attr-defined]
    try:
        yield
    finally:
        app.wsgi_app.openers = openers  # type: ignore[attr-defined]


def without_secrets(text: str) -> str:
    return re.sub(r'(name="(?:csrf_token|page)" value=)"[^"]+"', r"\1", text)


def kept(app: Flask) -> str:
    patterns = app.extensions["consult.around"]
    return repr([(key, vars(pattern)) for key, pattern in patterns.items()])


@pytest.mark.parametrize("lang", ["en", "ar", "fr"])
@pytest.mark.parametrize("step", ["words", "figures", "grids", "people", "last"])
def test_each_step(app: Flask, somebody: Respondent, lang: str, step: str):
    here = Respondent(somebody.client, lang=lang)
    assert "Some words." in same_from_both(here, "words")
    same_from_both(here, step)
    assert "Some words." not in kept(app)


def test_in_an_account_by_its_name(site: Site, app: Flask, somebody: Respondent):
    plain = same_from_both(somebody, "words")
    signed_in = plain
    for name in (HOSTILE, "Somebody else"):
        person = make_account(site, f"{len(name)}@example.org", name=name)
        sign_in(site, somebody.client, person)
        signed_in = same_from_both(somebody, "words")
        assert signed_in != plain
        tokens = re.findall(r'name="csrf_token" value="([^"]+)"', somebody.read("words"))
        assert len(tokens) == 2
        assert tokens[0] == tokens[1]
        assert tokens[0].partition(".")[0] not in kept(app)
    assert "Somebody else" in signed_in
    assert "Somebody else" not in kept(app)
    assert post(somebody.client, "/en/account/sign-out", form=somebody.address("words")).status_code == 302


def test_for_each_browser_its_own(app: Flask, somebody: Respondent):
    other = Respondent(app.test_client())
    other.answer("words", **FIRST | {"short": "Of another."})
    texts = [one.read("words") for one in (somebody, other, somebody)]
    assert ["Of another." in text for text in texts] == [False, True, False]
    forms = [hidden_of(text) for text in texts]
    assert len({form["page"] for form in forms}) == 3
    assert forms[0]["draft"] == forms[2]["draft"] != forms[1]["draft"]
    assert other.press("words", form=forms[1], q_short="Taken.").status_code == 303


def test_what_changes_around_it_is_shown(site: Site, somebody: Respondent):
    before = same_from_both(somebody, "figures")

    def retitle(db: Session, _actor: Actor) -> None:
        set_texts(db, "proceeding:1", "title", {"en": "Another title"}, "en")

    def rezone(db: Session, _actor: Actor) -> None:
        db.execute(update(Proceeding).values(zone="Asia/Kathmandu"))

    def close(db: Session, _actor: Actor) -> None:
        db.execute(update(Proceeding).values(state="closed"))

    for change in (retitle, rezone, close):
        site.work.run(change, TEST)
        after = same_from_both(somebody, "figures")
        assert after != before
        before = after
    assert "Another title" in before
    assert "Asia/Kathmandu" in before
    assert "Your answers were not sent." in before


def test_what_is_said_once_is_said_once(somebody: Respondent):
    assert code_in(somebody.press("words", act="save", **{f"q_{key}": value for key, value in FIRST.items()}))
    same_from_both(somebody, "words")
    somebody.client.set_cookie("theme", "dark")
    assert 'data-theme="dark"' in same_from_both(somebody, "words")
    with somebody.client.session_transaction() as session:
        session["_flashes"] = [("ok", "Only once.")]
    assert "Only once." in somebody.read("words")
    assert "Only once." not in same_from_both(somebody, "words")


def test_other_questions_are_asked_at_once_and_what_is_taken_back_is_gone(
    site: Site, app: Flask, proceeding: Proceeding, somebody: Respondent
):
    same_from_both(somebody, "figures")
    publish(site, proceeding, every_type()[:3])
    assert "The questions were changed while you were answering." in same_from_both(somebody, "figures")
    somebody.read("people", 404)
    somebody.answer("words", **FIRST)
    assert "The questions were changed" not in same_from_both(somebody, "figures")

    def take_back(db: Session, _actor: Actor) -> None:
        db.execute(update(Proceeding).values(state="draft"))

    site.work.run(take_back, TEST)
    somebody.read("figures", 404)


def test_a_room_is_not_kept_for_others(site: Site, app: Flask, proceeding: Proceeding, somebody: Respondent):
    def close_to_the_public(db: Session, _actor: Actor) -> None:
        db.execute(update(Proceeding).values(audience="members"))

    same_from_both(somebody, "figures")
    site.work.run(close_to_the_public, TEST)
    somebody.read("figures", 404)
    member = Respondent(app.test_client())
    sign_in(site, member.client, make_account(site, "m@example.org", ("secretariat", "proceeding", proceeding.id)))
    app.extensions["consult.standing"].clear()
    assert "Question number" in member.read("figures")
    assert not app.extensions["consult.standing"]
    somebody.read("figures", 404)
