"""What followers of a hearing are told of its minutes."""

import pytest
from sqlalchemy import select

from consult.contributions.streams import ContributionStreams
from consult.hearings.notes.operations.agreeing import agree_text
from consult.hearings.notes.operations.correcting import Correction, correct_line, remove_line
from consult.hearings.notes.queries import mark_of
from consult.hearings.notes.streams import line_data, minutes_data
from consult.ledger.models import Entry
from consult.ledger.models import Stream as StreamRow
from consult.live.streams import Stream
from tests.hearings.notes.scene import WITHHELD, Noted


@pytest.fixture
def noted(site) -> Noted:
    return Noted(site)


def stream(noted, audience) -> Stream:
    with noted.site.database.reading() as db:
        name = db.scalars(
            select(StreamRow.public_id).where(StreamRow.scope_id == noted.hearing.id, StreamRow.audience == audience)
        ).one()
        found = ContributionStreams().find(db, name)
    assert found is not None
    return found


def told(noted, audience, *references):
    with noted.site.database.reading() as db:
        return line_data(db, stream(noted, audience), references)


def kinds(noted, audience):
    with noted.site.database.reading() as db:
        return list(
            db.scalars(select(Entry.kind).where(Entry.stream_id == stream(noted, audience).id).order_by(Entry.seq))
        )


def test_a_line_is_told_whole_and_when_removed_by_its_state_alone(noted):
    turn = noted.turn()
    line = noted.write("Bonjour.", language="fr").id
    data = told(noted, "public", line)[line]
    position = data.pop("position")
    assert position > 0
    assert data == {
        "state": "written",
        "item": noted.item.public_id,
        "turn": turn.public_id,
        "language": "fr",
        "kind": "speech",
        "speaker": "Ana Tesch",
        "organisation": "Harbour Clinic",
        "category": "ngo",
        "identity": "public",
        "original": True,
        "text": "Bonjour.",
        "version": 1,
    }
    here = {"proceeding_id": noted.hearing.id, "line": line}
    noted.site.work.run(correct_line, noted.note_taker, **here, seen=1, correction=Correction("Bonsoir."))
    assert told(noted, "public", line)[line]["text"] == "Bonsoir."
    noted.site.work.run(remove_line, noted.note_taker, **here, seen=2)
    assert told(noted, "public", line) == {line: {"state": "removed"}}
    assert kinds(noted, "public") == kinds(noted, "desk") == ["line.written", "line.corrected", "line.removed"]


def test_a_withheld_name_is_told_to_nobody(noted):
    noted.turn(WITHHELD, identity="secretariat")
    line = noted.write("What she said.").id
    for audience in ("public", "desk"):
        data = told(noted, audience, line)[line]
        assert (data["speaker"], data["organisation"], data["identity"]) == (None, None, "secretariat")
        assert WITHHELD not in repr(data)


def test_of_a_closed_item_the_desk_alone_hears(noted):
    line = noted.write("Behind closed doors.", item=noted.closed.public_id).id
    assert (kinds(noted, "public"), kinds(noted, "desk")) == ([], ["line.written"])
    assert told(noted, "public", line) == {}
    assert told(noted, "desk", line)[line]["text"] == "Behind closed doors."


def test_lines_of_another_hearing_are_not_told(noted, site):
    assert told(noted, "public", "nosuchline000000") == {}


def test_an_agreement_is_told_by_its_languages(noted):
    noted.write("One.")
    noted.set_item(noted.item, state="done")
    item = noted.item.public_id
    given = {"item": item, "language": "en", "seen": mark_of(noted.read())}
    noted.site.work.run(agree_text, noted.chair, proceeding_id=noted.hearing.id, **given)
    with noted.site.database.reading() as db:
        assert minutes_data(db, stream(noted, "public"), [item]) == {item: {"languages": ["en"]}}
        closed = noted.closed.public_id
        assert minutes_data(db, stream(noted, "public"), [closed]) == {}
        assert minutes_data(db, stream(noted, "desk"), [closed]) == {closed: {"languages": []}}
