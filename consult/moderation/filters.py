"""The filters of the queue: their values, and what an address or a saved view asks for that is not there."""

from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

AGES = {"two-days": timedelta(days=2), "week": timedelta(days=7), "month": timedelta(days=30)}
HOLDERS = ("me", "nobody", "others")
YES = ("yes",)


@dataclass(frozen=True, slots=True)
class Filter:
    """What of the queue is wanted; None wants all.

    `body` is a slug, `proceeding` a public id, `age` (what waits for longer) one of AGES, `assigned` one of HOLDERS; `flagged`,
    `escalated`, `appeal`, `answer` (of an author, unread) and `second` (a second person is wanted) are `yes`.
    """

    body: str | None = None
    proceeding: str | None = None
    kind: str | None = None
    language: str | None = None
    age: str | None = None
    flagged: str | None = None
    escalated: str | None = None
    appeal: str | None = None
    answer: str | None = None
    second: str | None = None
    assigned: str | None = None


FIELDS = tuple(field.name for field in fields(Filter))
MARKS = ("flagged", "escalated", "appeal", "answer", "second")
VALUES: dict[str, tuple[str, ...]] = {"age": tuple(AGES), **dict.fromkeys(MARKS, YES), "assigned": HOLDERS}


def without(wanted: Filter, name: str) -> Filter:
    """The same filter but for one part."""
    return replace(wanted, **{name: None})


def unknown_values(wanted: Filter) -> list[tuple[str, str]]:
    """The parts whose value no input can ever have, with that value."""
    given = ((name, getattr(wanted, name)) for name in VALUES)
    return [(name, value) for name, value in given if value is not None and value not in VALUES[name]]


def before(age: str, at: datetime) -> datetime:
    """What came before this instant waits for longer than `age`, to the minute, so that a list and its counts agree."""
    return at.replace(second=0, microsecond=0) - AGES[age]
