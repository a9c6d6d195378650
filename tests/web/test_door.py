"""The door before the application: it says what the application would say, and only what it surely knows."""

import gzip
import sqlite3

import pytest
from flask import Flask
from sqlalchemy import update

from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.web.places import KEY, TOKEN, Placed
from tests.factories import TEST, hidden, make_body, make_proceeding, page, post_comment

pytestmark = pytest.mark.pages

COMMENTS = "/en/consultations/assemblies/comments"
SECRETS = ("csrf_token", "client_id")


@pytest.fixture
def proceeding(site):
    return make_proceeding(site, make_body(site))


@pytest.fixture
def still(site, monkeypatch):
    """Nothing is committed: on PostgreSQL the mark moves with every database of the server, so also with other tests."""
    monkeypatch.setattr(site.database, "mark", lambda: "still")


@pytest.fixture
def asked(app, proceeding):
    """The addresses that the door left to the application, after the page was read once."""
    page(app.test_client(), COMMENTS)
    door, found = app.wsgi_app, []
    inner = door.inner

    def note(environ, start_response):
        found.append(environ["REQUEST_METHOD"] + " " + environ["PATH_INFO"])
        return inner(environ, start_response)

    door.inner = note
    return found


def without_secrets(text):
    for name in SECRETS:
        text = text.replace(hidden(text, name), "")
    return text


def plain(answer):
    return {name: value for name, value in answer.headers if name not in ("Set-Cookie", "Content-Length")}


def cookie_shape(answer):
    name, _, rest = answer.headers["Set-Cookie"].partition("=")
    return name, rest.partition(";")[2]


@pytest.mark.parametrize("coding", [None, "gzip, br", "gzip;q=0", "identity"])
def test_it_answers_as_the_application_does(app, still, asked, coding):
    headers = {"Accept-Encoding": coding} if coding else {}
    door, app.wsgi_app = app.wsgi_app, app.wsgi_app.inner
    made = app.test_client().get(COMMENTS, headers=headers)
    app.wsgi_app = door
    asked.clear()
    answer = app.test_client().get(COMMENTS, headers=headers)
    assert asked == []
    assert answer.status == made.status
    assert plain(answer) == plain(made)
    assert cookie_shape(answer) == cookie_shape(made)
    is_packed = coding == "gzip, br"
    assert ("Content-Encoding" in answer.headers) is is_packed
    texts = [(gzip.decompress(one.data) if is_packed else one.data).decode() for one in (answer, made)]
    assert without_secrets(texts[0]) == without_secrets(texts[1])
    assert all(hidden(texts[0], name) != hidden(texts[1], name) for name in SECRETS)


def test_the_form_of_its_page_is_accepted(app, still, asked, monkeypatch):
    client = app.test_client()
    text = page(client, COMMENTS)
    assert asked == []
    given = {name: hidden(text, name) for name in SECRETS} | {
        "body": "Sent from the door's page.",
        "language": "en",
        "identity": "public",
        "name": "Ana Tesch",
        "category": "individual",
        "confidentiality": "public",
    }
    monkeypatch.undo()
    assert app.test_client().post(COMMENTS, data=given).status_code == 400  # another browser's token is none
    assert client.post(COMMENTS, data=given).status_code < 400
    assert "Sent from the door&#39;s page." in page(app.test_client(), COMMENTS)


def test_two_browsers_are_two(app, still, asked):
    cookies = {app.test_client().get(COMMENTS).headers["Set-Cookie"] for _browser in range(3)}
    assert len(cookies) == 3
    assert asked == []


def test_a_hidden_comment_is_gone_at_once(app, site, asked):
    post_comment(app.test_client(), body="Soon hidden.")
    assert "Soon hidden." in page(app.test_client(), COMMENTS)
    text = page(app.test_client(), COMMENTS)
    assert "Soon hidden." in text
    reference = text.split('class="comment" id="')[1].split('"')[0]
    site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="insult")
    assert "Soon hidden." not in page(app.test_client(), COMMENTS)


def test_what_is_no_longer_public_is_gone_at_once(app, site, proceeding, asked):
    def op(db, actor):
        db.execute(update(Proceeding).where(Proceeding.id == proceeding.id).values(state="draft"))

    site.work.run(op, TEST)
    page(app.test_client(), COMMENTS, 404)
    page(app.test_client(), COMMENTS, 404)
    assert len(asked) == 2


def test_a_browser_with_any_cookie_a_head_and_another_address_go_to_the_application(app, still, asked):
    client = app.test_client()
    client.set_cookie("theme", "dark")
    assert 'data-theme="dark"' in page(client, COMMENTS)
    assert 'lang="fr"' in page(app.test_client(), COMMENTS.replace("/en/", "/fr/"))[:60]
    head = app.test_client().head(COMMENTS)
    assert head.status_code == 200
    assert head.data == b""
    assert "In reply to X" in page(app.test_client(), f"{COMMENTS}?reply=X")
    assert len(asked) == 4
    assert "data-theme" not in page(app.test_client(), COMMENTS)[:300]
    assert len(asked) == 4


def test_another_host_is_not_answered(app, asked):
    assert app.test_client().get(COMMENTS, base_url="http://elsewhere.example").status_code == 404
    assert len(asked) == 1


def test_an_absent_page_is_asked_for_each_time(app, asked):
    for _time in range(2):
        page(app.test_client(), COMMENTS.replace("assemblies", "none"), 404)
    assert len(asked) == 2


def test_a_database_that_is_away_is_the_application_s_to_tell(app, site, asked, monkeypatch):
    def away():
        raise sqlite3.OperationalError("disk I/O error")

    monkeypatch.setattr(site.database, "mark", away)
    assert app.test_client().get(COMMENTS).status_code >= 500
    assert len(asked) == 1


@pytest.mark.parametrize(
    "text",
    [f"{TOKEN}", f"é {TOKEN} - {KEY} = {TOKEN}", "no place " * 5000, f"{'x' * 90000}{KEY}"],
    ids=["a place alone", "many places", "no place", "a long text"],  # the places are random: no name for a test
)
def test_a_packed_text_is_the_filled_one(text):
    packed = gzip.decompress(Placed.of(text).packed(b"the-token", b"the-key")).decode()
    assert packed == text.replace(TOKEN, "the-token").replace(KEY, "the-key")


def test_what_fills_a_place_does_not_change_the_packed_length():
    placed = Placed.of(f"what somebody wrote: secret-secret {TOKEN}")
    assert len(placed.packed(b"secret-secret", b"")) == len(placed.packed(b"another-thing", b""))


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_cookie_that_is_not_utf8_is_no_cookie(app: Flask, method: str):
    browser = app.test_client(use_cookies=False)
    for path in ("/en/", "/en/search?q=x", "/en/consultations/"):
        answer = browser.open(path, method=method, headers={"Cookie": "consult=\xe9; theme=\xff"})
        assert answer.status_code == (200 if method == "GET" else 405)
