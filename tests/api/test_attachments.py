"""/api/v1: files that a program sends ahead of the answers that name them."""

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.consultations.answers import answers_of
from consult.consultations.queries import asked
from consult.contributions.attachments.jobs import handlers
from consult.contributions.drafts.operations import forget_drafts
from consult.contributions.models import Attachment, Contribution, Draft, Passage, Version
from consult.core.clock import now
from consult.core.jobs import run_due
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.site import Site
from consult.web.limits import Limiter
from tests.api.test_consultations import fits
from tests.attachments import samples
from tests.attachments.conftest import SECTIONS
from tests.factories import TEST, make_body, make_proceeding, publish

BASE = "/api/v1/consultations/assemblies"
SENDER = {"identity": "public", "name": "Ana Tesch", "confidentiality": "public"}


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


@pytest.fixture
def version(site: Site, proceeding: Proceeding) -> str:
    questions: Any = SECTIONS[0]["questions"]
    why, papers = questions
    return publish(site, proceeding, [{"title": {"en": "All"}, "questions": [why, {**papers, "required": True}]}])


def attach(client: FlaskClient, version: str, key: str, content: bytes = b"", name: str = "a.pdf", **more: Any) -> Any:
    given = {"client_id": key, "questionnaire": version, "question": "papers", **more}
    file = (io.BytesIO(content or samples.text_pdf()), name)
    return client.post(
        f"{BASE}/attachments",
        data={name: value for name, value in given.items() if value is not None} | {"file": file},
        content_type="multipart/form-data",
    )


def respond(client: FlaskClient, version: str, key: str, papers: Any) -> Any:
    answers = {"why": "Because.", "papers": papers}
    return client.post(
        f"{BASE}/responses",
        json={"questionnaire": version, "client_id": key, "language": "en", "sender": SENDER, "answers": answers},
    )


def files(site: Site) -> list[Attachment]:
    with site.database.reading() as db:
        return list(db.scalars(select(Attachment).order_by(Attachment.id)))


def test_a_required_question_for_files_is_answered(site: Site, client: FlaskClient, proceeding, version):
    key = str(uuid.uuid4())
    assert respond(client, version, key, []).status_code == 422
    told = attach(client, version, key, alt="Page one", keep_original="yes")
    assert told.status_code == 201, told.json
    fits(client, "Attached", told.json)
    spare = attach(client, version, key, samples.telling_png(), "b.png").json["file"]
    assert (spare["media_type"], spare["size"]) == ("image/png", len(samples.telling_png()))
    name = told.json["file"]["id"]
    first = respond(client, version, key, [name])
    assert first.status_code == 201, first.json
    again = respond(client, version, key, [name])
    assert (again.status_code, again.json) == (200, first.json | {"dup": True})
    run_due(site.work, {**handlers(site.storage, None), "forget_drafts": lambda *_: None})
    (row,) = files(site)
    assert (row.public_id, row.state, row.alt, row.draft_id) == (name, "clean", "Page one", None)
    with site.database.reading() as db:
        assert db.scalars(select(Draft)).all() == []
        assert row.contribution_id == db.scalars(select(Contribution.id)).one()
        questions = asked(db, proceeding, "en", version)
        assert questions is not None
        passages = db.scalars(select(Passage).join(Version, Version.id == Passage.version_id)).all()
        assert answers_of(questions, passages) == {"why": "Because.", "papers": [name]}


def test_nobody_else_can_name_it(site, client, version):
    name = attach(client, version, str(uuid.uuid4())).json["file"]["id"]
    other = str(uuid.uuid4())
    attach(client, version, other)
    refused = respond(client, version, other, [name])
    assert refused.status_code == 422
    fits(client, "Refusal", refused.json)
    assert refused.json["problems"][0]["problem"] == "no_such_file"


def test_the_address_is_told(client, version):
    assert client.get(BASE).json["consultation"]["attachments"].endswith(f"{BASE}/attachments")


