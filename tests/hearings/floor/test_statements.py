"""A statement that was sent ahead is delivered with the speech on its item, and not before."""

from typing import Any

import pytest
from sqlalchemy import select

from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.hearings.chair.desk import desk_of
from consult.hearings.floor.operations.giving import end_turn, give_floor
from consult.hearings.floor.operations.sittings import next_item, open_item
from consult.hearings.programme.models import AgendaItem
from consult.hearings.registration.models import Statement
from consult.hearings.registration.operations.statements import NewStatement, send_statement
from tests.hearings.floor.sitting import Sitting


@pytest.fixture
def speaker(sitting: Sitting) -> Actor:
    return sitting.registered("Ana")[0]


def sent(sitting: Sitting, speaker: Actor, item: AgendaItem, delivery: str = "read_out") -> str:
    new = NewStatement(f"key {item.id} {delivery}", item.public_id, delivery, "en", ("The plan comes first.",))
    return str(sitting.do(send_statement, speaker, new=new).reference)


def told(sitting: Sitting, reference: str) -> tuple[bool, bool]:
    """Whether it is delivered, and whether readers have it."""
    with sitting.site.database.reading() as db:
        query = select(Statement.delivered_at, Contribution.place).join(
            Contribution, Contribution.id == Statement.contribution_id
        )
        at, place = db.execute(query.where(Contribution.reference == reference)).one()
        return at is not None, place is not None


def speak(sitting: Sitting, speaker: Actor, item: Any = None) -> None:
    sitting.act(give_floor, speaker=sitting.ask(speaker, item))
    sitting.act(end_turn)


def test_the_end_of_the_speech_delivers_and_publishes_it(sitting, speaker):
    reference, later = sent(sitting, speaker, sitting.first), sent(sitting, speaker, sitting.second)
    place = sitting.ask(speaker)
    sitting.act(open_item, item=sitting.first.public_id)
    with sitting.site.database.reading() as db:
        shown = desk_of(db, sitting.chair, sitting.hearing, now()).waiting[0].statement
        assert shown is not None
        assert shown.reading.reference == reference
    sitting.act(give_floor, speaker=place)
    assert told(sitting, reference) == (False, False)
    sitting.act(end_turn)
    assert (told(sitting, reference), told(sitting, later)) == ((True, True), (False, False))
    sitting.act(next_item)
    speak(sitting, speaker, sitting.second)
    assert told(sitting, later) == (True, True)


def test_what_was_sent_instead_of_speaking_waits_for_the_chair(sitting, speaker):
    reference = sent(sitting, speaker, sitting.first, "written")
    sitting.act(open_item, item=sitting.first.public_id)
    speak(sitting, speaker)
    assert told(sitting, reference) == (False, False)
