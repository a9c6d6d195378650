"""More time at the desk and on the page; the privacy notice and its number; what a first visit weighs."""

import gzip
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.contributions.models import Version
from consult.core.clock import now
from consult.core.jobs import Job
from consult.core.localized import all_texts
from consult.core.root import ROOT
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import edit_proceeding
from consult.proceedings.queries import fingerprint
from consult.proceedings.shape import NewProceeding
from consult.site import Site
from tests.consultations.everything import sixty
from tests.consultations.respondent import Respondent, part, question, text_of
from tests.factories import TEST, make_account, make_body, make_proceeding, page, post, publish, sign_in, words

EXTEND = "/en/desk/proceedings/consultation/assemblies/extend"
PAGE = "/en/consultations/assemblies/"
FIRST_VISIT = 50_000  # bytes on the line, with the stylesheet and the scripts
pytestmark = pytest.mark.pages


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site), closes_local="2026-11-24T17:00")
    publish(site, made, [part("only", question("why", "short_text"))])
    return made


@pytest.fixture
def office(site: Site, app: Flask, proceeding: Proceeding) -> FlaskClient:
    browser = app.test_client()
    sign_in(site, browser, make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id)))
    return browser


def later(days: int) -> str:
    return (now() + timedelta(days=days)).strftime("%Y-%m-%dT12:00")


def test_the_desk_gives_more_time_and_the_page_says_why(site: Site, app: Flask, office: FlaskClient):
    member = app.test_client()
    sign_in(site, member, make_account(site, "ama@example.org"))
    Respondent(member, lang="ar").answer("only", why="Half of it")
    assert "Give more time" in page(office, "/en/desk/proceedings/consultation/assemblies/")
    for sent, said in (
        ({"closes_local": later(1), "reason_en": "Late text."}, "Please give a time later than the present"),
        ({"closes_local": "soon", "reason_en": "Late text."}, "Please give a date and time such as"),
        ({"closes_local": later(20)}, "Please fill in this field."),
    ):
        refused = post(office, EXTEND, sent)
        assert refused.status_code in (400, 422)
        assert said in text_of(refused)
    done = post(
        office, EXTEND, {"closes_local": later(20), "reason_en": "The text came late.", "reason_fr": "En retard."}
    )
    assert done.status_code == 303
    assert "Letters on their way: 1." in page(office, done.location)
    for address in (PAGE, f"{PAGE}respond"):
        told = text_of(app.test_client().get(address))
        assert "More time was given on" in told
        assert "The text came late." in told
    assert "En retard." in page(app.test_client(), PAGE.replace("/en/", "/fr/"))
    with site.database.reading() as db:
        (mail,) = db.scalars(select(Job).where(Job.kind == "mail"))
    assert (mail.values["to"], mail.values["language"]) == ("ama@example.org", "ar")
    assert "/ar/consultations/assemblies/" in mail.values["text"]


def test_only_the_secretariat_finds_the_form_for_more_time(site: Site, app: Flask, proceeding: Proceeding):
    moderator = app.test_client()
    sign_in(site, moderator, make_account(site, "m@example.org", ("moderator", "body", proceeding.body_id)))
    for browser in (moderator, app.test_client()):
        page(browser, EXTEND, 404)


def test_a_new_privacy_notice_gets_a_number_that_is_kept_with_the_answers(
    site: Site, app: Flask, proceeding: Proceeding
):
    words(site, proceeding.owner, {"privacy": {"en": "Kept for one year."}})
    assert "Version 1 of this notice" in page(app.test_client(), f"{PAGE}respond")
    edit(site, proceeding, {"privacy": {"en": "Kept for two years."}})
    edit(site, proceeding, {"privacy": {"en": "Kept for two years."}})  # the same again is no new notice
    somebody = Respondent(app.test_client())
    text = page(somebody.client, f"{PAGE}respond")
    assert "Kept for two years." in text
    assert "Version 2 of this notice" in text
    somebody.answer("only", why="Because.")
    somebody.you()
    assert somebody.send().status_code == 200
    with site.database.reading() as db:
        assert db.scalars(select(Version.privacy)).one() == 2
        assert all_texts(db, proceeding.owner)["privacy.1"] == {"en": "Kept for one year."}


def edit(site: Site, proceeding: Proceeding, texts: dict[str, dict[str, str]]) -> None:
    """Save the proceeding with other texts."""
    with site.database.reading() as db:
        row = db.get_one(Proceeding, proceeding.id)
        seen, known = fingerprint(db, row), all_texts(db, row.owner)
    given: dict[str, Any] = {
        name: getattr(row, name)
        for name in ("kind", "slug", "prefix", "symbol", "language", "zone", "opens_local", "closes_local",
                     "moderation", "votes", "word_limit")
    }  # fmt: skip
    given |= {name: tuple(getattr(row, name)) for name in ("languages", "identities", "confidentialities")}
    new = NewProceeding(**given, texts={"title": known["title"], "lede": known["lede"], **texts})
    site.work.run(edit_proceeding, TEST, proceeding_id=row.id, seen=seen, new=new)


def test_a_first_visit_to_any_step_is_light(site: Site, app: Flask):
    call = make_proceeding(site, make_body(site), "sixty", languages=["en", "ar"])
    publish(site, call, sixty())
    assets = sum(packed(name) for name in ("consult.css", "counter.js", "answering.js", "uploads.js"))
    heaviest = 0
    for lang in ("en", "ar"):
        for number in range(1, 11):
            browser = app.test_client()
            address = f"/{lang}/consultations/sixty/respond/step/part{number}"
            answer = browser.get(address, headers={"Accept-Encoding": "gzip"})
            assert answer.headers["Content-Encoding"] == "gzip"
            assert b'name="q_short' in gzip.decompress(answer.data)
            heaviest = max(heaviest, len(answer.data))
    assert heaviest + assets <= FIRST_VISIT, (heaviest, assets)


def packed(name: str) -> int:
    """The size on the line of a built file; 0 of one that no page asks for."""
    stem, _dot, ending = name.partition(".")
    built = sorted(Path(ROOT / "static" / "dist").glob(f"{stem}.*.{ending}.gz"))
    return built[0].stat().st_size if built else 0
