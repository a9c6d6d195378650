"""Kept pages: shown again as they are to whoever holds nothing, never after a change, never to anybody else."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from consult.core.clock import now
from consult.moderation.operations.deciding import decide
from consult.proceedings.models import Proceeding
from tests.factories import TEST, hidden, make_account, make_body, make_proceeding, page, post_comment, sign_in

pytestmark = pytest.mark.pages

COMMENTS = "/en/consultations/assemblies/comments"


@pytest.fixture
def proceeding(site):
    return make_proceeding(site, make_body(site))


def change(site, proceeding, **values):
    def op(db, actor):
        db.execute(update(Proceeding).where(Proceeding.id == proceeding.id).values(values))

    site.work.run(op, TEST)


def kept(app):
    return app.extensions["consult.kept"]._pages


def test_a_page_is_made_once_and_its_tokens_and_keys_for_each_reader(app, proceeding):
    first, second = page(app.test_client(), COMMENTS), page(app.test_client(), COMMENTS)
    assert len(kept(app)) == 1
    for name in ("csrf_token", "client_id"):
        assert hidden(first, name) != hidden(second, name)
        assert hidden(first, name) not in str(kept(app))
    assert first.replace(hidden(first, "csrf_token"), "").replace(hidden(first, "client_id"), "") == second.replace(
        hidden(second, "csrf_token"), ""
    ).replace(hidden(second, "client_id"), "")


def test_the_token_of_a_kept_page_sends_its_form(app, site, proceeding):
    page(app.test_client(), COMMENTS)
    assert post_comment(app.test_client(), body="Sent from a kept page.").status_code < 400
    assert "Sent from a kept page." in page(app.test_client(), COMMENTS)


def test_a_hidden_comment_is_gone_at_once(app, site, proceeding):
    post_comment(app.test_client(), body="Soon hidden.")
    text = page(app.test_client(), COMMENTS)
    assert "Soon hidden." in text
    reference = text.split('class="comment" id="')[1].split('"')[0]
    site.work.run(decide, TEST, reference=reference, act="hide", seen=1, reason="insult")
    assert "Soon hidden." not in page(app.test_client(), COMMENTS)


def test_each_language_has_its_own(app, proceeding):
    assert 'lang="en"' in page(app.test_client(), COMMENTS)[:60]
    assert 'lang="ar"' in page(app.test_client(), COMMENTS.replace("/en/", "/ar/"))[:60]


def test_who_is_signed_in_gets_a_page_of_their_own_and_leaves_none(app, site, proceeding):
    client = app.test_client()
    sign_in(
        site, client, make_account(site, "mod@example.org", ("moderator", "body", proceeding.body_id), name="Mo Der")
    )
    page(app.test_client(), COMMENTS)
    assert "Mo Der" in page(client, COMMENTS)
    assert "Mo Der" not in page(app.test_client(), COMMENTS)
    assert "Mo Der" not in str(kept(app))


def test_what_is_no_longer_public_is_gone_at_once(app, site, proceeding):
    page(app.test_client(), COMMENTS)
    change(site, proceeding, state="draft")
    page(app.test_client(), COMMENTS, 404)


def test_a_page_ends_with_its_closing_date_without_any_commit(app, site, proceeding, monkeypatch):
    change(site, proceeding, closes_at=now() + timedelta(hours=1))
    assert 'id="comment-form"' in page(app.test_client(), COMMENTS)
    late = now() + timedelta(hours=2)
    for module in ("consult.web.kept.now", "consult.proceedings.head.now"):
        monkeypatch.setattr(module, lambda: late)
    assert 'id="comment-form"' not in page(app.test_client(), COMMENTS)
