"""Paragraphs of documents that a search finds: for who reads them at this moment, and for nobody a moment longer."""

import pytest
from sqlalchemy import update

from consult.bodies.models import Grant
from consult.core.actors import ANYBODY
from consult.core.clock import now
from consult.workspaces.documents.operations.making import remove_document
from consult.workspaces.documents.operations.standing import publish_document, unpublish_document
from consult.workspaces.documents.operations.versions import make_version
from consult.workspaces.documents.searching_queries import found_paragraphs
from tests.factories import TEST, page, sign_in
from tests.workspaces.documents.conftest import make_draft

WORD = "permit"


def found(draft, actor, query=WORD, **more):
    with draft.site.database.reading() as db:
        return [(one.key, one.is_public) for one in found_paragraphs(db, actor, query, **more)]


@pytest.mark.parametrize("role", ["chair", "member", "observer", "guest"])
def test_who_reads_a_document_finds_its_paragraphs(draft, role):
    actor = draft.actor(role)
    assert found(draft, actor) == [(draft.key(3), False)]
    assert found(draft, actor, "permit assemblies") == [(draft.key(3), False)]
    assert found(draft, actor, "permit elephants") == []
    assert found(draft, actor, "") == []


def test_strangers_and_those_of_other_rooms_find_nothing(draft):
    other = make_draft(draft.site, draft.body, "other-room")
    assert found(draft, draft.actor("stranger")) == found(draft, ANYBODY) == []
    assert found(draft, other.actor("chair")) == [(other.key(3), False)]
    assert found(draft, draft.actor("member"), proceeding_id=other.room.id) == []


def test_a_public_version_is_found_by_everybody_until_it_is_private_again(draft):
    draft.run(make_version, "chair", note="For the public.")
    draft.run(publish_document, "chair", confirmed=True)
    assert found(draft, ANYBODY) == [(draft.key(3), True)]
    assert found(draft, draft.actor("member")) == [(draft.key(3), False)]
    draft.run(unpublish_document, "chair")
    assert found(draft, ANYBODY) == []


def test_what_was_removed_is_found_no_more(draft):
    member = draft.actor("member")
    assert found(draft, member) != []

    def end(db, _actor):
        theirs = update(Grant).where(Grant.account_id == draft.account("member").id)
        db.execute(theirs.values(ended_at=now()))

    draft.site.work.run(end, TEST)
    assert found(draft, draft.actor("member")) == []
    assert found(draft, draft.actor("chair")) != []
    draft.run(remove_document, "chair")
    assert found(draft, draft.actor("chair")) == []


@pytest.mark.pages
def test_the_pages_of_a_search_show_paragraphs_with_the_way_to_them(draft, client, app):
    sign_in(draft.site, client, draft.account("member"))
    way = f"documents/{draft.public_id}/#p-{draft.key(3)}"
    for address in (f"/en/search?q={WORD}", f"/en/workspaces/advisers/search?q={WORD}"):
        text = page(client, address)
        assert f"/workspaces/advisers/{way}" in text
        assert f"<mark>{WORD}</mark>" in text
    assert way not in page(app.test_client(), f"/en/search?q={WORD}")
    draft.run(make_version, "chair", note="For the public.")
    draft.run(publish_document, "chair", confirmed=True)
    assert f"/en/{way}" in page(app.test_client(), f"/en/search?q={WORD}")
