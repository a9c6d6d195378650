"""What members who follow a room are told of documents."""

from consult.contributions.streams import ContributionStreams
from consult.ledger.queries import stream_of
from consult.workspaces.documents.operations.amending import NewAmendment, suggest_amendment
from consult.workspaces.documents.operations.arranging import remove_paragraph
from consult.workspaces.documents.operations.making import remove_document
from tests.workspaces.documents.test_texts import say


def events(draft):
    streams = ContributionStreams()
    with draft.site.database.reading() as db:
        row = stream_of(db, draft.room.id, "members")
        stream = streams.find(db, row.public_id) if row else None
        assert stream is not None
        return streams.events(db, stream, 0, 50)


def test_members_are_told_what_is_there_now(draft, app):
    draft.run(say, "member", key=draft.key(1), text="New words.", seen=1)
    gone = draft.key(2)
    draft.run(remove_paragraph, "member", key=gone, seen=1)
    new = NewAmendment("delete", draft.key(1), seen=2)
    draft.run(suggest_amendment, "member", new=new)
    made, saved, removed, suggested = events(draft)
    assert made["data"]["title"] == "Draft on assemblies"
    assert (saved["kind"], saved["data"]["text"], saved["data"]["revision"]) == ("paragraph.saved", "New words.", 2)
    assert (removed["kind"], removed["ref"], removed["data"]) == ("paragraph.removed", gone, {})
    assert suggested["data"] == {
        "document": draft.public_id,
        "number": 1,
        "kind": "delete",
        "key": draft.key(1),
        "state": "open",
    }


def test_of_a_document_that_was_taken_away_nothing_is_told(draft, app):
    draft.run(say, "member", key=draft.key(1), text="New words.", seen=1)
    draft.run(remove_document, "chair")
    assert [one["data"] for one in events(draft)] == [{}, {}, {}]
