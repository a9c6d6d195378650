"""A document as the submission, page by page, as somebody without JavaScript sends it."""

import io
import re
from typing import Any

import pytest

from consult.contributions.models import Contribution, Draft, Passage
from consult.core.errors import Closed
from consult.proceedings.operations import close_proceeding
from tests.attachments import samples
from tests.attachments.worker import attached, rows, sent_document, stored
from tests.factories import TEST, actor_for, hidden, make_account, make_body, make_proceeding, page, sign_in

pytestmark = pytest.mark.pages
ADDRESS = "/en/consultations/assemblies/respond/document"
SENDER = {"language": "en", "identity": "public", "name": "Ana Tesch", "category": "", "confidentiality": "public"}


def post(client, values: dict[str, Any], address: str = ADDRESS) -> Any:
    """Send one of the page's forms."""
    text = page(client, address)
    known = {name: hidden(text, name) for name in ("csrf_token", "saves", "client_id") if f'name="{name}"' in text}
    return client.post(address, data={**known, **values}, content_type="multipart/form-data")


def upload(client, content: bytes, name: str, address: str = ADDRESS, **more: Any) -> Any:
    return post(client, {"act": "keep", "document": (io.BytesIO(content), name), **more}, address)


def test_a_document_is_looked_at_before_it_is_sent(site, app, call):
    client = app.test_client()
    assert "up to <bdi" in page(client, ADDRESS)
    assert upload(client, samples.word(), "our paper.docx").status_code == 303
    text = page(client, ADDRESS)
    for words in (*samples.PARAGRAPHS, "our paper.docx", 'id="p2"', "Being checked"):
        assert words in text
    assert site.database.is_sqlite
    refused = post(client, {"act": "send", "language": "en"})
    assert refused.status_code == 400
    assert samples.PARAGRAPHS[0] in refused.get_data(as_text=True)
    sent = post(client, {"act": "send", **SENDER})
    assert sent.status_code == 200
    assert 'class="codeword"' in sent.get_data(as_text=True)
    with site.database.reading() as db:
        assert [one.kind for one in db.query(Contribution)] == ["submission"]
        assert [one.text for one in db.query(Passage)][:2] == list(samples.PARAGRAPHS)
        assert db.query(Draft).all() == []
    assert "our paper.docx" not in page(client, ADDRESS)


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (samples.scanned_pdf(), "scan.pdf", "There is no text in this document"),
        (samples.locked_pdf(), "locked.pdf", "opens only with a password"),
        (samples.telling_png(), "seen.png", "This is not a document with text"),
        (b"", "", "Please send a document first"),
    ],
)
def test_what_cannot_be_read_is_said_at_once(site, app, call, content, name, words):
    answer = upload(app.test_client(), content, name)
    assert answer.status_code == 400
    assert words in answer.get_data(as_text=True)
    assert rows(site) == []


def test_another_document_takes_the_place_of_the_first_and_may_be_taken_away(site, app, call):
    client = app.test_client()
    upload(client, b"First.", "a.txt")
    upload(client, b"Second.", "b.txt", keep_originals="yes")
    assert [(one.name, one.keeps_original) for one in rows(site)] == [("b.txt", True)]
    assert post(client, {"act": "drop"}).status_code == 303
    assert rows(site) == []
    assert post(client, {"act": "send", **SENDER}).status_code == 409


def test_a_document_goes_with_the_answers(site, app, call):
    client = app.test_client()
    upload(client, samples.word(), "a.docx")
    start = page(client, "/en/consultations/assemblies/respond")
    step = re.search(r'href="([^"]+/step/[^"?]+)"', start)
    assert step
    text = page(client, step[1])
    names = ("csrf_token", "questionnaire", "draft", "page", "seen", "asked")
    values = {name: hidden(text, name) for name in names} | {"q_why": "Because.", "act": "continue"}
    assert client.post(step[1], data=values).status_code == 303
    you = "/en/consultations/assemblies/respond/you"
    client.post(you, data={"csrf_token": hidden(page(client, you), "csrf_token"), "act": "continue", **SENDER})
    review = "/en/consultations/assemblies/respond/review"
    text = page(client, review)
    assert "a.docx" in text
    assert "Send the document" not in page(client, ADDRESS)
    values = {name: hidden(text, name) for name in ("csrf_token", "client_id", "saves")}
    assert client.post(review, data=values).status_code == 200
    with site.database.reading() as db:
        (row,) = db.query(Contribution).all()
        assert row.kind == "response"
        assert [one.text for one in db.query(Passage).order_by(Passage.number)][:3] == ["Because.", *samples.PARAGRAPHS]
    public = page(client, f"/en/consultations/assemblies/submissions/{row.reference}")
    for words in ("Because.", 'id="p1"', samples.PARAGRAPHS[1]):
        assert words in public


def test_the_author_sends_another_document_instead(site, app, call):
    account = make_account(site, "author@example.org")
    reference = sent_document(site, call, stored(site, b"First.", "a.txt"), actor=actor_for(site, account))
    client, address = app.test_client(), f"/en/return/{reference}/correct/document"
    sign_in(site, client, account)
    assert client.get(f"/en/return/{reference}/correct").headers["Location"].endswith(address)
    assert upload(client, b"Second.\n\nThird.", "b.txt", address).status_code == 303
    assert "Third." in page(client, address)
    assert post(client, {"act": "send"}, address).status_code == 303
    own = page(client, f"/en/return/{reference}")
    assert "Third." in own
    assert "b.txt" in own
    assert app.test_client().get(address).status_code == 404


def test_where_none_are_taken_there_is_no_such_page(site, app):
    make_proceeding(site, make_body(site))
    assert app.test_client().get(ADDRESS).status_code == 404


def test_after_the_closing_nothing_is_sent_and_what_was_read_is_still_there(site, app, call):
    client = app.test_client()
    upload(client, b"Some words.", "a.txt")
    site.work.run(close_proceeding, TEST, proceeding_id=call.id)
    text = page(client, ADDRESS)
    assert "Some words." in text
    assert 'value="send"' not in text
    with pytest.raises(Closed):
        attached(site, call, stored(site, b"More.", "b.txt"))
