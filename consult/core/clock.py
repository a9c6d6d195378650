"""The server's clock, the only one that decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from consult.core.errors import Invalid

_story: list[datetime] = []


def now() -> datetime:
    """The present instant in UTC, with microseconds."""
    return _story[-1] if _story else datetime.now(UTC)


@contextmanager
def telling(at: datetime) -> Iterator[None]:
    """Let everything in this process happen at a past instant: only for the demo, whose story began weeks ago."""
    _story.append(at)
    try:
        yield
    finally:
        _story.pop()


def instant_of(local: str, zone: str) -> datetime:
    """The UTC instant of a local wall time `YYYY-MM-DDTHH:MM` in an IANA zone.

    Raises Invalid where the zone or the time does not exist. Of a time that a clock change repeats, the first is taken.
    """
    try:
        wall, there = datetime.fromisoformat(local), ZoneInfo(zone)
        at = wall.replace(tzinfo=there).astimezone(UTC)
        back = at.astimezone(there).replace(tzinfo=None)
    except (ValueError, OverflowError, OSError, ZoneInfoNotFoundError) as error:
        raise Invalid("date", "not_a_time") from error
    if wall.tzinfo is not None:
        raise Invalid("date", "not_a_time")
    if back != wall:
        raise Invalid("date", "skipped_by_clock_change")
    return at


def rfc3339(at: datetime) -> str:
    """An instant as RFC 3339 in UTC with milliseconds, the form of every export and frame."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def next_local_hour(hour: int, zone: str, after: datetime | None = None) -> datetime:
    """The next instant at which a wall clock in this zone shows this full hour, after the present or after `after`."""
    local = (after or now()).astimezone(ZoneInfo(zone))
    at = local.replace(hour=hour, minute=0, second=0, microsecond=0, fold=0)
    if at <= local:
        at += timedelta(days=1)
    return at.astimezone(UTC)
