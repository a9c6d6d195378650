"""Public pages go out compressed; whatever may hold a secret does not."""

import gzip
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from consult.site import Site
from tests.live.scene import browser_for, make_person

pytestmark = pytest.mark.pages

TAKES = {"Accept-Encoding": "gzip"}


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client(use_cookies=False)


def test_a_public_page_is_compressed_for_whoever_takes_it(client: FlaskClient) -> None:
    packed = client.get("/en/account/sign-in", headers=TAKES)
    plain = client.get("/en/account/sign-in")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert b"<h1>Sign in</h1>" in gzip.decompress(packed.data)
    assert b"<h1>Sign in</h1>" in plain.data
    assert int(packed.headers["Content-Length"]) == len(packed.data) < len(plain.data) / 2
    for answer in (packed, plain):
        assert "Accept-Encoding" in answer.vary


@pytest.mark.parametrize("refused", [{"Accept-Encoding": "gzip;q=0"}, {"Accept-Encoding": "identity"}, {}])
def test_nobody_gets_what_was_not_asked_for(client: FlaskClient, refused: dict[str, str]) -> None:
    assert "Content-Encoding" not in client.get("/en/", headers=refused).headers


def test_the_pages_of_a_session_keep_their_length(app: Flask, site: Site, client: FlaskClient) -> None:
    browser = browser_for(app, make_person(site, "ana")[1])
    for path in ("/en/", "/en/account/", "/en/search?q=ana"):
        answer: Any = client.get(path, headers={**TAKES, "Cookie": browser.cookie})
        assert answer.status_code == 200
        assert "Content-Encoding" not in answer.headers


def test_the_answer_to_a_sending_keeps_its_length(client: FlaskClient, app: Flask) -> None:
    browser = browser_for(app)
    values = {"reference": "C14-AAAA-AAAA", "codeword": "one two", "csrf_token": browser.csrf}
    answer = client.post("/en/return/", data=values, headers={**TAKES, "Cookie": browser.cookie})
    assert len(answer.data) > 1_000
    assert "Content-Encoding" not in answer.headers


def test_what_is_short_is_left_alone(client: FlaskClient) -> None:
    assert "Content-Encoding" not in client.get("/healthz", headers=TAKES).headers
