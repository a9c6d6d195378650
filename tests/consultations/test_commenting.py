"""A reader without JavaScript comments on a consultation, and gets a receipt and a codeword."""

import re
from typing import Any

import pytest
from sqlalchemy import select

from consult.consultations.operations import save_paragraphs
from consult.contributions.comment import CHARACTERS
from consult.contributions.models import Contribution
from consult.core.clock import now
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
    sign_in,
)

pytestmark = pytest.mark.pages

COMMENTS = "/en/consultations/assemblies/comments"


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    made = make_proceeding(site, make_body(site), word_limit=20)
    texts = [{"number": number, "heading": None, "text": {"en": f"Rule {number}."}} for number in (1, 2)]
    site.work.run(save_paragraphs, TEST, proceeding_id=made.id, paragraphs=texts)
    return made


def stored(site: Site) -> list[Contribution]:
    with site.database.reading() as db:
        return list(db.scalars(select(Contribution).order_by(Contribution.id)))


def codeword_in(text: str) -> list[str]:
    found = re.search(r'<ol class="codeword".*?</ol>', text, re.DOTALL)
    return re.findall(r"<li>(\w+)</li>", found[0]) if found else []


def test_a_comment_with_a_name_appears_at_once(site, client, proceeding):
    answer = post_comment(client, body="Say how long.\nPlease.", name="Ana Tesch")
    text = answer.get_data(as_text=True)
    row = stored(site)[0]
    assert answer.status_code == 200
    assert row.reference in text
    assert len(codeword_in(text)) == 7
    listed = page(client, COMMENTS)
    assert "Say how long.\nPlease." in listed
    assert "Ana Tesch" in listed
    assert row.reference in page(client, f"/en/consultations/assemblies/submissions/{row.reference}")


def test_the_codeword_is_kept_as_a_slow_hash_alone(site, client, proceeding):
    words = codeword_in(post_comment(client).get_data(as_text=True))
    row = stored(site)[0]
    assert row.codeword_hash is not None
    assert row.codeword_hash.startswith("$argon2id$")
    assert " ".join(words) not in page(client, f"/en/receipts/{row.public_id}")
    assert words[0] not in str(client.get_cookie("consult", domain="localhost"))


def test_without_a_name_nothing_is_listed_before_the_daily_release(site, client, proceeding):
    post_comment(client, identity="none", name="", body="I was there.")
    assert "I was there." not in page(client, COMMENTS)
    assert release(site, proceeding) == 1
    listed = page(client, COMMENTS)
    assert "I was there." in listed
    assert "No identity given" in listed
    assert not re.search(r'<time datetime="[^"]*T', listed.split('id="comments"')[1].split("<template")[0])


def test_a_name_typed_together_with_the_wish_to_give_none_is_not_stored(site, client, proceeding):
    post_comment(client, identity="none", name="Ana Tesch")
    assert stored(site)[0].author_name is None


def test_a_confidential_comment_is_counted_and_not_told(site, client, proceeding):
    post_comment(client, confidentiality="secretariat", body="For your eyes only.")
    release(site, proceeding)
    listed = page(client, COMMENTS)
    assert "For your eyes only." not in listed
    assert "Confidential to the secretariat" in listed
    assert "Confidential" in page(client, "/en/consultations/assemblies/")


def test_a_comment_on_a_paragraph_stands_there_and_is_counted(site, client, proceeding):
    text = page(client, COMMENTS + "?paragraph=2")
    values = {"csrf_token": hidden(text, "csrf_token"), "client_id": hidden(text, "client_id"), "body": "About two."}
    values |= {"language": "en", "identity": "public", "name": "Ana", "confidentiality": "public", "category": ""}
    assert client.post(COMMENTS + "?paragraph=2", data=values).status_code == 200
    assert "About two." in page(client, COMMENTS + "?paragraph=2")
    assert "About two." not in page(client, COMMENTS + "?paragraph=1")
    assert "On paragraph 2" in page(client, COMMENTS)
    assert "1 comment<" in page(client, "/en/consultations/assemblies/")


@pytest.mark.pages
@pytest.mark.parametrize("number", ["3", "0", "x", "99999999999"])
def test_a_paragraph_that_is_not_there_is_not_found(client, proceeding, number):
    page(client, f"{COMMENTS}?paragraph={number}", 404)


