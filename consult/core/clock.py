"""The server's clock, the only one that decides."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from consult.core.errors import Invalid


def now() -> datetime:
    """The present instant in UTC, with microseconds."""
    return datetime.now(UTC)


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
