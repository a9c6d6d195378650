"""Files within a file of answers: looked at like any other, attached on upload, and each refusal said in words."""

import base64
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.contributions.attachments import limits
from consult.contributions.attachments.jobs import handlers
from consult.contributions.models import Attachment, Contribution, Draft
from consult.core.jobs import run_due
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.attachments import samples
from tests.attachments.conftest import SECTIONS
from tests.consultations.test_upload import REVIEW, document, send_it, upload
from tests.factories import make_body, make_proceeding, page, publish

pytestmark = pytest.mark.pages

GROUP = {
    "key": "visits",
    "title": {"en": "Visits"},
    "repeats_min": 1,
    "repeats_max": 3,
    "questions": [
        {**SECTIONS[0]["questions"][1], "key": "shots", "required": True, "settings": {"max_files": 1}},  # type: ignore[index]
    ],
}


@pytest.fixture
def call(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


@pytest.fixture
def version(site: Site, call: Proceeding) -> str:
    return str(publish(site, call, [*SECTIONS, GROUP]))


def given(name: str, content: bytes) -> dict[str, str]:
    return {"name": name, "data": base64.b64encode(content).decode()}


def whole(version: str, **files: Any) -> dict[str, Any]:
    return document(version, answers={"why": "Because."}, files=files)


def attachments(site: Site) -> list[Attachment]:
    with site.database.reading() as db:
        return list(db.scalars(select(Attachment).order_by(Attachment.id)))


def test_they_are_attached_where_they_were_chosen_and_sent_with_the_answers(site, client: FlaskClient, version):
    one, two = given("../تقرير.pdf", samples.text_pdf()), given("seen.png", samples.telling_png())
    assert upload(client, whole(version, papers=[one], **{"shots.1": [two], "shots.2": [two]})).status_code == 303
    assert "تقرير.pdf" in page(client, REVIEW)
    held = attachments(site)
    assert [row.name for row in held] == ["تقرير.pdf", "seen.png", "seen.png"]
    assert {row.keeps_original for row in held} == {"none" not in call_of(site).identities}
    with site.database.reading() as db:
        answers = db.scalars(select(Draft)).one().answers
    names = [row.public_id for row in held]
    assert answers == {"why": "Because.", "papers": names[:1], "visits": [{"shots": [names[1]]}, {"shots": [names[2]]}]}
    assert send_it(client).status_code == 200
    run_due(site.work, {**handlers(site.storage, None), "forget_drafts": lambda *_: None})
    with site.database.reading() as db:
        sent = db.scalars(select(Contribution)).one()
    assert [(row.contribution_id, row.state) for row in attachments(site)] == [(sent.id, "clean")] * 3


def call_of(site: Site) -> Proceeding:
    with site.database.reading() as db:
        return db.scalars(select(Proceeding)).one()


def test_what_cannot_be_taken_is_said_and_the_rest_is_kept(site, client, version):
    bad = [
        given("lies.pdf", samples.telling_png()),
        given("locked.pdf", samples.locked_pdf()),
        {"name": "broken.pdf", "data": "%%%"},
        {"name": "empty.pdf", "data": ""},
        {"name": "number.pdf", "data": 7},
        given("good.pdf", samples.text_pdf()),
        "no file at all",
    ]
    assert upload(client, whole(version, papers=bad, why=[bad[5]], **{"shots.9": [bad[5]]})).status_code == 303
    text = page(client, REVIEW)
    assert [row.name for row in attachments(site)] == ["good.pdf"]
    for said in (
        "lies.pdf",
        "locked.pdf: This file opens only with a password.",
        "broken.pdf",
        "empty.pdf",
        "number.pdf",
    ):
        assert said in text
    assert text.count("This question is not asked") == 2


def test_more_than_the_question_takes_is_left_out(site, client, version):
    files = [given(f"{number}.pdf", samples.text_pdf()) for number in range(4)]
    assert upload(client, whole(version, papers=files, **{"shots.1": files[:2]})).status_code == 303
    assert [row.name for row in attachments(site)] == ["0.pdf", "1.pdf", "2.pdf", "0.pdf"]


def test_too_much_together_is_left_out(site, client, version, monkeypatch):
    monkeypatch.setattr("consult.consultations.documents.files.OFFLINE_BYTES", len(samples.text_pdf()) + 10)
    files = [given(name, samples.text_pdf()) for name in ("one.pdf", "two.pdf")]
    upload(client, whole(version, papers=files))
    assert [row.name for row in attachments(site)] == ["one.pdf"]
    assert "two.pdf: Your files are too large together" in page(client, REVIEW)


def test_the_same_file_again_brings_its_files_once(site, client, version):
    sent = whole(version, papers=[given("one.pdf", samples.text_pdf())])
    upload(client, sent)
    upload(client, sent)
    assert len(attachments(site)) == 1


def test_a_file_of_answers_over_the_limit_is_refused_in_words(site, client, version, monkeypatch):
    monkeypatch.setattr("consult.consultations.routes.upload.OFFLINE_FILE_BYTES", 2_000)
    answer = upload(client, whole(version, papers=[given("one.txt", b"word " * 1_000)]))
    assert (answer.status_code, attachments(site)) == (400, [])
    assert "too large" in answer.text
    assert limits.OFFLINE_BYTES * 4 / 3 < limits.OFFLINE_FILE_BYTES, "what the kit lets in can be uploaded"
