"""Amendments change paragraphs by another way than saves: never under a writer's hands, and never without a history."""

import pytest
from sqlalchemy import select

from consult.core.errors import Conflict
from consult.workspaces.documents.operations.amending import NewAmendment, accept_amendment, suggest_amendment
from consult.workspaces.documents.operations.ground import SAVED, TOUCHING
from consult.workspaces.writing.models import ParagraphConflict
from consult.workspaces.writing.operations.ground import before_change, keep_text
from consult.workspaces.writing.operations.locks import release_lock
from tests.workspaces.writing.world import TEXTS, WINDOW, Desk


@pytest.fixture(autouse=True)
def watching() -> None:
    """What the application puts together when it starts."""
    SAVED[:] = [keep_text]
    TOUCHING[:] = [before_change]


def accept(desk: Desk, text: str) -> None:
    """Suggest another text of the first paragraph, and accept it."""
    new = NewAmendment("replace", desk.first.key, text, seen=desk.first.revision)
    made = desk.run(suggest_amendment, "bo", new=new)
    desk.run(accept_amendment, "dina", public_id=made.public_id, seen=desk.first.revision)


def test_an_accepted_amendment_waits_for_the_writer_and_stands_in_the_history(desk: Desk) -> None:
    desk.take("ana")
    with pytest.raises(Conflict, match="being_written"):
        accept(desk, "The river belongs to the fish.")
    desk.run(release_lock, "ana", key=desk.first.key, token=WINDOW)
    accept(desk, "The river belongs to the frogs.")
    assert [(one.revision, one.text) for one in desk.saves()] == [(1, TEXTS[0]), (2, "The river belongs to the frogs.")]


def test_a_save_on_the_text_before_an_amendment_is_kept_with_its_base(desk: Desk) -> None:
    accept(desk, "The river belongs to the frogs.")
    assert desk.save("ana", "The river belongs to the herons.", seen=1).state == "conflict"
    with desk.site.database.reading() as db:
        (late,) = db.scalars(select(ParagraphConflict))
    assert (late.seen, late.text) == (1, "The river belongs to the herons.")
    assert desk.saves()[0].text == TEXTS[0]
