"""Sessions as a calendar (RFC 5545): local times in their zone, with the rules of that zone beside them; and days on which
something is due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

MIME = "text/calendar; charset=utf-8"
PRODUCT = "-//Consult//Hearings//EN"
AFRESH = timedelta(hours=4)  # how often a program that follows the calendar is asked to look


@dataclass(frozen=True, slots=True)
class Entry:
    """A session: `uid` stays the same for good, `sequence` rises with each change. Times are instants, shown in `zone`."""

    uid: str
    sequence: int
    revised_at: datetime
    zone: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    description: str
    place: str
    place_language: str
    url: str
    language: str
    cancelled: bool = False
    private: bool = False


@dataclass(frozen=True, slots=True)
class DueDay:
    """A whole day on which something is due, wherever its reader is; always private."""

    uid: str
    sequence: int
    made_at: datetime
    day: date
    summary: str
    description: str
    url: str
    language: str


def calendar(name: str, language: str, entries: Sequence[Entry], days: Sequence[DueDay] = ()) -> bytes:
    """The document. Without any entry it holds the zone UTC alone, because a calendar may not be empty."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("name", name, parameters={"LANGUAGE": language})
    made.add("x-wr-calname", name)
    made.add("refresh-interval", AFRESH, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", AFRESH, parameters={"VALUE": "DURATION"})
    for zone in sorted({one.zone for one in entries} or {"UTC"}):
        here = [one for one in entries if one.zone == zone]
        years = [one.starts_at.year for one in here] + [one.ends_at.year for one in here] or [2026]
        if here or zone == "UTC":
            made.add_component(timezone(zone, min(years), max(years)))
    for one in entries:
        made.add_component(_event(one))
    for due in days:
        made.add_component(_whole_day(due))
    return bytes(made.to_ical())


def _event(one: Entry) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.revised_at.astimezone(UTC).replace(microsecond=0))
    event.add("last-modified", one.revised_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", one.sequence)
    for key, at in (("dtstart", one.starts_at), ("dtend", one.ends_at)):
        event.add(
            key, at.astimezone(ZoneInfo(one.zone)).replace(tzinfo=None, microsecond=0), parameters={"TZID": one.zone}
        )
    event.add("summary", one.summary, parameters={"LANGUAGE": one.language})
    if one.description:
        event.add("description", one.description)
    if one.place:
        event.add("location", one.place, parameters={"LANGUAGE": one.place_language})
    event.add("url", one.url)
    event.add("status", "CANCELLED" if one.cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if one.cancelled else "OPAQUE")
    event.add("class", "PRIVATE" if one.private else "PUBLIC")
    return event


def _whole_day(one: DueDay) -> Event:
    event = Event()
    event.add("uid", one.uid)
    event.add("dtstamp", one.made_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", one.sequence)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + timedelta(days=1))
    event.add("summary", one.summary, parameters={"LANGUAGE": one.language})
    event.add("description", one.description)
    event.add("url", one.url)
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


@lru_cache(maxsize=512)
def timezone(zone: str, first: int, last: int) -> Timezone:
    """The offsets of a zone from the year before `first` to the end of `last`, each with the wall time at which it began.

    That wall time is counted with the offset before the change, as the standard wants it: clocks that are put forward from
    02:00 to 03:00 change at 02:00.
    """
    made, there = Timezone(), ZoneInfo(zone)
    made.add("tzid", zone)
    begins = datetime(first - 1, 1, 1, tzinfo=UTC)
    made.add_component(_observance(there, begins, begins))
    for at in _changes(there, begins, datetime(last + 1, 1, 2, tzinfo=UTC)):
        made.add_component(_observance(there, at, at - timedelta(seconds=1)))
    return made


def _observance(there: ZoneInfo, at: datetime, before: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from an instant on; `before` is an instant at which the earlier offset held."""
    was, now_is = before.astimezone(there).utcoffset(), at.astimezone(there)
    part = TimezoneDaylight() if now_is.dst() else TimezoneStandard()
    part.add("dtstart", (at + (was or timedelta())).replace(tzinfo=None))
    part.add("tzoffsetfrom", was)
    part.add("tzoffsetto", now_is.utcoffset())
    part.add("tzname", now_is.tzname() or there.key)
    return part


def _changes(there: ZoneInfo, begins: datetime, ends: datetime) -> Iterator[datetime]:
    """The instants, to the second, from which another offset holds: found by halving the days on which it changes."""
    day = begins
    while day < ends:
        after = day + timedelta(days=1)
        if day.astimezone(there).utcoffset() != after.astimezone(there).utcoffset():
            yield _change_within(there, day, after)
        day = after


def _change_within(there: ZoneInfo, low: datetime, high: datetime) -> datetime:
    old = low.astimezone(there).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=int((high - low).total_seconds()) // 2)
        low, high = (middle, high) if middle.astimezone(there).utcoffset() == old else (low, middle)
    return high
