"""When people may register and check in, to the second."""

from datetime import UTC, datetime, timedelta

import pytest

from consult.hearings.programme.models import HearingSession, Plan
from consult.hearings.registration.window import doors_of, window_of
from consult.proceedings.models import Proceeding

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def hearing(state: str = "announced", closes_at: datetime | None = None) -> Proceeding:
    return Proceeding(kind="hearing", state=state, opens_at=None, closes_at=closes_at)


def sitting(starts: datetime, ends: datetime, state: str = "planned") -> HearingSession:
    return HearingSession(starts_at=starts, ends_at=ends, state=state)


@pytest.mark.parametrize(
    ("at", "phase"),
    [
        (NOON - HOUR - SECOND, "soon"),
        (NOON - HOUR, "open"),
        (NOON - SECOND, "open"),
        (NOON, "closed"),
        (NOON + SECOND, "closed"),
    ],
)
def test_the_second_of_the_closing_is_out(at, phase):
    plan = Plan(registers_from=NOON - HOUR, registers_until=NOON)
    assert window_of(hearing(), plan, at).phase == phase


@pytest.mark.parametrize(
    ("state", "phase"), [("draft", "soon"), ("announced", "open"), ("open", "open"), ("closed", "closed")]
)
def test_without_dates_it_follows_the_hearing(state, phase):
    assert window_of(hearing(state), Plan(), NOON).phase == phase


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        (NOON - HOUR - SECOND, False),
        (NOON - HOUR, True),
        (NOON + 13 * HOUR, True),
        (NOON + 15 * HOUR, False),
    ],
)
def test_the_doors_open_an_hour_before_and_a_session_may_overrun_midnight(at, is_open):
    assert doors_of(hearing(), [sitting(NOON, NOON + 3 * HOUR)], at).open == is_open


def test_the_doors_say_when_they_open_next():
    sessions = [sitting(NOON - 2 * HOUR, NOON, "closed"), sitting(NOON + 24 * HOUR, NOON + 26 * HOUR)]
    assert doors_of(hearing(), sessions, NOON) == (False, NOON + 23 * HOUR)
    assert doors_of(hearing("closed"), sessions, NOON) == (False, None)
    assert doors_of(hearing("open"), [], NOON).open
    assert not doors_of(hearing(), [], NOON).open
    assert doors_of(hearing(), [sitting(NOON + 5 * HOUR, NOON + 6 * HOUR, "open")], NOON).open
    assert doors_of(hearing(), [sitting(NOON, NOON + HOUR, "cancelled")], NOON) == (False, None)
