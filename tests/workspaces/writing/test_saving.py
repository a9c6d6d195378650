"""Saving: the next revision, or a version beside it; never nothing."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.ledger.models import Entry
from consult.workspaces.writing.operations.saving import restore_text, save_paragraph
from consult.workspaces.writing.queries import history_of, lock_of
from tests.workspaces.writing.world import TEXTS, WINDOW, Desk, document_of


def told(desk: Desk, kind: str) -> int:
    with desk.site.database.reading() as db:
        return len(list(db.scalars(select(Entry.id).where(Entry.reference == desk.first.key, Entry.kind == kind))))


def test_a_save_on_what_was_seen_is_the_next_revision_and_ends_the_lock(desk: Desk) -> None:
    desk.take("ana")
    done = desk.save("ana", "  The river belongs\r\nto everybody. ", token=WINDOW)
    assert (done.state, done.revision, done.conflict) == ("saved", 2, None)
    assert desk.first.text == "The river belongs\nto everybody."
    assert [(one.revision, one.text) for one in desk.saves()] == [(1, TEXTS[0]), (2, desk.first.text)]
    assert desk.saves()[1].saved_by == desk.people["ana"].id
    with desk.site.database.reading() as db:
        assert lock_of(db, desk.first.id) is None
    assert told(desk, "paragraph.saved") == 2  # for the members and at the desk


def test_a_save_on_an_older_one_is_kept_beside_it(desk: Desk) -> None:
    desk.save("ana", "The river is ours.")
    late = desk.save("bo", "The river is everybody's.", seen=1)
    assert (late.state, late.revision) == ("conflict", 2)
    assert desk.first.text == "The river is ours."
    (row,) = desk.conflicts()
    assert (row.public_id, row.seen, row.text, row.state) == (late.conflict, 1, "The river is everybody's.", "open")
    assert told(desk, "paragraph.conflicted") == 2


def test_a_save_while_somebody_else_writes_does_not_change_the_text_under_their_hands(desk: Desk) -> None:
    desk.take("ana")
    assert desk.save("bo", "From the side.").state == "conflict"
    assert desk.first.revision == 1
    assert desk.save("ana", "From the writer.", token=WINDOW).state == "saved"


def test_a_lost_lock_loses_no_word(desk: Desk) -> None:
    desk.take("ana")
    assert desk.save("ana", "Without any lock.", token="a-window-that-lost-it").state == "saved"


def test_the_same_key_gives_the_same_answer(desk: Desk) -> None:
    key, other = uuid4().hex, uuid4().hex
    first = desk.save("ana", "Once.", client_id=key)
    desk.save("bo", "Twice.")
    again = desk.save("ana", "Once.", seen=1, client_id=key)
    assert (again.state, again.revision, again.dup) == ("saved", first.revision, True)
    late = desk.save("cem", "Late.", seen=1, client_id=other)
    assert desk.save("cem", "Late.", seen=1, client_id=other)[1:] == (3, late.conflict, True)
    assert len(desk.saves()) == 3
    assert len(desk.conflicts()) == 1
    with pytest.raises(Conflict, match="key_used"):
        desk.save("ana", "Something else.", client_id=key)


def test_what_changes_nothing_is_no_version(desk: Desk) -> None:
    assert desk.save("ana", TEXTS[0]).state == "same"
    desk.save("bo", "Newer.")
    assert desk.save("ana", TEXTS[0], seen=1).state == "same"
    assert desk.save("cem", "Newer.", seen=1).state == "same"
    assert desk.conflicts() == []
    assert desk.first.revision == 2


@pytest.mark.parametrize("gone", ["paragraph", "document", "withdrawn"])
def test_words_for_what_is_gone_are_kept_and_told(desk: Desk, gone: str) -> None:
    if gone == "paragraph":
        desk.change(desk.first, removed_at=now())
    elif gone == "document":
        desk.change(document_of(desk), removed_at=now())
    else:
        desk.change(document_of(desk), state="withdrawn")
    late = desk.save("ana", "Words for nobody?")
    assert late.state == "conflict"
    assert [row.text for row in desk.conflicts()] == ["Words for nobody?"]
    assert told(desk, "paragraph.conflicted") == 2
    assert desk.first.text == TEXTS[0]


@pytest.mark.parametrize(
    ("text", "problem"), [("  ", "required"), ("x" * 20_001, "too_long"), ("a\x00b", "control_character")]
)
def test_what_no_text_may_be_is_refused(desk: Desk, text: str, problem: str) -> None:
    with pytest.raises(Invalid, match=problem):
        desk.save("ana", text)


@pytest.mark.parametrize("who", ["olga", "stranger"])
def test_who_does_not_write_saves_nothing(desk: Desk, who: str) -> None:
    with pytest.raises(NotFound):
        desk.save(who, "Not mine.")
    with pytest.raises(NotFound):
        desk.run(restore_text, who, key=desk.first.key, revision=1, seen=1, client_id="k")
    assert desk.saves() == []


def test_nothing_is_saved_in_a_room_that_is_closed_or_of_another_document(desk: Desk) -> None:
    with pytest.raises(NotFound):
        desk.run(save_paragraph, "ana", key="absent", seen=1, text="x", client_id="k")
    desk.change(desk.room, state="closed")
    with pytest.raises(Closed):
        desk.save("ana", "Too late.")
    assert desk.conflicts() == []


def test_an_earlier_text_is_saved_once_more(desk: Desk) -> None:
    desk.save("ana", "Second.")
    desk.save("bo", "Third.")
    done = desk.run(restore_text, "cem", key=desk.first.key, revision=1, seen=3, client_id=uuid4().hex)
    assert (done.state, done.revision) == ("saved", 4)
    assert desk.first.text == TEXTS[0]
    with pytest.raises(Conflict, match="no_such_revision"):
        desk.run(restore_text, "cem", key=desk.first.key, revision=9, seen=4, client_id=uuid4().hex)
    with desk.site.database.reading() as db:
        saves, count = history_of(db, desk.first, 1)
    assert count == 4
    assert [(one.row.revision, one.by, one.before) for one in saves] == [
        (4, "Cem", "Third."),
        (3, "Bo", "Second."),
        (2, "Ana", TEXTS[0]),
        (1, "Ana", None),
    ]
