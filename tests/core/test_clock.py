"""Local wall times and instants, around every kind of change of the clock."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from consult.core.clock import instant_of, now, rfc3339
from consult.core.errors import Invalid


@pytest.mark.parametrize(
    ("local", "zone", "instant"),
    [
        ("2026-11-27T18:00", "Europe/Zurich", "2026-11-27T17:00"),
        ("2026-07-27T18:00", "Europe/Zurich", "2026-07-27T16:00"),
        ("2026-03-29T01:59", "Europe/Paris", "2026-03-29T00:59"),
        ("2026-03-29T03:00", "Europe/Paris", "2026-03-29T01:00"),
        ("2026-10-25T02:30", "Europe/Paris", "2026-10-25T00:30"),  # twice: the first, still summer time
        ("2026-10-25T03:00", "Europe/Paris", "2026-10-25T02:00"),
        ("2026-04-05T01:45", "Australia/Lord_Howe", "2026-04-04T14:45"),  # half an hour comes twice
        ("2026-01-01T00:00", "Asia/Kathmandu", "2025-12-31T18:15"),
        ("2026-01-01T12:00", "UTC", "2026-01-01T12:00"),
    ],
)
def test_a_local_time_is_one_instant(local: str, zone: str, instant: str):
    assert instant_of(local, zone) == datetime.fromisoformat(instant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("local", "zone"),
    [
        ("2026-03-29T02:00", "Europe/Paris"),
        ("2026-03-29T02:59", "Europe/Paris"),
        ("2026-10-04T02:15", "Australia/Lord_Howe"),
        ("2011-12-30T12:00", "Pacific/Apia"),  # a whole day that Samoa left out
    ],
)
def test_a_time_that_the_clock_skips_is_refused(local: str, zone: str):
    with pytest.raises(Invalid) as caught:
        instant_of(local, zone)
    assert (caught.value.field, caught.value.problem) == ("date", "skipped_by_clock_change")


@pytest.mark.parametrize(
    ("local", "zone"),
    [
        ("2026-02-30T12:00", "UTC"),
        ("tomorrow", "UTC"),
        ("", "UTC"),
        ("2026-11-27T18:00", "Europe/Atlantis"),
        ("2026-11-27T18:00", ""),
        ("2026-11-27T18:00", "../../etc/passwd"),
        ("2026-11-27T18:00", "/etc/localtime"),
        ("2026-11-27T18:00", "a\x00b"),
        ("2026-11-27T18:00", "Europe"),
        ("2026-11-27T18:00+02:00", "UTC"),
        ("0001-01-01T00:00", "Asia/Tokyo"),
        ("9999-12-31T23:00", "America/New_York"),
    ],
)
def test_what_is_no_time_or_no_zone_is_refused(local: str, zone: str):
    with pytest.raises(Invalid) as caught:
        instant_of(local, zone)
    assert (caught.value.field, caught.value.problem) == ("date", "not_a_time")


def test_instants_are_written_in_utc_with_milliseconds():
    there = timezone(timedelta(hours=5, minutes=45))
    assert rfc3339(datetime(2026, 1, 1, 0, 0, 0, 999_999, tzinfo=there)) == "2025-12-31T18:15:00.999Z"
    assert now().utcoffset() == timedelta(0)