@pytest.mark.parametrize(
    ("more", "status", "problem"),
    [
        ({"client_id": None}, 400, None),
        ({"client_id": "no key"}, 400, None),
        ({"question": None}, 400, None),
        ({"questionnaire": "nosuchversion000"}, 422, "no_such_version"),
        ({"question": "why"}, 422, "no_such_question"),
        ({"question": "shoe"}, 422, "no_such_question"),
        ({"content": samples.locked_pdf()}, 422, "file_encrypted"),
        ({"name": "lies.pdf", "content": samples.telling_png()}, 422, "file_lies"),
        ({"alt": "x" * 501}, 422, "too_long"),
    ],
)
def test_what_is_wrong_is_refused_in_words(site, client, version, more, status, problem):
    given = {"version": version, "key": str(uuid.uuid4())} | more
    answer = attach(client, given.pop("version"), given.pop("key"), **given)
    assert answer.status_code == status, answer.json
    fits(client, "Refusal", answer.json)
    if problem is not None:
        assert answer.json["problems"][0]["problem"] == problem
    assert files(site) == []


def test_a_body_without_a_file_or_of_another_type_is_refused(client, version):
    given = {"client_id": str(uuid.uuid4()), "questionnaire": version, "question": "papers"}
    missing = client.post(f"{BASE}/attachments", data=given, content_type="multipart/form-data")
    other = client.post(f"{BASE}/attachments", json=given)
    assert (missing.status_code, other.status_code) == (400, 415)
    for answer in (missing, other):
        fits(client, "Refusal", answer.json)


def test_the_question_takes_as_many_as_it_says(site, client, version):
    key = str(uuid.uuid4())
    answers = [attach(client, version, key).status_code for _number in range(4)]
    assert answers == [201, 201, 201, 422]
    assert len(files(site)) == 3


def test_a_file_over_the_limit_is_refused(site, app, client, version, monkeypatch):
    limits = app.extensions["consult.uploads"]
    monkeypatch.setitem(app.extensions, "consult.uploads", type(limits)(1_000, 100_000))
    small = attach(client, version, str(uuid.uuid4()), b"word " * 1_000, "a.txt")
    assert (small.status_code, small.json["problems"][0]["problem"]) == (422, "file_over_limit")
    large = attach(client, version, str(uuid.uuid4()), b"word " * 50_000, "a.txt")
    assert large.status_code == 413
    fits(client, "Refusal", large.json)


def test_closed_changed_and_sent_are_refused(site, client, proceeding, version):
    key = str(uuid.uuid4())
    name = attach(client, version, key).json["file"]["id"]
    assert respond(client, version, key, [name]).status_code == 201
    sent = attach(client, version, key)
    assert (sent.status_code, sent.json["code"]) == (409, "conflict")
    other = publish(site, proceeding, SECTIONS)
    assert attach(client, version, str(uuid.uuid4())).status_code == 409
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    closed = attach(client, other, str(uuid.uuid4()))
    assert closed.status_code == 403
    fits(client, "Refusal", closed.json)
    assert [row.public_id for row in files(site)] == [name]


def test_what_is_never_named_goes_after_two_days(site, client, version, monkeypatch):
    attach(client, version, str(uuid.uuid4()))
    later = now() + timedelta(days=2, hours=1)
    monkeypatch.setattr("consult.contributions.drafts.operations.now", lambda: later)
    assert site.work.run(forget_drafts, TEST).result == 1
    assert files(site) == []


def test_too_many_are_asked_to_wait(app, client, version, monkeypatch):
    monkeypatch.setitem(app.extensions, "consult.api_limiter", Limiter(1, 60.0))
    attach(client, version, str(uuid.uuid4()))
    answer = attach(client, version, str(uuid.uuid4()))
    assert answer.status_code == 429
    fits(client, "Refusal", answer.json)


def test_files_within_the_body_are_not_taken(site, client, version):
    answer = client.post(
        f"{BASE}/responses",
        json={"questionnaire": version, "client_id": str(uuid.uuid4()), "answers": {}, "files": {"papers": [{}]}},
    )
    assert answer.status_code == 400
    fits(client, "Refusal", answer.json)
