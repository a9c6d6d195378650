"""The one way to set the text of a paragraph, and versions."""

import pytest
from sqlalchemy import select

from consult.core.errors import Conflict, Invalid, NotFound
from consult.ledger.commitments import commit
from consult.ledger.models import Entry
from consult.workspaces.documents.operations.arranging import remove_paragraph
from consult.workspaces.documents.operations.ground import held_document, set_text
from consult.workspaces.documents.operations.versions import make_version, text_digest
from consult.workspaces.documents.queries import paragraph_by_key, version_of, versions_of


def say(db, actor, *, document_id, key, text, seen):
    """A save as a room above makes it."""
    held = held_document(db, actor, document_id, "room:write")
    return set_text(db, actor, held, paragraph_by_key(db, held.document, key, locked=True), text, seen=seen).revision


def test_a_text_is_set_once_for_each_revision(draft, monkeypatch):
    kept = []
    monkeypatch.setattr(
        "consult.workspaces.documents.operations.ground.SAVED", [lambda _db, _a, row: kept.append(row.text)]
    )
    assert draft.run(say, "member", key=draft.key(1), text=" New words. ", seen=1) == 2
    assert draft.rows()[1].text == "New words."
    with pytest.raises(Conflict) as caught:
        draft.run(say, "chair", key=draft.key(1), text="Other words.", seen=1)
    assert caught.value.facts == {"revision": 2}
    assert draft.rows()[1].text == "New words."
    assert draft.run(say, "chair", key=draft.key(1), text="New words.", seen=2) == 2, "the same text is no change"
    assert kept == ["New words."]


def test_no_text_goes_into_what_is_gone_or_holds_nothing(draft):
    key = draft.key(1)
    with pytest.raises(Invalid):
        draft.run(say, "member", key=key, text=" ", seen=1)
    draft.run(remove_paragraph, "member", key=key, seen=1)
    with pytest.raises(Conflict) as caught:
        draft.run(say, "member", key=key, text="More.", seen=1)
    assert caught.value.problem == "paragraph_removed"


@pytest.mark.parametrize("role", ["chair", "secretary"])
def test_a_version_is_fixed_and_committed_to(draft, role):
    made = draft.run(make_version, role, note="First reading", seen=0)
    assert made.number == 1
    draft.run(say, "member", key=draft.key(1), text="New words.", seen=1)
    with draft.site.database.reading() as db:
        row = version_of(db, draft.row(), 1)
        entry = db.scalars(select(Entry).where(Entry.kind == "document.versioned")).first()
    assert entry is not None
    assert [one["label"] for one in row.paragraphs] == ["1", "1", "2", "(a)", "(b)"]
    assert row.paragraphs[1]["text"].startswith("States protect")
    assert made.digest == row.digest == text_digest(row.paragraphs)
    assert entry.commitments == {"version": commit(row.salt, row.digest)}
    draft.run(make_version, role)
    with draft.site.database.reading() as db:
        assert [one.number for one in versions_of(db, draft.row())] == [2, 1]
        assert version_of(db, draft.row(), 1).digest == made.digest


@pytest.mark.parametrize("role", ["member", "observer", "guest", "stranger"])
def test_only_who_leads_makes_versions(draft, role):
    with pytest.raises(NotFound):
        draft.run(make_version, role)


def test_two_versions_are_not_made_of_one_page(draft):
    draft.run(make_version, "chair", seen=0)
    with pytest.raises(Conflict):
        draft.run(make_version, "secretary", seen=0)
    with pytest.raises(Invalid):
        draft.run(make_version, "chair", note="x" * 2001)


def test_an_empty_text_is_no_version(draft):
    for key in [one.key for one in draft.rows()]:
        draft.run(remove_paragraph, "member", key=key, seen=1)
    with pytest.raises(Invalid):
        draft.run(make_version, "chair")
