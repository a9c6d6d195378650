"""When each item of an agenda is planned: one after another from the start of its session."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from consult.hearings.programme.models import AgendaItem, HearingSession


class Hours(NamedTuple):
    """Where an item stands: how deep, in which session, and its planned times, None where they cannot be told."""

    depth: int
    session_id: int | None
    starts_at: datetime | None
    ends_at: datetime | None


def hours_of(rows: Sequence[AgendaItem], sessions: Sequence[HearingSession]) -> dict[int, Hours]:
    """The place and planned times of each item by its id; `rows` in the order of the tree.

    An item without a session is held in that of the item above it. One with parts lasts from the first to the last of them.
    After an item without minutes no time can be told in that session.
    """
    parents = {row.parent_id for row in rows if row.parent_id is not None}
    clock: dict[int, datetime | None] = {one.id: one.starts_at for one in sessions}
    found: dict[int, Hours] = {}
    for row in rows:
        above = found.get(row.parent_id) if row.parent_id is not None else None
        session = row.session_id or (above.session_id if above else None)
        starts = clock.get(session) if session is not None else None
        ends = starts
        if row.id not in parents:
            ends = starts + timedelta(minutes=row.minutes) if starts and row.minutes is not None else None
            if session is not None:
                clock[session] = ends
        found[row.id] = Hours(above.depth + 1 if above else 0, session, starts, ends)
    return _with_parts(rows, found)


def _with_parts(rows: Sequence[AgendaItem], found: dict[int, Hours]) -> dict[int, Hours]:
    """The same, each item with parts ending with the last of them that is held in its own session."""
    ended: set[int] = set()
    for row in reversed(rows):
        above = row.parent_id
        if above is None or above in ended or found[above].session_id != found[row.id].session_id:
            continue
        ended.add(above)
        found[above] = found[above]._replace(ends_at=found[row.id].ends_at)
    return found
