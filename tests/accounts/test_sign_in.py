"""Signing in and out, sessions and the own account, through the pages."""

import pytest
from flask import session

from consult.accounts.limiter import FREE_TRIES, Limiter
from consult.accounts.models import WebSession
from consult.accounts.routes import local_address
from tests.factories import PASSWORD, hidden, make_account, post, type_password

pytestmark = pytest.mark.pages


@pytest.fixture
def ama(site):
    return make_account(site, "ama@example.org", name="Ama Toure")


def live_sessions(site):
    with site.database.reading() as db:
        return db.query(WebSession).filter(WebSession.ended_at.is_(None)).count()


def test_the_right_password_opens_a_session_and_a_new_cookie(site, client, ama):
    with client:
        with client.session_transaction() as cookie:
            cookie["browser"] = cookie["planted"] = "by somebody else"
        answer = type_password(client, " AMA@Example.org ")
        assert (answer.status_code, answer.location) == (302, "/en/account/")
        assert set(session) == {"token"}
        token = session["token"]
    with site.database.reading() as db:
        kept = db.query(WebSession).one()
        assert kept.account_id == ama.id
        assert token not in kept.token_hash
    page = client.get("/en/account/").text
    assert "Ama Toure" in page
    assert "This session" in page


def test_an_unknown_address_and_a_wrong_password_look_the_same(client, ama):
    def answer(email):
        sent = type_password(client, email, "wrong wrong wrong")
        return sent.status_code, sent.text.replace(email, "").replace(hidden(sent.text, "csrf_token"), "")

    assert answer("ama@example.org") == answer("ema@example.org")
    assert answer("ama@example.org")[0] == 422


def test_the_hash_is_made_for_an_unknown_address_too(app, client, ama, monkeypatch):
    asked = []
    hasher = app.extensions["consult"].hasher
    verify = hasher.verify

    def noted(hashed, secret):
        asked.append(secret)
        return verify(hashed, secret)

    monkeypatch.setattr(hasher, "verify", noted)
    type_password(client, "nobody@example.org", "wrong wrong wrong")
    type_password(client, "ama@example.org", "wrong wrong wrong")
    assert len(asked) == 2


def test_many_mistakes_make_one_wait_and_the_right_password_too(client, ama):
    for _ in range(FREE_TRIES):
        assert type_password(client, "ama@example.org", "wrong wrong wrong").status_code == 422
    answer = type_password(client, "ama@example.org")
    assert answer.status_code == 429
    assert "wait a few minutes" in answer.text
    assert type_password(client, "ema@example.org", "wrong wrong wrong").status_code == 422


def test_waits_grow_end_and_are_forgotten():
    at = [0.0]
    limiter = Limiter(lambda: at[0])
    waits = []
    for _ in range(8):
        at[0] += limiter.begin("a")
        limiter.begin("a")
        waits.append(limiter.begin("a"))
    assert waits[0] == 0
    assert waits[-1] > waits[-2] > waits[-3]
    at[0] += 10_000
    assert limiter.begin("a") == 0
    assert limiter.begin("a") == 0


def test_sign_in_leads_back_to_a_page_of_this_site_alone(client, ama):
    answer = type_password(client, "ama@example.org")
    client.post("/en/account/sign-out", data={"csrf_token": hidden(client.get("/en/account/").text, "csrf_token")})
    answer = post(client, "/en/account/sign-in?next=/fr/account/", {"email": "ama@example.org", "password": PASSWORD})
    assert answer.location == "/fr/account/"
    for foreign in ("//evil.example", "https://evil.example/", "/\\evil.example", "/\t/evil.example", "x", ""):
        assert local_address(foreign) is None, foreign


def test_an_account_page_sends_others_to_sign_in_and_back(client, ama):
    answer = client.get("/ar/account/password?x=1")
    assert answer.location == "/ar/account/sign-in?next=%2Far%2Faccount%2Fpassword%3Fx%3D1"


