"""A public document: who makes it so, what everybody reads, and that everything closes at once when it is private again."""

import pytest
from sqlalchemy import update

from consult.bodies.models import Grant
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, NotFound
from consult.workspaces.documents.operations.making import remove_document
from consult.workspaces.documents.operations.standing import (
    adopt_document,
    publish_document,
    unpublish_document,
    withdraw_document,
)
from consult.workspaces.documents.operations.versions import make_version
from consult.workspaces.documents.queries import documents_of, published_document
from tests.factories import TEST, actor_for, make_account, page, sign_in, without_token
from tests.workspaces.documents.test_arranging import acts, close
from tests.workspaces.documents.test_texts import say

WORDS = "States protect the right of peaceful assembly."


@pytest.fixture
def public(draft):
    """The document, in a version that everybody reads."""
    draft.run(make_version, "chair", note="First reading")
    draft.run(publish_document, "chair", confirmed=True)
    return draft


@pytest.mark.parametrize("role", ["member", "observer", "guest", "stranger"])
def test_only_who_leads_decides_who_reads(draft, role):
    draft.run(make_version, "chair")
    for operation, more in (
        (publish_document, {"confirmed": True}),
        (unpublish_document, {}),
        (adopt_document, {"seen": 1}),
        (withdraw_document, {}),
        (remove_document, {}),
    ):
        with pytest.raises(NotFound):
            draft.run(operation, role, **more)


def test_publishing_wants_a_version_and_a_yes(draft):
    for problem in ("no_version", "confirm_publication"):
        with pytest.raises(Conflict) as caught:
            draft.run(publish_document, "chair")
        assert caught.value.problem == problem
        if problem == "no_version":
            draft.run(make_version, "chair")
    draft.run(publish_document, "chair", confirmed=True)
    assert draft.row().audience == "public"
    assert acts(draft)[-1] == "document.published"


def test_adopting_is_of_the_version_that_was_shown(draft):
    with pytest.raises(Conflict):
        draft.run(adopt_document, "chair", seen=0)
    draft.run(make_version, "chair")
    with pytest.raises(Conflict):
        draft.run(adopt_document, "chair", seen=2)
    draft.run(adopt_document, "secretary", seen=1)
    assert draft.row().state == "adopted"


def test_private_again_also_in_a_closed_room(public):
    close(public)
    with pytest.raises(Closed):
        public.run(publish_document, "chair", confirmed=True)
    public.run(unpublish_document, "chair")
    assert public.row().audience == "members"


def test_the_office_of_the_body_learns_nothing_of_a_private_one(draft):
    office = actor_for(draft.site, make_account(draft.site, "o@example.org", ("secretariat", "body", draft.body.id)))
    with draft.site.database.reading() as db:
        assert documents_of(db, office, draft.room) == []
        assert len(documents_of(db, TEST, draft.room)) == 1
        with pytest.raises(NotFound):
            published_document(db, office, draft.public_id)


@pytest.mark.pages
def test_everybody_reads_the_newest_version_and_nothing_else(site, client, public):
    address = f"/en/documents/{public.public_id}/"
    public.run(say, "member", key=public.key(1), text="A later text.", seen=1)
    text = page(client, address)
    assert WORDS in text
    for secret in ("A later text.", "advisers", "Pat Member", "Pat Chair", "First reading", "amendment"):
        assert secret not in text, secret
    assert "Version 1" in text
    for path in ("draft/", "draft/versions/1", "draft/clean.docx", "draft/compare"):
        page(client, address + path, 404)
    public.run(make_version, "chair")
    assert "A later text." in page(client, address)
    page(client, address.replace("/en/", "/ar/"))


@pytest.mark.pages
@pytest.mark.parametrize("operation", [unpublish_document, withdraw_document, remove_document])
def test_everything_closes_at_once(site, app, client, public, operation):
    """The old address, also with what a browser or proxy kept of it, for strangers and members; the search never had it."""
    address = f"/en/documents/{public.public_id}/"
    inside = app.test_client()
    sign_in(site, inside, public.account("member"))
    first = client.get(address)
    assert first.status_code == 200
    assert first.headers["Cache-Control"] == "no-store"
    page(client, address)
    page(inside, address)
    assert WORDS not in page(client, "/en/search?q=peaceful+assembly")
    public.run(operation, "chair")
    asked = {"If-None-Match": first.headers.get("ETag", "*"), "If-Modified-Since": first.headers.get("Date", "")}
    for browser in (client, inside):
        for headers in ({}, asked, {"Range": "bytes=0-20"}):
            answer = browser.get(address, headers=headers)
            assert answer.status_code == 404
            assert WORDS not in answer.text
    gone = without_token(page(client, address, 404))
    absent = without_token(page(client, address.replace(public.public_id, "nodocumentatall0"), 404))
    assert gone == absent.replace("nodocumentatall0", public.public_id)
    assert WORDS not in page(client, "/en/search?q=peaceful+assembly")


@pytest.mark.pages
def test_a_removed_member_and_a_former_guest_read_nothing(site, app, public):
    browsers = {role: app.test_client() for role in ("member", "guest")}
    for role, browser in browsers.items():
        sign_in(site, browser, public.account(role))
    page(browsers["member"], public.url)
    page(browsers["guest"], f"/en/documents/{public.public_id}/draft/")
    site.work.run(lambda db, _actor: db.execute(update(Grant).values(ended_at=now())) and None, TEST)
    page(browsers["member"], public.url, 404)
    page(browsers["member"], f"{public.url}clean.docx", 404)
    page(browsers["guest"], f"/en/documents/{public.public_id}/draft/", 404)
    assert WORDS in page(browsers["guest"], f"/en/documents/{public.public_id}/"), "what is public stays public"
