"""What came too late is merged or set aside, and never gone."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.ledger.models import Entry
from consult.workspaces.writing.operations.settling import merge_conflict, set_aside
from consult.workspaces.writing.queries import brief, conflicts_of
from tests.workspaces.writing.world import TEXTS, WINDOW, Desk, document_of


def late(desk: Desk) -> str:
    """A version of Bo's that came too late."""
    desk.save("ana", "The river belongs to us.")
    done = desk.save("bo", "The river belongs to all of us.", seen=1)
    assert done.conflict is not None
    return done.conflict


def merge(desk: Desk, conflict: str, who: str = "cem", seen: int = 2, text: str = "Both.", key: str = "") -> object:
    return desk.run(merge_conflict, who, conflict=conflict, seen=seen, text=text, client_id=key or uuid4().hex)


def test_both_are_seen_and_one_text_takes_their_place(desk: Desk) -> None:
    conflict = late(desk)
    with desk.site.database.reading() as db:
        ((one,),) = conflicts_of(db, document_of(desk)).values()
        assert (one.by, one.base, one.row.text) == ("Bo", TEXTS[0], "The river belongs to all of us.")
        assert [(row.title, row.number) for row in brief(db, desk.actor("olga"), desk.room)] == [("On the river", 1)]
        with pytest.raises(NotFound):
            brief(db, desk.actor("stranger"), desk.room)
    key = uuid4().hex
    assert merge(desk, conflict, key=key) == merge(desk, conflict, key=key)._replace(dup=False, state="saved")  # type: ignore[attr-defined]
    assert desk.first.text == "Both."
    assert desk.first.revision == 3
    (row,) = desk.conflicts()
    assert (row.state, row.settled_by, row.text) == ("merged", desk.people["cem"].id, "The river belongs to all of us.")
    with desk.site.database.reading() as db:
        kinds = set(db.scalars(select(Entry.kind).where(Entry.reference == desk.first.key)))
        assert brief(db, desk.actor("cem"), desk.room) == []
    assert {"paragraph.saved", "paragraph.conflicted", "paragraph.settled"} <= kinds


def test_merging_into_the_text_that_stands_makes_no_revision(desk: Desk) -> None:
    conflict = late(desk)
    merge(desk, conflict, text="The river belongs to us.")
    assert desk.first.revision == 2
    assert desk.conflicts()[0].state == "merged"


def test_nobody_merges_over_what_they_have_not_seen_or_under_a_writer(desk: Desk) -> None:
    conflict = late(desk)
    with pytest.raises(Conflict, match="saved_meanwhile"):
        merge(desk, conflict, seen=1)
    desk.take("ana", WINDOW)
    with pytest.raises(Conflict, match="being_written"):
        merge(desk, conflict)
    with pytest.raises(Invalid):
        merge(desk, conflict, text=" ")
    assert desk.conflicts()[0].state == "open"


def test_its_author_and_who_leads_set_it_aside(desk: Desk) -> None:
    conflict = late(desk)
    with pytest.raises(NotFound):
        desk.run(set_aside, "ana", conflict=conflict)
    desk.run(set_aside, "bo", conflict=conflict)
    assert desk.conflicts()[0].state == "set_aside"
    for again in (lambda: desk.run(set_aside, "dina", conflict=conflict), lambda: merge(desk, conflict)):
        with pytest.raises(Conflict, match="conflict_settled"):
            again()
    other = desk.save("cem", "Another one.", seen=1).conflict
    desk.run(set_aside, "dina", conflict=other)
    assert desk.first.text == "The river belongs to us."


def test_what_is_gone_cannot_be_merged_into_but_set_aside(desk: Desk) -> None:
    conflict = late(desk)
    desk.change(desk.first, removed_at=now())
    with pytest.raises(Conflict, match="paragraph_removed"):
        merge(desk, conflict)
    desk.run(set_aside, "dina", conflict=conflict)
    assert desk.conflicts()[0].state == "set_aside"


@pytest.mark.parametrize("who", ["olga", "stranger"])
def test_who_does_not_write_settles_nothing(desk: Desk, who: str) -> None:
    conflict = late(desk)
    with pytest.raises(NotFound):
        merge(desk, conflict, who)
    with pytest.raises(NotFound):
        desk.run(set_aside, who, conflict=conflict)


def test_a_closed_room_settles_nothing(desk: Desk) -> None:
    conflict = late(desk)
    desk.change(desk.room, state="closed")
    with pytest.raises(Closed):
        merge(desk, conflict)
    with pytest.raises(Closed):
        desk.run(set_aside, "bo", conflict=conflict)
    with pytest.raises(NotFound):
        merge(desk, "absent")