def test_a_form_sent_after_the_session_ended_shows_what_was_typed(site, client, ama):
    type_password(client, "ama@example.org")
    token = hidden(client.get("/en/account/profile").text, "csrf_token")
    with client.session_transaction() as cookie:
        cookie["token"] = "another"
    answer = client.post("/en/account/profile", data={"csrf_token": token, "name": "A long new name", "language": "en"})
    assert answer.status_code == 401
    assert "A long new name" in answer.text
    assert "/en/account/sign-in" in answer.text


def test_signing_out_ends_the_session_on_the_server_and_is_announced(site, client, ama):
    heard = []
    site.work.heralds.append(lambda kind, value: heard.append(kind))
    type_password(client, "ama@example.org")
    with client.session_transaction() as cookie:
        stolen = cookie["token"]
    assert client.get("/en/account/sign-out").status_code == 405
    answer = post(client, "/en/account/sign-out", form="/en/account/")
    assert answer.status_code == 302
    assert live_sessions(site) == 0
    with client.session_transaction() as cookie:
        cookie["token"] = stolen
    assert client.get("/en/account/").status_code == 302
    site.work.close()
    assert heard == ["session.ended"]


def test_sessions_are_ended_one_by_one_or_all_and_only_the_own(site, app, ama):
    eve = make_account(site, "eve@example.org")
    browsers = [app.test_client() for _ in range(3)]
    for browser in browsers:
        type_password(browser, "ama@example.org")
    other = app.test_client()
    type_password(other, "eve@example.org")
    with site.database.reading() as db:
        ids = [row.id for row in db.query(WebSession).filter_by(account_id=ama.id).order_by(WebSession.id)]
        eves = db.query(WebSession).filter_by(account_id=eve.id).one().id
    end = "/en/account/sessions/end"
    assert post(browsers[0], end, {"session": eves}, form="/en/account/").status_code == 404
    assert post(browsers[0], end, {"session": ids[1]}, form="/en/account/").status_code == 302
    assert browsers[1].get("/en/account/").status_code == 302
    assert browsers[2].get("/en/account/").status_code == 200
    post(browsers[0], end, form="/en/account/")
    assert browsers[2].get("/en/account/").status_code == 302
    assert browsers[0].get("/en/account/").status_code == 200
    assert other.get("/en/account/").status_code == 200


def test_a_new_password_ends_the_other_sessions_and_the_old_one_opens_nothing(site, app, ama):
    here, there = app.test_client(), app.test_client()
    type_password(here, "ama@example.org")
    type_password(there, "ama@example.org")
    url, new = "/en/account/password", "seven grey herons at noon"
    assert "not your present password" in post(here, url, {"present": "wrong wrong wrong", "password": new}).text
    assert post(here, url, {"present": PASSWORD, "password": "password1234"}).status_code == 422
    assert post(here, url, {"present": PASSWORD, "password": new}).status_code == 302
    assert here.get("/en/account/").status_code == 200
    assert there.get("/en/account/").status_code == 302
    assert type_password(there, "ama@example.org").status_code == 422
    assert type_password(there, "ama@example.org", new).status_code == 302


def test_name_and_language_are_changed(client, ama):
    type_password(client, "ama@example.org")
    assert post(client, "/en/account/profile", {"name": "  ", "language": "fr"}).status_code == 422
    assert post(client, "/en/account/profile", {"name": "Ama T.", "language": "xx"}).status_code == 422
    post(client, "/en/account/profile", {"name": "Ama  T.", "language": "fr"})
    assert "Ama T." in client.get("/en/account/").text


def test_flask_login_keeps_nothing_in_the_cookie(client, ama):
    type_password(client, "ama@example.org")
    client.get("/en/account/")
    with client.session_transaction() as cookie:
        assert set(cookie) <= {"token", "browser", "csrf_token"}