def test_two_sendings_of_one_form_are_one_comment_with_the_same_words(site, client, proceeding):
    text = page(client, COMMENTS)
    values = {"csrf_token": hidden(text, "csrf_token"), "client_id": hidden(text, "client_id"), "body": "Once."}
    values |= {"language": "en", "identity": "public", "name": "Ana", "confidentiality": "public", "category": ""}
    first, second = (client.post(COMMENTS, data=values).get_data(as_text=True) for _time in range(2))
    assert len(stored(site)) == 1
    assert codeword_in(first) == codeword_in(second) != []
    third = client.post(COMMENTS, data=values | {"body": "Another text."})
    assert third.status_code == 409
    assert "Another text." in third.get_data(as_text=True)
    assert len(stored(site)) == 1


@pytest.mark.pages
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"body": " "}, "Please fill in this field."),
        ({"body": "word " * 21}, "This text has 21 words; the limit is 20."),
        ({"body": "x" * (CHARACTERS + 1)}, f"This text has {CHARACTERS + 1} characters; the limit is {CHARACTERS}."),
        ({"body": "a\x07b"}, "invisible control characters"),
        ({"body": "a\u202eb"}, "hidden marks that turn the direction"),
        ({"identity": "sealed"}, "Please choose one of the options given."),
        ({"identity": ""}, "Please fill in this field."),
        ({"confidentiality": "nobody"}, "Please choose one of the options given."),
        ({"category": "king"}, "Please choose one of the options given."),
        ({"language": "xx"}, "Please choose one of the options given."),
        ({"identity": "secretariat", "name": " "}, "Please fill in this field."),
        ({"name": "x" * 201}, "This text has 201 characters"),
        ({"client_id": "tampered"}, "This form came incomplete."),
        ({"reply": "C1-0000-0000"}, "Please choose one of the options given."),
    ],
)
def test_what_cannot_be_taken_is_said_in_words_and_kept(site, client, proceeding, wrong, words):
    given = {"body": "What I typed.", "name": "The name I typed"} | wrong
    answer = post_comment(client, **given)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert words in text
    assert "There is a problem" in text
    assert given["body"].strip() in text
    assert given["name"].strip() in text
    assert stored(site) == []


@pytest.mark.pages
def test_only_what_the_proceeding_offers_can_be_chosen(site, client, proceeding):
    make_proceeding(site, make_body(site, "other"), "named", identities=["public"], confidentialities=["public"])
    text = page(client, "/en/consultations/named/comments")
    assert 'value="none"' not in text
    assert 'value="secretariat"' not in text
    assert post_comment(client, "named", identity="none").status_code == 400


@pytest.mark.pages
@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"state": "closed"}, "This is closed: no more input can be sent."),
        ({"closes_at": now()}, "This is closed: no more input can be sent."),
        ({"state": "announced", "opens_at": None}, "This is not open for input yet."),
    ],
)
def test_too_late_or_too_early_says_so_and_shows_the_text_again(site, client, proceeding, values, words):
    text = page(client, COMMENTS)
    given = {"csrf_token": hidden(text, "csrf_token"), "client_id": hidden(text, "client_id"), "body": "Too late?"}
    given |= {"language": "en", "identity": "public", "name": "Ana", "confidentiality": "public", "category": ""}

    def change(db: Any, _actor: Any) -> None:
        row = db.get(Proceeding, proceeding.id)
        for name, value in values.items():
            setattr(row, name, value)

    site.work.run(change, TEST)
    answer = client.post(COMMENTS, data=given)
    shown = answer.get_data(as_text=True)
    assert answer.status_code == 403
    assert words in shown
    assert "Too late?" in shown
    assert 'name="body"' not in shown
    assert 'name="body"' not in page(client, COMMENTS)
    assert stored(site) == []


@pytest.mark.pages
def test_a_form_without_its_token_is_not_sent_but_shown(site, client, proceeding):
    answer = client.post(COMMENTS, data={"body": "From elsewhere."})
    assert answer.status_code == 400
    assert "From elsewhere." in answer.get_data(as_text=True)
    assert stored(site) == []


def test_a_signed_in_author_needs_no_codeword_but_one_without_name_does(site, client, proceeding):
    account = make_account(site)
    sign_in(site, client, account)
    assert codeword_in(post_comment(client).get_data(as_text=True)) == []
    assert len(codeword_in(post_comment(client, identity="none").get_data(as_text=True))) == 7
    rows = stored(site)
    assert [row.author_id for row in rows] == [account.id, None]
    assert [row.codeword_hash is None for row in rows] == [True, False]


def test_moderated_before_publication_a_comment_waits(site, client, proceeding):
    make_proceeding(site, make_body(site, "other"), "careful", moderation="before")
    text = post_comment(client, "careful", body="Please read me.").get_data(as_text=True)
    assert "A moderator reads it before it is published." in text
    assert "Please read me." not in page(client, "/en/consultations/careful/comments")
