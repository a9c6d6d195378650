"""The public pages of a hearing, without JavaScript."""

import re
import uuid
from typing import Any

import pytest
from sqlalchemy import select

from consult.bodies.models import Body
from consult.contributions.comment import new_comment
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.factories import make_account, make_body, make_proceeding, page, send, sign_in, without_token

pytestmark = pytest.mark.pages

LIVE = "/en/hearings/assemblies/live"
COMMENT: dict[str, Any] = {
    "body": "A minimum in minutes.",
    "language": "en",
    "identity": "public",
    "name": "Ana Tesch",
    "category": "individual",
    "confidentiality": "public",
}


@pytest.fixture
def body(site: Site) -> Body:
    return make_body(site)


def make_hearing(site: Site, body: Body, **values: Any) -> Proceeding:
    return make_proceeding(site, body, kind="hearing", is_live=True, prefix="H6", **values)


@pytest.fixture
def hearing(site: Site, body: Body) -> Proceeding:
    return make_hearing(site, body)


def test_the_list_the_page_and_the_live_page(site, client, hearing):
    assert "/en/hearings/assemblies/" in page(client, "/en/hearings/")
    about = page(client, "/en/hearings/assemblies/")
    assert f'href="{LIVE}"' in about
    assert "The hearing is in progress" in about
    assert "The title of assemblies" in page(client, "/ar/hearings/assemblies/")
    text = page(client, LIVE)
    assert re.search(r'<body[^>]* data-stream="[a-z0-9]{16}" data-epoch="[a-z0-9]{16}" data-seq="0"', text)
    assert "whoever watches sees when it came" in text
    assert "comment-template" in text


def test_a_comment_without_name_appears_at_once_and_gets_a_codeword(site, client, hearing):
    answer = send(client, LIVE, COMMENT | {"identity": "none", "name": ""})
    assert answer.status_code == 200, answer.text
    assert "codeword" in answer.text
    text = page(client, LIVE)
    assert "A minimum in minutes." in text
    assert "No identity given" in text
    assert 'data-seq="1"' in text


def test_a_signed_in_author_comes_back_to_the_thread(site, client, hearing):
    sign_in(site, client, make_account(site))
    answer = send(client, LIVE, COMMENT)
    assert answer.status_code == 303
    assert re.fullmatch(rf"{LIVE}#H6-[A-Z0-9]{{4}}-[A-Z0-9]{{4}}", answer.location)
    assert "is published" in page(client, LIVE)
    assert "Ana Tesch" in page(client, LIVE)


def test_before_publication_a_moderator_reads_it(site, client, body):
    make_hearing(site, body, moderation="before")
    sign_in(site, client, make_account(site))
    assert send(client, LIVE, COMMENT).status_code == 303
    text = page(client, LIVE)
    assert "waits for a moderator" in text
    assert "A minimum in minutes." not in text


def test_what_was_refused_keeps_what_was_typed(client, hearing):
    answer = send(client, LIVE, COMMENT | {"name": ""})
    assert answer.status_code == 400
    assert 'id="name-error"' in answer.text
    assert "A minimum in minutes." in answer.text
    answer = send(client, LIVE, COMMENT | {"body": "word " * 301})
    assert answer.status_code == 400
    assert "the limit is 300" in answer.text


@pytest.mark.parametrize(("state", "words"), [("announced", "not open for input yet"), ("closed", "is closed")])
def test_outside_its_time_it_takes_nothing(site, client, body, state, words):
    make_hearing(site, body, state=state, opens_at=None)
    text = page(client, LIVE)
    assert "<textarea" not in text
    elsewhere = make_proceeding(site, body, "other", kind="hearing", is_live=True)
    answer = send(client, f"/en/hearings/{elsewhere.slug}/live", COMMENT, to=LIVE)
    assert answer.status_code == 403
    assert words in answer.text
    assert "A minimum in minutes." in answer.text
    with site.database.reading() as db:
        assert db.scalars(select(Contribution)).first() is None


def test_a_draft_is_shown_to_its_desk_alone(site, client, body):
    make_hearing(site, body, state="draft")
    for address in ("/en/hearings/assemblies/", LIVE):
        forbidden = without_token(page(client, address, 404))
        absent = without_token(page(client, address.replace("assemblies", "assemblie5"), 404))
        assert forbidden == absent.replace("assemblie5", "assemblies")
    assert "assemblies" not in page(client, "/en/hearings/")
    sign_in(site, client, make_account(site, "office@example.org", ("secretariat", "body", body.id)))
    page(client, "/en/hearings/assemblies/")


def test_older_comments_stand_on_a_page_of_their_own(site, client, hearing):
    sign_in(site, client, make_account(site))
    form = page(client, LIVE)
    for number in range(16):
        sent = COMMENT | {"body": f"Comment {number} stands.", "client_id": str(uuid.uuid4())}
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', form)
        assert token
        assert client.post(LIVE, data=sent | {"csrf_token": token[1]}).status_code == 303
    newest = page(client, LIVE)
    assert "Comment 15 stands." in newest
    assert "Comment 0 stands." not in newest
    older = re.search(rf'href="({LIVE}\?before=\d+)"', newest)
    assert older
    text = page(client, older[1])
    assert "Comment 0 stands." in text
    assert "comment-template" not in text


def test_a_program_keeps_what_the_form_says_about_readers(hearing):
    sent = {**COMMENT, "client_id": str(uuid.uuid4()), "confidentiality": "secretariat", "reply": "H6-AAAA-BBBB"}
    new = new_comment(Actor(sender="browser"), hearing, sent)
    assert (new.confidentiality, new.reply_to) == ("secretariat", "H6-AAAA-BBBB")
    with pytest.raises(Invalid):
        new_comment(Actor(sender="browser"), hearing, sent | {"confidentiality": 1})
