"""What is new: read from the ledger of the readers, with readings as they are now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.disclosure import Reading
from consult.contributions.queries import readings_by_reference
from consult.core.actors import ANYBODY
from consult.core.clock import now
from consult.ledger.models import Entry, Stream
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import proceedings

MOST = 50
LOOKED_AT = 400
LIFE = ("announced", "opened", "closed", "reopened", "extended", "edited")
LIFE_KINDS = tuple(f"proceeding.{act}" for act in LIFE)
RESULTS = "results.published"


class Happened(NamedTuple):
    """Something that happened to a proceeding: `act` of LIFE or `results`; `name` tells it from others."""

    proceeding_id: int
    act: str
    name: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """A contribution with when it was published and changed last: by the day where its moment is nobody's business."""

    reading: Reading
    published: datetime
    updated: datetime


def stream_state(db: Session, proceeding: Proceeding) -> tuple[str, int]:
    """Epoch and last number of the readers' stream: what changes with everything that a feed tells."""
    query = select(Stream.epoch, Stream.last_seq).where(Stream.scope_id == proceeding.id, Stream.audience == "public")
    row = db.execute(query).one()
    return row.epoch, row.last_seq


def newest_contributions(db: Session, proceeding: Proceeding) -> list[Told]:
    """What was published or changed last, as everybody may read it now."""
    query = select(Entry.reference).join(Stream, Stream.id == Entry.stream_id)
    query = query.where(Stream.scope_id == proceeding.id, Stream.audience == "public")
    latest = db.scalars(query.order_by(Entry.seq.desc()).limit(LOOKED_AT))
    references = list(dict.fromkeys(latest))
    found = readings_by_reference(db, ANYBODY, proceeding, references)
    named = [one for one in references if one in found and found[one].place is not None][:MOST]
    times = _times(db, proceeding, named)
    return [_told(found[one], *times[one]) for one in named]


def _times(db: Session, proceeding: Proceeding, references: Sequence[str]) -> dict[str, tuple[datetime, datetime]]:
    """The first and the last entry of each."""
    query = select(Entry.reference, Entry.happened_at).join(Stream, Stream.id == Entry.stream_id)
    query = query.where(Entry.reference.in_(references), Stream.scope_id == proceeding.id, Stream.audience == "public")
    times: dict[str, tuple[datetime, datetime]] = {}
    for reference, at in db.execute(query.order_by(Entry.seq)):
        times[reference] = (times.get(reference, (at, at))[0], at)
    return times


def _told(reading: Reading, first: datetime, last: datetime) -> Told:
    if reading.moment is not None:
        return Told(reading, first, last)
    return Told(reading, day_of(first), day_of(last))


def day_of(at: datetime) -> datetime:
    """The beginning of its day in UTC."""
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def life_of(db: Session, found: Sequence[Proceeding]) -> list[Happened]:
    """What happened to proceedings, the latest first; of changes of the text one for each day."""
    known = {one.id: one for one in found}
    query = select(Stream.scope_id, Entry.kind, Entry.seq, Entry.happened_at)
    query = query.join(Stream, Stream.id == Entry.stream_id)
    query = query.where(Stream.scope_id.in_(known), Stream.audience == "public", Entry.kind.in_((*LIFE_KINDS, RESULTS)))
    lines: dict[tuple[int, str], Happened] = {}
    opened: set[int] = set()
    for scope, kind, seq, at in db.execute(query.order_by(Entry.happened_at.desc(), Entry.id.desc()).limit(LOOKED_AT)):
        act = "results" if kind == RESULTS else kind.partition(".")[2]
        name = f"edited-{at:%Y%m%d}" if act == "edited" else f"{act}-{seq}"
        lines.setdefault((scope, name), Happened(scope, act, name, at))
        if act == "opened":
            opened.add(scope)
    for one in found:
        if one.id not in opened and (by_clock := _opened_by_clock(one)):
            lines[one.id, by_clock.name] = by_clock
    return sorted(lines.values(), key=lambda one: (one.at, one.proceeding_id, one.name), reverse=True)[:MOST]


def _opened_by_clock(row: Proceeding) -> Happened | None:
    """The clock opens without an entry in the ledger."""
    has_opened = row.opens_at is not None and row.opens_at <= now() and row.state != "draft"
    return Happened(row.id, "opened", "opened", row.opens_at) if has_opened and row.opens_at else None


def public_proceedings(db: Session) -> list[Proceeding]:
    """All that everybody may know of, but workspaces."""
    return [one for one in proceedings(db, ANYBODY) if one.audience == "public" and one.kind != "workspace"]
