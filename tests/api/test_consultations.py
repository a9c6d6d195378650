"""/api/v1: what it tells, what it takes, and that its description says both."""

import uuid
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from sqlalchemy import select

from consult.consultations.answers import answers_of
from consult.consultations.queries import asked
from consult.contributions.models import Contribution, Passage, Version
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding
from consult.site import Site
from consult.web.limits import Limiter
from tests.consultations.all_kinds import ANSWERS, ask_everything
from tests.factories import TEST, make_account, make_body, make_proceeding, release, send, sign_in

BASE = "/api/v1/consultations"
RESPONSES = f"{BASE}/assemblies/responses"


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site))


@pytest.fixture
def version(site: Site, proceeding: Proceeding) -> str:
    return ask_everything(site, proceeding)


def whole(version: str, **more: Any) -> dict[str, Any]:
    sender = {"identity": "public", "name": "Ana Tesch", "confidentiality": "public", "category": "academia"}
    given = {"questionnaire": version, "client_id": str(uuid.uuid4()), "answers": ANSWERS, "sender": sender}
    return {**given, "language": "en", **more}


def post(client: FlaskClient, body: Any, **more: Any) -> Any:
    return client.post(RESPONSES, json=body, **more)


def fits(client: FlaskClient, name: str, answer: Any) -> None:
    """The answer is what the description says."""
    described: dict[str, Any] = client.get("/api/v1/openapi.json").get_json()
    schema = {"$ref": f"#/components/schemas/{name}", "components": described["components"]}
    problems = [one.message for one in Draft202012Validator(schema).iter_errors(answer)]
    assert problems == []


