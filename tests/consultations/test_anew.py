"""The comments page made anew: what the application would make, for as long as nothing but comments has changed."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.consultations.operations import save_paragraphs
from consult.core.actors import Actor
from consult.core.localized import set_texts
from consult.ledger.models import Stream
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.web.places import KEY, TOKEN, hole
from tests.factories import TEST, make_account, make_body, make_proceeding, page, post_comment, sign_in

pytestmark = pytest.mark.pages

COMMENTS = "/en/consultations/assemblies/comments"
ADDRESSES = [COMMENTS, COMMENTS.replace("/en/", "/ar/"), f"{COMMENTS}?before=3", f"{COMMENTS}?reply=X-1"]


@pytest.fixture
def proceeding(site: Site) -> Proceeding:
    return make_proceeding(site, make_body(site), votes=True, is_live=True)


@pytest.fixture
def asked(app: Flask, proceeding: Proceeding) -> list[str]:
    """The addresses that were left to the application."""
    door: Any = app.wsgi_app
    inner, found = door.inner, []

    def note(environ: dict[str, Any], start_response: Any) -> Any:
        found.append(environ["PATH_INFO"])
        return inner(environ, start_response)

    door.inner = note
    return found


def change(site: Site, operation: Callable[[Session], Any]) -> None:
    def op(db: Session, _actor: Actor) -> None:
        operation(db)

    site.work.run(op, TEST)


def without_secrets(text: str) -> str:
    return re.sub(r'(name="(?:csrf_token|client_id)" value=)"[^"]*"', r"\1", text)


def by_application(app: Flask, address: str) -> str:
    """The page as the application makes it with nothing kept, for a browser with nothing."""
    app.extensions["consult.kept"].forget()
    return without_secrets(page(app.test_client(), address))


@pytest.mark.parametrize("address", ADDRESSES)
def test_after_another_comment_it_is_the_application_s_page(app: Flask, asked: list[str], address: str):
    for number in range(4):
        post_comment(app.test_client(), body=f"Comment {number} <b>&amp; 計程車</b>")
    page(app.test_client(), address)
    for words in ("One more.", f"{TOKEN} {KEY} {hole(0)} %s {{0}}"):
        post_comment(app.test_client(), body=words)
        asked.clear()
        made = without_secrets(page(app.test_client(), address))
        assert asked == []
        assert made == by_application(app, address)


def test_it_shows_what_was_hidden_and_what_was_voted(app: Flask, site: Site, asked: list[str]):
    post_comment(app.test_client(), body="Stays.")
    post_comment(app.test_client(), body="Soon hidden.")
    text = page(app.test_client(), COMMENTS)
    reference = text.split('class="comment" id="')[1].split('"')[0]
    asked.clear()
    site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="insult")
    after = page(app.test_client(), COMMENTS)
    assert "Soon hidden." not in after
    assert "It insults a person." in after
    assert "Stays." in after
    assert asked == []


def columns(**values: Any) -> Callable[[Session], Any]:
    return lambda db: db.execute(update(Proceeding).values(values))


CHANGES = {
    "votes": columns(votes=False),
    "symbol": columns(symbol="X/9"),
    "zone": columns(zone="Asia/Kathmandu"),
    "closed": columns(state="closed"),
    "identities": columns(identities=["public"]),
    "word limit": columns(word_limit=17),
    "title": lambda db: set_texts(db, "proceeding:1", "title", {"en": "Another title"}, "en"),
    "paragraphs": lambda db: save_paragraphs(
        db, TEST, proceeding_id=1, paragraphs=[{"number": 1, "heading": None, "text": {"en": "One."}}]
    ),
    "epoch": lambda db: db.execute(update(Stream).where(Stream.audience == "public").values(epoch="a" * 16)),
}


@pytest.mark.parametrize("change_of", CHANGES)
def test_whatever_else_changes_is_for_the_application_to_show(
    app: Flask, site: Site, proceeding: Proceeding, asked: list[str], change_of: str
):
    assert proceeding.id == 1
    post_comment(app.test_client())
    page(app.test_client(), COMMENTS)
    asked.clear()
    change(site, CHANGES[change_of])
    made = without_secrets(page(app.test_client(), COMMENTS))
    assert len(asked) == 1
    assert made == by_application(app, COMMENTS)


def test_what_is_no_longer_public_is_gone_at_once(app: Flask, site: Site, asked: list[str]):
    post_comment(app.test_client())
    page(app.test_client(), COMMENTS)
    change(site, columns(state="draft"))
    page(app.test_client(), COMMENTS, 404)
    change(site, columns(state="open"))
    page(app.test_client(), COMMENTS)
    change(site, columns(audience="members"))
    page(app.test_client(), COMMENTS, 404)


def test_the_first_comment_and_the_first_that_leaves_the_page(app: Flask, asked: list[str], monkeypatch):
    for module in ("consult.consultations.routes.anew.PAGE", "consult.consultations.routes.thread.PAGE"):
        monkeypatch.setattr(module, 2)
    assert "No comment is published here yet." in page(app.test_client(), COMMENTS)
    post_comment(app.test_client(), body="First.")
    assert "No comment is published here yet." not in page(app.test_client(), COMMENTS)
    post_comment(app.test_client(), body="Second.")
    assert "Older comments" not in page(app.test_client(), COMMENTS)
    post_comment(app.test_client(), body="Third.")
    assert "Older comments" in page(app.test_client(), COMMENTS)
    asked.clear()
    post_comment(app.test_client(), body="Fourth.")
    asked.clear()
    made = without_secrets(page(app.test_client(), COMMENTS))
    assert asked == []
    assert "First." not in made
    assert made == by_application(app, COMMENTS)


def test_nobody_gets_another_readers_page(app: Flask, site: Site, proceeding: Proceeding, asked: list[str]):
    member = app.test_client()
    sign_in(
        site, member, make_account(site, "mo@example.org", ("moderator", "body", proceeding.body_id), name="Mo Der")
    )
    post_comment(app.test_client())
    page(member, COMMENTS)
    page(app.test_client(), COMMENTS)
    post_comment(app.test_client(), body="One more.")
    assert "Mo Der" in page(member, COMMENTS)
    assert "Mo Der" not in page(app.test_client(), COMMENTS)
