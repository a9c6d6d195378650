"""Each security header, the only Host that is answered, raw bytes, cookies: on every kind of answer."""

from dataclasses import replace

import pytest
from flask import Flask, session
from flask.testing import FlaskClient
from sqlalchemy import func, select

from consult.accounts.models import WebSession
from consult.app import create_app
from consult.site import Site
from consult.web.frame import say_once
from tests.factories import make_body, make_proceeding

pytestmark = pytest.mark.pages

ADDRESSES = ("/en/", "/en/nothing-here", "/healthz", "/static/nothing.css")
HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "",
}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", HEADERS)
def test_each_answer_has_the_header(client: FlaskClient, address: str, name: str):
    assert client.get(address).headers[name] == HEADERS[name]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_policy_begins_with_nothing(client: FlaskClient, address: str):
    policy = client.get(address).headers["Content-Security-Policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    assert rules["connect-src"] == "'self' ws://localhost"
    assert rules["script-src"] == rules["style-src"] == rules["form-action"] == "'self'"
    assert "unsafe" not in policy


@pytest.fixture
def https(site: Site) -> Flask:
    return create_app(site=replace(site, settings=replace(site.settings, base_url="https://consult.example.org")))


def test_https_brings_hsts_wss_and_host_cookies(https: Flask):
    answer = https.test_client().get("/en/account/sign-in", base_url="https://consult.example.org")
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert "wss://consult.example.org" in answer.headers["Content-Security-Policy"]
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("__Host-consult=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Domain" not in cookie


def test_http_has_plain_cookies_and_no_hsts(client: FlaskClient):
    answer = client.get("/en/account/sign-in")
    (cookie,) = answer.headers.getlist("Set-Cookie")
    assert cookie.startswith("consult=")
    assert {"HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert "Secure" not in cookie.split("; ")
    assert "Strict-Transport-Security" not in answer.headers


def test_reading_sets_no_cookie(client: FlaskClient):
    assert "Set-Cookie" not in client.get("/en/").headers


@pytest.mark.parametrize("host", ["evil.example", "localhost:81", "localhost.evil.example", ""])
def test_another_host_is_answered_nothing(client: FlaskClient, host: str):
    answer = client.get("/en/", headers={"Host": host})
    assert answer.status_code in (400, 404)
    assert "Test Commission" not in (answer.headers.get("Location") or "")
    assert host not in answer.get_data(as_text=True) or not host


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_probes_are_answered_by_any_name(client: FlaskClient, address: str):
    answer = client.get(address, headers={"Host": "10.0.0.7:8000"})
    assert answer.status_code == 200
    assert answer.get_json()["status"] == "ok"


BAD = [b"\xff\xfe", b"\xc3\x28", b"a\x00b", b"\xed\xa0\x80"]


@pytest.mark.parametrize("bad", BAD)
@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_a_body_that_is_no_text_is_refused_in_the_readers_language(client: FlaskClient, bad: bytes, lang: str):
    quoted = b"".join(b"%%%02X" % byte for byte in bad)
    boundary = b'--b\r\nContent-Disposition: form-data; name="email"\r\n\r\n' + bad + b"\r\n--b--\r\n"
    for data, kind in (
        (b"email=" + bad, "application/x-www-form-urlencoded"),
        (b"email=" + quoted, "application/x-www-form-urlencoded"),
        (boundary, "multipart/form-data; boundary=b"),
    ):
        answer = client.post(f"/{lang}/account/sign-in", data=data, content_type=kind)
        assert answer.status_code == 400
        assert f'<html lang="{lang}"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("bad", ["%FF", "%C3%28", "a%00b"])
def test_a_query_or_path_that_is_no_text_is_refused(client: FlaskClient, bad: str):
    for address in (f"/en/search?q={bad}", f"/en/consultations/{bad}/"):
        assert client.get(address, environ_overrides={"RAW_URI": address}).status_code == 400


def test_a_body_that_is_too_long_is_refused_with_a_page(client: FlaskClient):
    answer = client.post("/fr/account/sign-in", data={"email": "x" * 1_100_000})
    assert answer.status_code == 413
    assert '<html lang="fr"' in answer.get_data(as_text=True)


@pytest.mark.parametrize("lang", ["en", "fr", "ar"])
def test_not_found_speaks_the_readers_language(client: FlaskClient, lang: str):
    for answer in (client.get(f"/{lang}/nothing"), client.get("/nothing", headers={"Accept-Language": lang})):
        assert answer.status_code == 404
        page = answer.get_data(as_text=True)
        assert f'<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}"' in page


def test_a_form_without_its_mark_shows_everything_that_was_typed(client: FlaskClient):
    typed = {"email": "a <b>bold</b> word", "password": "a secret", "more": 'two\nlines & "quotes"'}
    answer = client.post("/en/account/sign-in", data=typed)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "a &lt;b&gt;bold&lt;/b&gt; word" in page
    assert "two\nlines &amp; &#34;quotes&#34;" in page
    assert "<b>bold" not in page
    assert "a secret" not in page, "a password is never shown again"


def test_tokens_of_forms_have_no_time_limit(app: Flask):
    assert app.config["WTF_CSRF_TIME_LIMIT"] is None


def test_reading_writes_no_session(site: Site, client: FlaskClient):
    body = make_body(site)
    make_proceeding(site, body, "open")
    for address in (
        "/en/",
        "/en/account/sign-in",
        "/en/consultations/open/",
        "/en/consultations/open/comments",
        "/en/return/",
    ):
        assert client.get(address).status_code == 200, address
    with site.database.reading() as db:
        assert db.scalar(select(func.count()).select_from(WebSession)) == 0


def test_other_languages_keep_path_and_query(client: FlaskClient):
    page = client.get("/en/search?q=a%26b&q=c&_scheme=javascript&lang=ar").get_data(as_text=True)
    assert 'href="/fr/search?q=a%26b&amp;q=c&amp;_scheme=javascript&amp;lang=ar"' in page
    assert "javascript:" not in page


def test_what_waits_to_be_said_is_said_once(app):
    with app.test_request_context("/en/"):
        for _ in range(3):
            say_once("ok", "Thank you.")
        assert session["_flashes"] == [("ok", "Thank you.")]
