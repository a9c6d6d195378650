"""Every move from every state: those of the table are done, all others are refused with the reason."""

from typing import Any

import pytest
from sqlalchemy import update

from consult.core.errors import Conflict
from consult.hearings.floor.operations.asking import leave_list
from consult.hearings.floor.operations.giving import give_floor
from consult.hearings.floor.operations.listing import (
    mark_present,
    move_speaker,
    pass_speaker,
    relist_speaker,
    remove_speaker,
)
from consult.hearings.floor.operations.sittings import (
    close_session,
    finish_item,
    open_item,
    open_session,
    suspend_item,
)
from consult.hearings.floor.states import ITEM, SESSION, SPEAKER
from consult.hearings.programme.models import ITEM_STATES, SESSION_STATES
from consult.web.floor_refusals import SENTENCES
from tests.factories import TEST
from tests.hearings.floor.sitting import Sitting

SPEAKER_STATES = ("waiting", "speaking", "spoke", "passed", "left", "removed")


def put(sitting: Sitting, row: Any, **values: Any) -> None:
    """Give a row another state past every rule."""
    model = type(row)

    def write(db: Any, _actor: Any) -> None:
        db.execute(update(model).where(model.id == row.id).values(values))

    sitting.site.work.run(write, TEST)


def state_of(sitting: Sitting, row: Any) -> str:
    with sitting.site.database.reading() as db:
        return str(db.get_one(type(row), row.id).state)


def end_every_turn(sitting: Sitting) -> None:
    """Nobody has the floor any more."""
    for turn in sitting.turns():
        put(sitting, turn, ended_at=turn.started_at)


def refused_or(possible: dict[str, str], state: str, what: str, act: Any) -> str | None:
    """The state that a move leads to; None when it is refused, in words, for the state."""
    if state in possible:
        act()
        return possible[state]
    with pytest.raises(Conflict) as refusal:
        act()
    assert refusal.value.problem == f"{what}_is_{state}"
    assert refusal.value.problem in SENTENCES
    return None


@pytest.mark.parametrize("operation", [open_session, close_session])
def test_moves_of_a_session(sitting, operation):
    for state in SESSION_STATES:
        put(sitting, sitting.session, state=state)
        act = lambda: sitting.act(operation, session=sitting.session.public_id)  # noqa: E731
        after = refused_or(dict(SESSION[operation.__name__]), state, "session", act)
        assert state_of(sitting, sitting.session) == (after or state)


@pytest.mark.parametrize("operation", [open_item, suspend_item, finish_item])
def test_moves_of_an_item(sitting, operation):
    for state in ITEM_STATES:
        put(sitting, sitting.first, state=state)
        act = lambda: sitting.act(operation, item=sitting.first.public_id)  # noqa: E731
        after = refused_or(dict(ITEM[operation.__name__]), state, "item", act)
        assert state_of(sitting, sitting.first) == (after or state)
        if after == "current":
            sitting.act(suspend_item, item=sitting.first.public_id)


@pytest.mark.parametrize(
    ("operation", "more"),
    [
        (give_floor, {}),
        (pass_speaker, {}),
        (relist_speaker, {}),
        (remove_speaker, {}),
        (move_speaker, {"before": None}),
        (mark_present, {"present": "room"}),
    ],
)
def test_moves_of_a_speaker(sitting, operation, more):
    sitting.act(open_item, item=sitting.first.public_id)
    for state in SPEAKER_STATES:
        ana, _row = sitting.registered(state.title())
        place = sitting.ask(ana)
        put(sitting, sitting.speaker(place), state=state)
        act = lambda: sitting.act(operation, speaker=place, **more)  # noqa: E731, B023
        after = refused_or(dict(SPEAKER[operation.__name__]), state, "speaker", act)
        assert sitting.speaker(place).state == (after or state)
        if operation is give_floor:
            put(sitting, sitting.speaker(place), state="left")
            end_every_turn(sitting)


def test_somebody_leaves_the_list_only_while_waiting(sitting):
    ana, _row = sitting.registered("Ana")
    place = sitting.ask(ana)
    for state in SPEAKER_STATES:
        put(sitting, sitting.speaker(place), state=state)
        after = refused_or(
            dict(SPEAKER["leave_list"]), state, "speaker", lambda: sitting.do(leave_list, ana, speaker=place)
        )
        assert sitting.speaker(place).state == (after or state)


def test_the_tables_name_states_that_there_are():
    for moves, states in ((SESSION, SESSION_STATES), (ITEM, ITEM_STATES), (SPEAKER, SPEAKER_STATES)):
        for table in moves.values():
            assert {*table, *table.values()} <= set(states)
