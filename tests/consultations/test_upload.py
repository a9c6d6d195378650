"""Bringing in answers that were saved offline: once, by anybody, and never anything but clear words."""

import io
import json
import re
import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from consult.consultations.answers import answers_of
from consult.consultations.operations import publish_questionnaire, save_questionnaire
from consult.consultations.queries import asked
from consult.contributions.models import Contribution, Draft, Passage, Version
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.site import Site
from tests.consultations.all_kinds import ANSWERS, SECTIONS, ask_everything
from tests.factories import TEST, hidden, make_account, make_body, make_proceeding, page, sign_in

pytestmark = pytest.mark.pages

UPLOAD = "/en/consultations/assemblies/upload"
REVIEW = "/en/consultations/assemblies/respond/review"
SENDER = {"language": "ar", "identity": "public", "name": "سلمى", "confidentiality": "public", "category": "academia"}


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


@pytest.fixture
def version(site: Site, proceeding: Proceeding) -> str:
    return ask_everything(site, proceeding)


def document(version: str, **more: Any) -> dict[str, Any]:
    given = {"format": 1, "consultation": "assemblies", "questionnaire": version, "language": "ar"}
    return {**given, "client_id": str(uuid.uuid4()), "sender": SENDER, "answers": ANSWERS, "to_attach": {}, **more}


def upload(client: FlaskClient, content: Any, **more: str) -> Any:
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    token = hidden(page(client, UPLOAD), "csrf_token")
    sent = {"csrf_token": token, "file": (io.BytesIO(data), "assemblies.consult.json"), **more}
    return client.post(UPLOAD, data=sent, content_type="multipart/form-data")


def send_it(client: FlaskClient) -> Any:
    text = page(client, REVIEW)
    fields = {name: hidden(text, name) for name in ("csrf_token", "client_id", "saves")}
    return client.post(REVIEW, data=fields)


def test_a_file_becomes_one_response_answer_by_answer(site: Site, client: FlaskClient, proceeding, version):
    answer = upload(client, document(version))
    assert answer.status_code == 303, answer.text
    assert "Salma" in page(client, REVIEW)
    sent = send_it(client)
    assert sent.status_code == 200, sent.text[:2000]
    assert 'class="codeword"' in sent.text
    with site.database.reading() as db:
        row = db.scalars(select(Contribution)).one()
        assert (row.kind, row.author_name, row.language, row.category) == ("response", "سلمى", "ar", "academia")
        questions = asked(db, proceeding, "en", version)
        assert questions is not None
        passages = db.scalars(select(Passage).join(Version, Version.id == Passage.version_id)).all()
        assert answers_of(questions, passages) == ANSWERS
        assert db.scalars(select(Draft)).all() == []


def test_anybody_may_upload_it_and_it_counts_once(site: Site, app: Flask, client: FlaskClient, version):
    content = document(version)
    other = app.test_client()
    account = make_account(site, "helper@example.org")
    sign_in(site, other, account)
    upload(client, content)
    assert upload(other, content).status_code == 303, "two may look at the same file"
    assert send_it(other).status_code == 200
    refused = send_it(client)
    assert refused.status_code == 409
    assert "sent already" in refused.text
    again = upload(app.test_client(), content)
    assert again.status_code == 409
    assert "sent already" in again.text
    with site.database.reading() as db:
        assert db.scalars(select(Contribution)).one().author_id is None, "the helper is not the author"


def test_a_page_with_answers_is_never_kept_for_the_next_browser(app: Flask, client: FlaskClient, version):
    upload(client, document(version))
    step = f"{REVIEW[:-6]}step/you"
    page(client, REVIEW)  # shows what is said once
    assert 'value="Salma"' in page(client, step), "asked for first, so that this would be the page that is kept"
    other = page(app.test_client(), step)
    assert 'name="q_hero"' in other
    assert "Salma" not in other


def test_what_the_rules_forbid_is_shown_and_mended_on_the_page(site: Site, client: FlaskClient, version):
    wrong = ANSWERS | {"seen": "perhaps", "unheard": 1, "story": "one " * 40}
    assert upload(client, document(version, answers=wrong)).status_code == 303
    text = page(client, REVIEW)
    assert "unheard" in text
    assert "#q_story" in text
    assert "#q_seen" in text
    assert send_it(client).status_code == 400
    step = re.search(r'href="(/en/consultations/assemblies/respond/step/[^"?]+)[^"]*#q_story', text)
    assert step
    assert "one one" in page(client, step[1])


def test_other_questions_are_carried_and_said(site: Site, client: FlaskClient, proceeding, version):
    content = document(version)
    site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=SECTIONS[:2])
    site.work.run(publish_questionnaire, TEST, proceeding_id=proceeding.id)
    assert upload(client, content).status_code == 303
    text = page(client, REVIEW)
    assert "The questions were changed" in text
    assert "Salma" in text


