"""The page of a discussion is kept for all who hold the same rights, and for nobody a moment longer."""

import re
from typing import Any

import pytest
from sqlalchemy import update

from consult.accounts.models import WebSession
from consult.bodies.models import Grant
from consult.core.clock import now
from tests.factories import TEST, page, sign_in, without_token
from tests.servers import free_port

pytestmark = pytest.mark.pages


@pytest.fixture
def readers(world, app):
    """Browsers of some people, each having seen a page, so that they hold a session with a secret."""

    def browser(role: str) -> Any:
        client = app.test_client()
        sign_in(world.site, client, world.people[role])
        page(client, world.address, 404 if role in ("elsewhere", "office") else 200)
        return client

    return browser


def held(app: Any) -> Any:
    return app.extensions["consult.held"]


def test_who_holds_the_same_is_given_the_same_page_under_the_own_name(world, app, readers):
    thread = f"{world.address}{world.open()}/"
    first, second = readers("member"), readers("second")
    shown = page(first, thread)
    pages = dict(held(app)._pages)
    again = page(first, thread)
    assert without_token(keyless(shown)) == without_token(keyless(again))
    text = page(second, thread)
    assert dict(held(app)._pages) == pages  # nothing was made for the second reader
    assert "Kim Second" in masthead(text)
    assert "Kim Second" not in masthead(shown)
    answer = second.get(thread)
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "Content-Encoding" not in answer.headers
    send = {"body": "From a kept page.", "language": "en", "client_id": keys(text)[0], "csrf_token": tokens(text)[0]}
    assert second.post(thread, data=send).status_code == 303
    assert "From a kept page." in page(first, thread)  # what was committed since is there


def keyless(text: str) -> str:
    return re.sub(r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}", "KEY", text)


def keys(text: str) -> list[str]:
    return re.findall(r'name="client_id"[^>]*value="([^"]+)"', text)


def tokens(text: str) -> list[str]:
    return re.findall(r'name="csrf_token" value="([^"]+)"', text)


def masthead(text: str) -> str:
    return text.partition("</header>")[0]


def test_who_holds_something_else_is_given_another_page(world, app, readers):
    thread = f"{world.address}{world.open()}/"
    member, observer, chair = (readers(role) for role in ("member", "observer", "chair"))
    assert "Send the message" in page(member, thread)
    assert "Send the message" not in page(observer, thread)
    assert "Close the discussion" not in page(member, thread)
    assert "Close the discussion" in page(chair, thread)
    for role in ("elsewhere", "office"):
        page(readers(role), thread, 404)
    page(app.test_client(), thread, 404)


@pytest.mark.parametrize("how", ["grant", "time", "session"])
def test_a_right_that_ended_finds_no_kept_page(world, app, readers, how):
    """Also where nothing is committed when it ends, as with a term that runs out."""
    thread = f"{world.address}{world.open()}/"
    member, second = readers("member"), readers("second")
    page(member, thread)
    page(second, thread)
    account = world.people["member"].id

    def end(db: Any, _actor: Any) -> None:
        theirs = update(Grant).where(Grant.account_id == account)
        if how == "grant":
            db.execute(theirs.values(ended_at=now()))
        elif how == "time":
            db.execute(theirs.values(valid_until=now()))
        else:
            db.execute(update(WebSession).where(WebSession.account_id == account).values(ended_at=now()))

    world.site.work.run(end, TEST)
    page(second, thread)  # made and kept again after that
    page(second, thread)
    text = page(member, thread, 404)
    assert "Shall we write?" not in text


def test_another_host_and_a_broken_cookie_are_left_to_the_application(world, app, readers):
    thread = f"{world.address}{world.open()}/"
    member = readers("member")
    page(member, thread)
    assert member.get(thread, base_url=f"http://127.0.0.1:{free_port()}").status_code == 404
    stranger = app.test_client()
    stranger.set_cookie(app.config["SESSION_COOKIE_NAME"], "not-one-of-ours")
    page(stranger, thread, 404)
