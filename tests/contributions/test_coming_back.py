"""Coming back with reference and codeword: seeing, correcting, withdrawing."""

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from consult.accounts.models import WebSession
from consult.contributions.models import Contribution
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import (
    TEST,
    hidden,
    make_account,
    make_body,
    make_proceeding,
    page,
    post_comment,
    release,
    send,
    sign_in,
)

pytestmark = pytest.mark.pages


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site), word_limit=20)


def first(site: Site) -> Contribution:
    with site.database.reading() as db:
        return db.scalars(select(Contribution).order_by(Contribution.id).limit(1)).one()


def filed(site: Site, client: FlaskClient, **values: Any) -> tuple[str, str]:
    """The reference and the codeword of a comment just sent."""
    text = post_comment(client, **values).get_data(as_text=True)
    words = re.findall(r"<li>(\w+)</li>", text.split('class="codeword"')[1].split("</ol>")[0])
    return first(site).reference, " ".join(words)


def come_back(client: FlaskClient, reference: str, codeword: str) -> Any:
    return send(client, "/en/return/", {"reference": reference, "codeword": codeword})


def test_reference_and_codeword_open_the_own_input_however_they_are_typed(site, app, client, proceeding):
    reference, codeword = filed(site, client, identity="none", body="Mine.")
    other = app.test_client()
    answer = come_back(other, f" {reference.lower()} ", codeword.upper().replace(" ", ", "))
    assert answer.status_code == 303
    assert codeword.split()[0] not in answer.location
    assert "Mine." in page(other, answer.location)
    page(client, answer.location, 404)
    stored = first(site)
    with site.database.reading() as db:
        session = db.scalars(select(WebSession)).one()
    assert session.contribution_id == stored.id
    assert session.account_id is None


def test_any_wrong_pair_gets_the_same_answer(site, app, client, proceeding):
    reference, codeword = filed(site, client)
    others = [(reference, "abandon " * 7), ("C1-0000-0000", codeword), (reference, codeword[:-1])]
    answers = [come_back(app.test_client(), *pair) for pair in others]
    assert {answer.status_code for answer in answers} == {400}
    for answer in answers:
        assert "do not belong together" in answer.get_data(as_text=True)
    with site.database.reading() as db:
        assert db.scalars(select(WebSession)).all() == []


def test_too_many_tries_for_one_reference_have_to_wait(site, app, client, proceeding):
    reference, codeword = filed(site, client)
    for _try in range(8):
        assert come_back(app.test_client(), reference, "wrong words").status_code == 400
    assert come_back(app.test_client(), reference, codeword).status_code == 429


def test_a_codeword_opens_one_input_and_no_other(site, app, client, proceeding):
    reference, codeword = filed(site, client, body="First.")
    post_comment(client, body="Second.")
    with site.database.reading() as db:
        second = db.scalars(select(Contribution).where(Contribution.reference != reference)).one()
    other = app.test_client()
    come_back(other, reference, codeword)
    page(other, f"/en/return/{second.reference}", 404)
    page(other, f"/en/return/{second.reference}/withdraw", 404)


def test_leaving_ends_the_session_at_once(site, app, client, proceeding):
    reference, codeword = filed(site, client)
    other = app.test_client()
    address = come_back(other, reference, codeword).location
    with other.session_transaction() as session:
        token = session["token"]
    send(other, address, {}, "/en/return/close")
    page(other, address, 404)
    thief = app.test_client()
    with thief.session_transaction() as session:
        session["token"] = token
    page(thief, address, 404)


def test_a_correction_stands_at_once_or_waits_for_a_moderator(site, app, client, proceeding):
    reference, codeword = filed(site, client, body="Before.")
    address = come_back(client, reference, codeword).location
    assert send(client, address + "/correct", {"body": "After.", "seen": "1"}).status_code == 303
    told = page(client, address)
    assert "After." in told
    assert "Version 2" in told
    assert "After." in page(client, "/en/consultations/assemblies/comments")


def test_correcting_twice_with_one_press_is_one_correction_and_a_late_one_a_conflict(site, client, proceeding):
    reference, codeword = filed(site, client, body="Before.")
    address = come_back(client, reference, codeword).location + "/correct"
    values = {"csrf_token": hidden(page(client, address), "csrf_token"), "body": "After.", "seen": "1"}
    assert client.post(address, data=values).status_code == 303
    assert client.post(address, data=values).status_code == 303
    late = client.post(address, data=values | {"body": "Another."})
    assert late.status_code == 409
    assert "Another." in late.get_data(as_text=True)
    assert first(site).latest == 2


@pytest.mark.pages
@pytest.mark.parametrize("body", ["", "word " * 21, "a\x07b"])
def test_a_correction_is_checked_as_a_comment_is(site, client, proceeding, body):
    reference, codeword = filed(site, client)
    address = come_back(client, reference, codeword).location + "/correct"
    assert send(client, address, {"body": body, "seen": "1"}).status_code == 400
    assert first(site).latest == 1


def test_withdrawing_asks_first_and_leaves_the_number(site, app, client, proceeding):
    reference, codeword = filed(site, client, body="Take me back.")
    address = come_back(client, reference, codeword).location
    assert "cannot be undone" in page(client, address + "/withdraw")
    assert first(site).state == "published"
    assert send(client, address + "/withdraw", {}).status_code == 303
    assert first(site).state == "withdrawn"
    listed = page(app.test_client(), "/en/consultations/assemblies/comments")
    assert "Take me back." not in listed
    assert reference in listed
    assert "Withdrawn by its author." in listed
    assert "/correct" not in page(client, address)


def test_reason_and_note_of_a_decision_are_told_to_the_author(site, client, proceeding):
    reference, codeword = filed(site, client, body="Rude words.")
    note = "Please leave out the last sentence."
    site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="insult", note=note)
    told = page(client, come_back(client, reference, codeword).location)
    assert "A moderator hid it." in told
    assert "It insults a person." in told
    assert note in told
    assert note not in page(client, "/en/consultations/assemblies/comments")


def test_a_signed_in_author_reaches_the_own_page_by_account(site, app, client, proceeding):
    sign_in(site, client, make_account(site))
    post_comment(client, body="By account.")
    address = f"/en/return/{first(site).reference}"
    assert "By account." in page(client, address)
    other = app.test_client()
    sign_in(site, other, make_account(site, "other@example.org"))
    page(other, address, 404)


def test_a_receipt_tells_no_words_no_name_and_no_order(site: Site, app: Flask, client, proceeding):
    reference, _codeword = filed(site, client, identity="secretariat", name="Ana Tesch", body="My words.")
    row = first(site)
    address = f"/en/receipts/{row.public_id}"
    text = page(app.test_client(), address)
    assert reference in text
    assert "My words." not in text
    assert "Ana Tesch" not in text
    assert "Stream and number" not in text
    assert not re.search(r'datetime="[^"]*T', text)
    release(site, proceeding)
    assert "Stream and number" in page(app.test_client(), address)
    page(client, f"/en/receipts/{reference}", 404)


def test_a_receipt_of_a_private_room_is_for_its_members(site, app, client, proceeding):
    filed(site, client)
    row = first(site)

    def close_room(db: Any, _actor: Any) -> None:
        db.get(Proceeding, proceeding.id).audience = "members"

    site.work.run(close_room, TEST)
    page(app.test_client(), f"/en/receipts/{row.public_id}", 404)
