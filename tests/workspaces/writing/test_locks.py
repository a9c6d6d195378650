"""Who may write a paragraph now, and for how long."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Closed, Conflict, Invalid, NotFound
from consult.ledger.models import Entry
from consult.workspaces.documents.operations.arranging import remove_paragraph
from consult.workspaces.writing.models import ParagraphLock, ParagraphSave
from consult.workspaces.writing.operations.ground import before_change
from consult.workspaces.writing.operations.locks import (
    LASTS,
    LASTS_ALONE,
    break_lock,
    release_lock,
    renew_lock,
    take_lock,
)
from consult.workspaces.writing.queries import lock_of, locks_of
from tests.factories import TEST
from tests.workspaces.writing.world import TEXTS, WINDOW, Desk, document_of


def holder(desk: Desk) -> str | None:
    with desk.site.database.reading() as db:
        held = lock_of(db, desk.first.id)
        return held.name if held else None


def entries(desk: Desk) -> list[str]:
    with desk.site.database.reading() as db:
        kinds = db.scalars(select(Entry.kind).where(Entry.reference == desk.first.key).order_by(Entry.id))
        return list(dict.fromkeys(kinds))


def expire(desk: Desk) -> None:
    """Let the lock of the first paragraph run out."""

    def write(db: Session, _actor: Actor) -> None:
        db.get_one(ParagraphLock, desk.first.id).expires_at = now() - timedelta(seconds=1)

    desk.site.work.run(write, TEST)


def test_one_writes_and_the_others_are_told_who_and_until_when(desk: Desk) -> None:
    taken = desk.take("ana")
    assert (taken.revision, taken.text) == (1, TEXTS[0])
    assert abs(taken.until - now() - LASTS) < timedelta(seconds=30)
    with pytest.raises(Conflict) as refused:
        desk.take("bo", "window-of-two")
    assert refused.value.problem == "being_written"
    assert refused.value.facts == {"name": "Ana", "until": taken.until}
    assert holder(desk) == "Ana"
    assert entries(desk) == ["paragraph.locked"]
    with desk.site.database.reading() as db:
        assert [one.name for one in locks_of(db, document_of(desk)).values()] == ["Ana"]


def test_a_page_without_a_script_keeps_it_for_longer(desk: Desk) -> None:
    assert desk.take("ana", alone=True).until - now() > LASTS_ALONE - timedelta(seconds=30)


def test_the_same_window_goes_on_and_another_one_of_the_same_person_is_told(desk: Desk) -> None:
    desk.take("ana")
    desk.take("ana")
    with pytest.raises(Conflict, match="own_other_window"):
        desk.take("ana", "another-window")
    desk.take("ana", "another-window", over=True)
    with pytest.raises(Conflict, match="lock_lost"):
        desk.run(renew_lock, "ana", key=desk.first.key, token=WINDOW)
    assert entries(desk) == ["paragraph.locked"]


def test_a_lock_that_ran_out_is_free_and_had_again_where_nobody_took_it(desk: Desk) -> None:
    desk.take("ana")
    expire(desk)
    assert holder(desk) is None
    assert desk.run(renew_lock, "ana", key=desk.first.key, token=WINDOW).until > now()
    assert holder(desk) == "Ana"
    expire(desk)
    desk.take("bo", "window-of-two")
    assert holder(desk) == "Bo"
    with pytest.raises(Conflict, match="being_written"):
        desk.run(renew_lock, "ana", key=desk.first.key, token=WINDOW)


def test_leaving_frees_it_and_only_in_the_window_that_holds_it(desk: Desk) -> None:
    desk.take("ana")
    desk.run(release_lock, "ana", key=desk.first.key, token="another-window")
    desk.run(release_lock, "bo", key=desk.first.key, token=WINDOW)
    assert holder(desk) == "Ana"
    desk.run(release_lock, "ana", key=desk.first.key, token=WINDOW)
    assert holder(desk) is None
    assert entries(desk) == ["paragraph.locked", "paragraph.unlocked"]


def test_who_leads_ends_a_turn_and_its_writer_hears_of_it(desk: Desk) -> None:
    desk.take("ana")
    with pytest.raises(NotFound):
        desk.run(break_lock, "bo", key=desk.first.key)
    desk.run(break_lock, "dina", key=desk.first.key)
    assert holder(desk) is None
    with pytest.raises(Conflict, match="lock_lost"):
        desk.run(renew_lock, "ana", key=desk.first.key, token=WINDOW)
    with pytest.raises(Conflict, match="nobody_writes"):
        desk.run(break_lock, "dina", key=desk.first.key)


def test_somebody_removed_holds_no_lock_from_that_moment(desk: Desk) -> None:
    desk.take("ana")
    desk.remove("ana")
    assert holder(desk) is None
    desk.take("bo", "window-of-two")
    assert holder(desk) == "Bo"


@pytest.mark.parametrize("who", ["olga", "stranger"])
def test_who_does_not_write_takes_no_lock(desk: Desk, who: str) -> None:
    for operation in (take_lock, renew_lock, release_lock):
        with pytest.raises(NotFound):
            desk.run(operation, who, key=desk.first.key, token=WINDOW)


def test_there_is_none_in_a_closed_room_on_what_is_gone_or_without_a_window(desk: Desk) -> None:
    with pytest.raises(Invalid):
        desk.take("ana", "short")
    with pytest.raises(NotFound):
        desk.run(take_lock, "ana", key="no-such-key", token=WINDOW)
    desk.change(document_of(desk), state="withdrawn")
    with pytest.raises(Conflict, match="document_withdrawn"):
        desk.take("ana")
    desk.change(document_of(desk), state="draft", removed_at=now())
    with pytest.raises(Conflict, match="paragraph_removed"):
        desk.take("ana")
    desk.change(desk.room, state="closed")
    with pytest.raises(Closed):
        desk.take("ana")


def test_a_paragraph_does_not_go_under_the_hands_of_its_writer(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.workspaces.documents.operations.ground.TOUCHING", [before_change])
    desk.take("ana")
    with pytest.raises(Conflict, match="being_written"):
        desk.run(remove_paragraph, "bo", key=desk.first.key, seen=1)
    desk.run(release_lock, "ana", key=desk.first.key, token=WINDOW)
    desk.run(remove_paragraph, "bo", key=desk.first.key, seen=1)
    with desk.site.database.reading() as db:
        texts = list(db.scalars(select(ParagraphSave.text)))
    assert texts == [TEXTS[0]]  # what was taken away is kept in its history
