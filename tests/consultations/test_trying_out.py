"""Trying a questionnaire out before it is asked: the preview, and test responses that the opening throws away."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.consultations.editing.models import TrialResponse
from consult.consultations.operations import save_questionnaire
from consult.contributions.models import Contribution
from consult.core.jobs import Job, run_due
from consult.core.localized import all_texts
from consult.ledger.models import Entry
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import announce_proceeding, edit_proceeding, open_proceeding
from consult.proceedings.queries import fingerprint
from consult.proceedings.shape import NewProceeding
from consult.schema import metadata
from consult.site import Site
from consult.worker import handlers
from tests.consultations.test_builder import WRITTEN, Q
from tests.factories import TEST, make_account, make_body, make_proceeding, page, sign_in
from tests.sent import filled

pytestmark = pytest.mark.pages


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site), state="draft", opens_at=None, opens_local=None)
    site.work.run(save_questionnaire, TEST, proceeding_id=made.id, sections=WRITTEN)
    return made


@pytest.fixture
def office(site: Site, client: FlaskClient, proceeding: Proceeding) -> FlaskClient:
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", proceeding.body_id)))
    return client


def walk(office: FlaskClient, act: str, form: str, language: str = "en", **answers: Any) -> Any:
    given = filled(form, "answers")
    for name, value in answers.items():
        given[name] = value
    return office.post(f"{Q}/preview/form?language={language}", data={**given.to_dict(flat=False), "act": act})


def test_the_preview_goes_page_by_page_as_answers_bring_them_and_stores_nothing(site, office, proceeding):
    first = page(office, f"{Q}/preview/form")
    assert "Nothing is sent." in first
    assert "age?" in first
    assert "why?" not in first
    wrong = walk(office, "next", first, q_age="many")
    assert wrong.status_code == 422
    assert "many" in wrong.text
    child = walk(office, "next", first, q_age="9")
    assert "why?" in child.text
    assert "name?" not in child.text
    back = walk(office, "back", child.text, q_why="Because.")
    adult = walk(office, "next", back.text, q_age="19")
    assert "name?" in adult.text
    assert "Because." in adult.text, "going back loses nothing"
    end = walk(office, "next", adult.text, q_name="Ana")
    assert "Check your answers" in end.text
    assert json.loads(filled(end.text, "answers")["answers"]) == {"age": "19", "why": "Because.", "name": "Ana"}
    with site.database.reading() as db:
        assert db.scalars(select(TrialResponse.id)).all() == []


def test_the_preview_speaks_each_language_of_the_consultation(site, office, proceeding):
    arabic = page(office, f"/ar{Q[3:]}/preview/form?language=ar")
    assert 'dir="rtl"' in arabic
    assert "age؟" in arabic
    page(office, f"{Q}/preview/form?language=ru", 404)
    outside = office.get(f"{Q}/preview?language=ar&width=phone")
    assert f'src="/ar{Q[3:]}/preview/form?language=ar"' in outside.text.replace("&amp;", "&")


def test_only_the_preview_frames_and_only_its_page_is_framed_by_this_site_alone(office):
    policies = {
        name: office.get(f"{Q}/{name}").headers["Content-Security-Policy"] for name in ("", "preview", "preview/form")
    }
    assert "frame-ancestors 'none'" in policies[""]
    assert "frame-src" not in policies[""]
    assert "frame-src 'self'" in policies["preview"]
    assert "frame-ancestors 'none'" in policies["preview"]
    assert "frame-ancestors 'self'" in policies["preview/form"]
    assert "frame-src" not in policies["preview/form"]


MARKER = "lanternfish"


def try_out(office: FlaskClient) -> None:
    """Answer everything in the preview and keep it as a test response."""
    second = walk(office, "next", page(office, f"{Q}/preview/form"), q_age="19")
    end = walk(office, "next", second.text, q_why=MARKER, q_name="Ana")
    kept = walk(office, "send", end.text)
    assert "The test response is kept" in kept.text


def rows_with(site: Site, words: str) -> set[str]:
    """The tables in which some row holds these words."""
    with site.database.reading() as db:
        return {
            table.name
            for table in metadata.sorted_tables
            for row in db.execute(table.select())
            if any(words in str(value) for value in row)
        }


def test_nothing_of_a_test_response_remains_after_the_opening(site, office, proceeding):
    before = _entries(site)
    try_out(office)
    assert rows_with(site, MARKER) == {"trial_response"}
    assert MARKER in page(office, f"{Q}/trials/")
    for address in ("/en/desk/", f"/en/desk/docket/{proceeding.public_id}"):
        assert MARKER not in page(office, address)
    assert "<mark>" not in page(office, f"/en/search?q={MARKER}")
    with site.database.reading() as db:
        assert db.scalars(select(Contribution.id)).all() == []
    assert _entries(site) == before, "the ledger knows nothing of it"
    site.work.run(open_proceeding, TEST, proceeding_id=proceeding.id)
    assert rows_with(site, MARKER) == set()
    attachments = site.storage.folder
    assert [path for path in attachments.rglob("*") if path.is_file()] == []
    assert MARKER not in page(office, f"{Q}/trials/")
    second = walk(office, "next", page(office, f"{Q}/preview/form"), q_age="19")
    end = walk(office, "next", second.text, q_why="Late.")
    assert "Keep as a test response" not in end.text
    assert walk(office, "send", end.text).status_code == 422
    assert rows_with(site, "Late.") == set()


def _entries(site: Site) -> int:
    with site.database.reading() as db:
        return len(db.scalars(select(Entry.id)).all())


def test_an_opening_by_the_clock_throws_test_responses_away_too(site, office, proceeding):
    try_out(office)
    with site.database.reading() as db:
        row = db.get_one(Proceeding, proceeding.id)
        seen, texts = fingerprint(db, row), all_texts(db, row.owner)
    new = NewProceeding(
        kind=row.kind,
        slug=row.slug,
        prefix=row.prefix,
        language=row.language,
        texts=texts,
        languages=tuple(row.languages),
        zone="UTC",
        opens_local="2026-01-05T09:00",
        closes_local="2099-01-05T09:00",
    )
    site.work.run(edit_proceeding, TEST, proceeding_id=row.id, seen=seen, new=new)
    site.work.run(announce_proceeding, TEST, proceeding_id=row.id)
    assert rows_with(site, MARKER) == {"trial_response"}
    run_due(site.work, handlers(site.settings))
    assert rows_with(site, MARKER) == set()
    with site.database.reading() as db:
        job = db.scalars(select(Job).where(Job.kind == "open")).one()
        assert (job.state, job.problem) == ("done", None)


def test_test_responses_can_be_thrown_away(site, office, proceeding):
    try_out(office)
    token = filled(page(office, f"{Q}/trials/"), "csrf_token")
    assert office.post(f"{Q}/trials/forget", data=token).status_code == 302
    assert rows_with(site, MARKER) == set()
    assert "The test responses are gone." in page(office, f"{Q}/trials/")