def test_the_description_is_valid_and_names_every_address(app: Flask, client: FlaskClient):
    described: dict[str, Any] = client.get("/api/v1/openapi.json").get_json()
    validate(described)
    there = {
        (rule.rule.replace("<", "{").replace(">", "}"), method.lower())
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith("/api/")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert {(path, method) for path, methods in described["paths"].items() for method in methods} == there
    names = [one["operationId"] for methods in described["paths"].values() for one in methods.values()]
    assert len(set(names)) == len(names) == len(there)


def test_consultations_are_told_as_the_description_says(site, client, proceeding, version):
    draft = make_proceeding(site, make_body(site, "b2"), "hidden", state="draft")
    make_proceeding(site, make_body(site, "b3"), "room", audience="members")
    answer = client.get(BASE).get_json()
    assert [one["slug"] for one in answer["consultations"]] == ["assemblies"]
    fits(client, "Consultation", answer["consultations"][0])
    one = client.get(f"{BASE}/assemblies").json["consultation"]
    fits(client, "WholeConsultation", one)
    assert one["publication"] == "after_moderation"
    questions = client.get(f"{BASE}/assemblies/questionnaire").json["questionnaire"]
    fits(client, "Questionnaire", questions)
    assert questions["public_id"] == version
    assert {one["type"] for part in questions["sections"] for one in part["questions"]} > {"budget", "matrix_single"}
    for slug in (draft.slug, "room", "nothing"):
        for path in ("", "/questionnaire"):
            refused = client.get(f"{BASE}/{slug}{path}")
            assert refused.status_code == 404
            fits(client, "Refusal", refused.json)


def test_a_staff_session_opens_nothing_more(site, app, proceeding):
    make_proceeding(site, make_body(site, "b2"), "hidden", state="draft")
    office = app.test_client()
    sign_in(site, office, make_account(site, "o@example.org", ("secretariat", "body", proceeding.body_id)))
    assert len(office.get(BASE).json["consultations"]) == 1
    assert office.get(f"{BASE}/hidden").status_code == 404


def test_what_is_sent_is_stored_answer_by_answer(site, client, proceeding, version):
    sent = whole(version)
    answer = post(client, sent)
    assert answer.status_code == 201, answer.json
    fits(client, "Filed", answer.json)
    fits(client, "Response", sent)
    with site.database.reading() as db:
        row = db.scalars(select(Contribution)).one()
        assert (row.reference, row.kind, row.author_id, row.category) == (
            answer.json["reference"], "response", None, "academia",
        )  # fmt: skip
        passages = db.scalars(select(Passage).join(Version, Version.id == Passage.version_id)).all()
        questions = asked(db, proceeding, "en", version)
        assert questions is not None
        assert answers_of(questions, passages) == ANSWERS
    assert client.get(answer.json["receipt"].removeprefix("http://localhost")).status_code == 200


def test_the_same_key_is_one_response_and_another_text_a_conflict(site, client, version):
    sent = whole(version)
    first, second = post(client, sent), post(client, sent)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json == first.json | {"dup": True}
    other = post(client, sent | {"answers": ANSWERS | {"hero": "Somebody else"}})
    assert other.status_code == 409
    fits(client, "Refusal", other.json)
    with site.database.reading() as db:
        assert len(db.scalars(select(Contribution)).all()) == 1


def test_the_codeword_opens_what_was_sent(site, app, client, version):
    sender = {"identity": "none", "confidentiality": "public"}
    answer = post(client, whole(version, sender=sender)).json
    browser = app.test_client()
    given = {"reference": answer["reference"], "codeword": answer["codeword"]}
    assert send(browser, "/en/return/", given).status_code == 303
    assert release(site, make_public(site)) == 1


def make_public(site: Site) -> Proceeding:
    with site.database.reading() as db:
        return db.scalars(select(Proceeding)).one()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_problem_is_told_by_key_instance_and_row(client, version, language):
    wrong = ANSWERS | {
        "seen": "perhaps",
        "visits": [{"town": "Aden"}, {"town": "", "day": "2025-01-01"}],
        "grid": {"r1": "c9"},
        "unheard": "of",
    }
    answer = post(client, whole(version, answers=wrong), headers={"Accept-Language": language})
    assert answer.status_code == 422
    fits(client, "Refusal", answer.json)
    told = {(one["key"], one["instance"], one["row"]) for one in answer.json["problems"]}
    assert told >= {("seen", 1, None), ("day", 2, None), ("town", 2, None), ("grid", 1, "r1"), ("unheard", 1, None)}
    assert all(one["message"] for one in answer.json["problems"])


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"questionnaire": "nosuchversion000"}, 422),
        ({"questionnaire": 7}, 400),
        ({"client_id": "no key"}, 400),
        ({"answers": []}, 400),
        ({"answers": {}}, 422),
        ({"sender": {"identity": "public"}}, 422),
        ({"sender": {"identity": "everybody", "name": "A"}}, 422),
        ({"sender": {"shoe": "9"}}, 422),
        ({"sender": {"identity": "none", "confidentiality": "public", "category": "king"}}, 422),
        ({"extra": 1}, 400),
        ({"format": 2}, 400),
        ({"consultation": "another"}, 400),
    ],
)
def test_what_is_wrong_is_refused_in_words(site, client, version, change, status):
    answer = post(client, whole(version) | change)
    assert answer.status_code == status, answer.json
    fits(client, "Refusal", answer.json)
    with site.database.reading() as db:
        assert db.scalars(select(Contribution)).all() == []


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[1]", 400),
        (b"\xff\xfe", 400),
        (b'{"a":NaN}', 400),
        (b"[" * 100_000, 400),
        (b'{"\\ud800":1}', 400),
        (b'{"questionnaire":"\\u0000"}', 400),
        (b" " * 1_000_001, 413),
    ],
)
def test_bytes_that_are_no_response_are_refused(client, version, data, status):
    answer = client.post(RESPONSES, data=data, content_type="application/json")
    assert answer.status_code == status
    fits(client, "Refusal", answer.json)
    other = client.post(RESPONSES, data={"a": "b"})
    assert other.status_code == 415
    fits(client, "Refusal", other.json)


def test_closed_is_closed(site, client, proceeding, version):
    sent = whole(version)
    post(client, sent)
    site.work.run(close_proceeding, TEST, proceeding_id=proceeding.id)
    assert post(client, whole(version)).status_code == 403
    assert post(client, sent).status_code == 200, "what was sent in time stays answered"


def test_changed_questions_are_a_conflict(site, client, proceeding, version):
    from consult.consultations.operations import publish_questionnaire, save_questionnaire
    from tests.consultations.all_kinds import SECTIONS

    site.work.run(save_questionnaire, TEST, proceeding_id=proceeding.id, sections=SECTIONS[:2])
    site.work.run(publish_questionnaire, TEST, proceeding_id=proceeding.id)
    assert post(client, whole(version)).status_code == 409


def test_too_many_are_asked_to_wait(app, client, version, monkeypatch):
    monkeypatch.setitem(app.extensions, "consult.api_limiter", Limiter(1, 60.0))
    post(client, {})
    answer = post(client, {})
    assert answer.status_code == 429
    fits(client, "Refusal", answer.json)
    assert answer.json["retry_after_ms"] > 0
