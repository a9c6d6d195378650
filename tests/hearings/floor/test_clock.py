"""The clock of a turn, as a function of the turn and an instant."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consult.core.errors import Conflict
from consult.hearings.floor import clock
from consult.hearings.floor.models import Turn

START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def at(seconds: float, start: datetime = START) -> datetime:
    return start + timedelta(seconds=seconds)


def begun(start: datetime = START, seconds: int = 300) -> Turn:
    turn = Turn(seconds=seconds)
    clock.start(turn, start)
    return turn


def test_time_runs_from_the_start_to_the_end_and_beyond():
    turn = begun()
    assert (clock.state_of(turn), turn.ends_at) == ("running", at(300))
    assert clock.left_ms(turn, at(166.25)) == 133_750
    assert clock.left_ms(turn, at(312)) == -12_000
    clock.end(turn, at(312))
    assert (clock.state_of(turn), turn.spoken_ms, turn.left_ms, turn.ended_at) == ("ended", 312_000, -12_000, at(312))


def test_a_pause_keeps_what_is_left_and_counts_as_nothing_spoken():
    turn = begun()
    clock.pause(turn, at(60))
    assert clock.state_of(turn) == "paused"
    assert (clock.left_ms(turn, at(1000)), clock.spoken_ms(turn, at(1000))) == (240_000, 60_000)
    clock.resume(turn, at(1000))
    assert turn.ends_at == at(1240)
    clock.pause(turn, at(1010))
    clock.end(turn, at(2000))
    assert (turn.spoken_ms, turn.left_ms) == (70_000, 230_000)


def test_more_time_is_added_to_what_is_left_or_for_who_is_over_to_now():
    turn = begun()
    clock.extend(turn, 30, at(100))
    assert (turn.ends_at, turn.seconds) == (at(330), 330)
    clock.extend(turn, 30, at(345))
    assert (turn.ends_at, turn.seconds) == (at(375), 375)
    clock.pause(turn, at(355))
    clock.extend(turn, 60, at(500))
    assert (turn.left_ms, turn.seconds) == (80_000, 435)


@pytest.mark.parametrize(
    ("done", "move", "problem"),
    [
        ((), clock.resume, "turn_running"),
        ((clock.pause,), clock.pause, "turn_paused"),
        ((clock.end,), clock.pause, "turn_ended"),
        ((clock.end,), clock.resume, "turn_ended"),
        ((clock.end,), clock.end, "turn_ended"),
        ((clock.end,), lambda turn, when: clock.extend(turn, 30, when), "turn_ended"),
    ],
)
def test_impossible_moves_are_refused_and_change_nothing(done, move, problem):
    turn = begun()
    for one in done:
        one(turn, at(10))
    before = dict(vars(turn)) | {"_sa_instance_state": None}
    with pytest.raises(Conflict) as refused:
        move(turn, at(20))
    assert refused.value.problem == problem
    assert dict(vars(turn)) | {"_sa_instance_state": None} == before


@pytest.mark.parametrize(
    "local",
    [
        "2026-03-29T01:58",  # the clocks go forward two minutes later
        "2026-10-25T02:58",  # and back
        "2026-06-30T23:58",  # midnight
    ],
)
def test_a_turn_over_midnight_or_a_change_of_the_clocks_has_its_whole_time(local):
    zurich = ZoneInfo("Europe/Zurich")
    start = datetime.fromisoformat(local).replace(tzinfo=zurich).astimezone(UTC)
    turn = begun(start)
    assert clock.left_ms(turn, at(240, start)) == 60_000
    assert turn.ends_at is not None
    assert turn.ends_at.timestamp() - start.timestamp() == 300
    clock.end(turn, at(299, start).astimezone(zurich))
    assert turn.spoken_ms == 299_000
