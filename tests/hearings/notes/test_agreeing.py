"""Agreeing the text of an item: as it was read, once the item is done, and against correction until it is taken back."""

import pytest
from sqlalchemy import select

from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.notes.models import Agreement
from consult.hearings.notes.operations.agreeing import agree_text, end_agreement
from consult.hearings.notes.operations.correcting import Correction, correct_line, remove_line
from consult.hearings.notes.queries import agreements_of, mark_of
from tests.hearings.notes.scene import Noted


@pytest.fixture
def noted(site) -> Noted:
    return Noted(site)


def agree(noted, by=None, seen=None, language="en"):
    item = noted.item.public_id
    read = [line for line in noted.read(language, by=noted.chair) if line.item == item]
    given = {"item": item, "language": language, "seen": seen or mark_of(read)}
    noted.site.work.run(agree_text, by or noted.chair, proceeding_id=noted.hearing.id, **given)


def take_back(noted, reason="A name was misspelt.", by=None, language="en"):
    given = {"item": noted.item.public_id, "language": language, "reason": reason}
    noted.site.work.run(end_agreement, by or noted.chair, proceeding_id=noted.hearing.id, **given)


def in_force(noted):
    with noted.site.database.reading() as db:
        return set(agreements_of(db, noted.hearing.id))


def test_an_agreed_text_stands_until_the_agreement_is_taken_back(noted):
    line = noted.write("As it was said.").id
    noted.write("Tel que dit.", language="fr")
    noted.set_item(noted.item, state="done")
    agree(noted)
    assert in_force(noted) == {(noted.item.public_id, "en")}
    here = {"proceeding_id": noted.hearing.id, "line": line, "seen": 1}
    for change in (
        lambda: noted.site.work.run(correct_line, noted.note_taker, **here, correction=Correction("Otherwise.")),
        lambda: noted.site.work.run(remove_line, noted.note_taker, **here),
        lambda: noted.write("One more."),
        lambda: agree(noted),
    ):
        with pytest.raises(Conflict) as refused:
            change()
        assert refused.value.problem == "agreed"
    noted.write("Encore.", language="fr")
    noted.write("Elsewhere.", item=noted.closed.public_id)
    take_back(noted)
    assert in_force(noted) == set()
    noted.site.work.run(correct_line, noted.note_taker, **here, correction=Correction("Otherwise."))
    with noted.site.database.reading() as db:
        (kept,) = db.scalars(select(Agreement))
        assert (kept.reason, kept.ended_at is not None) == ("A name was misspelt.", True)
    agree(noted)
    assert in_force(noted) == {(noted.item.public_id, "en")}


def test_nobody_agrees_to_what_they_have_not_read(noted):
    noted.write("One.")
    noted.set_item(noted.item, state="done")
    read = mark_of(noted.read())
    noted.write("Two.", item=noted.item.public_id)
    with pytest.raises(Conflict) as refused:
        agree(noted, seen=read)
    assert refused.value.problem == "changed_meanwhile"
    assert in_force(noted) == set()


def test_only_an_item_that_is_done_and_has_a_text_is_agreed(noted):
    noted.write("One.")
    with pytest.raises(Conflict) as refused:
        agree(noted)
    assert refused.value.problem == "item_goes_on"
    noted.set_item(noted.item, state="done")
    with pytest.raises(Conflict) as refused:
        agree(noted, language="fr")
    assert refused.value.problem == "nothing_to_agree"
    with pytest.raises(Conflict):
        take_back(noted)


def test_once_the_hearing_is_closed_all_its_items_can_be_agreed(site):
    noted = Noted(site, state="closed")
    noted.write("One.")
    agree(noted)
    assert in_force(noted) == {(noted.item.public_id, "en")}


def test_who_takes_the_notes_does_not_agree_them(noted):
    noted.write("One.")
    noted.set_item(noted.item, state="done")
    for other in (noted.note_taker, noted.actor("panellist"), noted.reader):
        with pytest.raises(NotFound):
            agree(noted, other)
    agree(noted)
    with pytest.raises(NotFound):
        take_back(noted, by=noted.note_taker)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 1001])
def test_taking_back_needs_a_reason(noted, reason):
    noted.write("One.")
    noted.set_item(noted.item, state="done")
    agree(noted)
    with pytest.raises(Invalid) as refused:
        take_back(noted, reason)
    assert refused.value.field == "reason"
    assert in_force(noted) == {(noted.item.public_id, "en")}