def test_what_was_begun_here_is_not_lost_unasked(site: Site, client: FlaskClient, version):
    upload(client, document(version))
    second = document(version, answers=ANSWERS | {"hero": "Another"})
    refused = upload(client, second)
    assert refused.status_code == 409
    assert "Salma" in page(client, REVIEW)
    assert upload(client, second, replace="yes").status_code == 303
    assert "Another" in page(client, REVIEW)


def test_attachments_are_named(client: FlaskClient, version):
    upload(client, document(version, to_attach={"proof": ["صورة.jpg"]}))
    assert "صورة.jpg" in page(client, REVIEW)


def test_closed_is_closed(site: Site, client: FlaskClient, proceeding, version):
    token = hidden(page(client, UPLOAD), "csrf_token")
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    data = {"csrf_token": token, "file": (io.BytesIO(json.dumps(document(version)).encode()), "a.json")}
    assert client.post(UPLOAD, data=data, content_type="multipart/form-data").status_code == 403


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"7", b'"a"', b"null", b"\xff\xfe\x00", b"%PDF-1.7", b"{" * 50_000, b'{"answers":NaN}',
        b'{"a":"\\ud800"}', b'{"\\u0000":1}', b'{"answers":' + b"[" * 5_000 + b"]" * 5_000 + b"}", b"1" * 5_000,
    ],
)  # fmt: skip
def test_what_is_no_file_of_answers_is_refused_in_words(client: FlaskClient, version, content: bytes):
    answer = upload(client, content)
    assert answer.status_code == 400
    assert "error-summary" in answer.text or "not readable" in answer.text


@pytest.mark.parametrize(
    "change",
    [
        {"format": 2}, {"format": None}, {"questionnaire": "nosuchversion000"}, {"questionnaire": None},
        {"client_id": "x"}, {"client_id": 7}, {"consultation": "another"}, {"answers": None}, {"answers": []},
        {"sender": "me"}, {"to_attach": []}, {"more": 1}, {"a\u0007b": 1}, {"questionnaire": "x" * 500},
    ],
)  # fmt: skip
def test_a_file_edited_by_hand_is_refused_in_words(client: FlaskClient, version, change: dict[str, Any]):
    answer = upload(client, document(version) | change)
    if change != {"format": None}:
        assert answer.status_code == 400
        assert "error-summary" in answer.text
    assert answer.status_code < 500


def test_a_huge_file_is_refused_in_words(client: FlaskClient, version):
    answer = upload(client, document(version, answers={"story": "x" * 15_000_000}))
    assert answer.status_code == 400
    assert "too large" in answer.text


def test_more_than_a_draft_holds_is_refused_in_words(site: Site, client: FlaskClient, version):
    long = dict.fromkeys(("hero", "story", "why"), "ع" * 190_000)
    answer = upload(client, document(version, answers=ANSWERS | long))
    assert answer.status_code == 400
    assert "error-summary" in answer.text
    with site.database.reading() as db:
        assert db.scalars(select(Draft)).all() == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=8,
)
KEYS = [one["key"] for part in SECTIONS for one in part["questions"]] + [part["key"] for part in SECTIONS]
PLAUSIBLE = st.sampled_from(["no", "yes", "c1", "first", "2026-02-30", "١٢", "YE", True, 3, {"other": "x"}, ["a", "a"]])
GROUPS = st.lists(st.dictionaries(st.sampled_from(KEYS), JSON | PLAUSIBLE, max_size=3), max_size=5)
EDITED = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=8), JSON | PLAUSIBLE | GROUPS, max_size=6)


@pytest.mark.pages
@pytest.mark.slow
@pytest.mark.timeout(300)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    answers=EDITED, sender=st.dictionaries(st.sampled_from(["identity", "name", "language", "category", "shoe"]), JSON)
)
def test_no_file_breaks_the_upload_the_review_or_a_page(site: Site, app: Flask, version, answers, sender):
    client = app.test_client()
    content = document(version, answers=ANSWERS | answers, sender=sender)
    answer = upload(client, json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    assert answer.status_code in (303, 400), answer.text[:500]
    if answer.status_code == 303:
        for address in (REVIEW, f"{REVIEW[:-6]}you", *(f"{REVIEW[:-6]}step/{part['key']}" for part in SECTIONS)):
            assert client.get(address).status_code == 200
        assert send_it(client).status_code in (200, 303, 400, 409)


@pytest.mark.pages
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=200) | JSON.map(lambda one: json.dumps(one).encode("utf-8", "surrogatepass")))
def test_no_bytes_break_the_upload(app: Flask, version, data: bytes):
    assert upload(app.test_client(), data).status_code in (303, 400)
