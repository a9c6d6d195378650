"""Reading the floor: where a hearing stands, its lists, who speaks, and for how long people have spoken."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, bindparam, case, select
from sqlalchemy.orm import Session

from consult.core.clock import now
from consult.core.countries import region_of
from consult.hearings.floor.clock import spoken_ms
from consult.hearings.floor.models import Floor, Speaker, Turn
from consult.hearings.programme.models import KINDS

RANK = case({kind: place for place, kind in enumerate(KINDS)}, value=Speaker.kind, else_=len(KINDS))
NOWHERE = ""


class Spoken(NamedTuple):
    """Seconds spoken in a hearing so far, most first, by stakeholder category and by regional group (`""`: not known)."""

    by_category: dict[str, int]
    by_region: dict[str, int]


def floor_of(db: Session, proceeding_id: int) -> Floor:
    """Where a hearing stands: its row, or one that is not stored where nothing has happened yet."""
    return db.get(Floor, proceeding_id) or Floor(proceeding_id=proceeding_id, item_id=None, moves=0, replies_open=False)


def in_order(query: Select[Speaker]) -> Select[Speaker]:
    """The one order of every list: rank of the kind, position, id."""
    return query.order_by(RANK, Speaker.position, Speaker.id)


def speakers_of(db: Session, item_id: int, states: Collection[str] = ("waiting",)) -> Sequence[Speaker]:
    """The speakers of an item in some states, in the order of the list."""
    return db.scalars(in_order(select(Speaker).where(Speaker.item_id == item_id, Speaker.state.in_(states)))).all()


_TURN_NOW = select(Turn).where(Turn.proceeding_id == bindparam("proceeding_id"), Turn.ended_at.is_(None))


def turn_now(db: Session, proceeding_id: int) -> Turn | None:
    """The turn of who has the floor, running or paused; None where nobody has it."""
    return db.scalar(_TURN_NOW, {"proceeding_id": proceeding_id})


def turns_of(db: Session, proceeding_id: int) -> Sequence[tuple[Turn, Speaker]]:
    """Every turn of a hearing with its speaker, in the order in which they began."""
    query = select(Turn, Speaker).join(Speaker, Speaker.id == Turn.speaker_id)
    rows = db.execute(query.where(Turn.proceeding_id == proceeding_id).order_by(Turn.started_at, Turn.id))
    return [(turn, speaker) for turn, speaker in rows]


def spoken_by(db: Session, proceeding_id: int, at: datetime | None = None) -> Spoken:
    """For how many seconds each category and each region has spoken until an instant (or now), the present turn included."""
    at = at or now()
    categories: Counter[str] = Counter()
    regions: Counter[str] = Counter()
    for turn, speaker in turns_of(db, proceeding_id):
        spoken = spoken_ms(turn, at)
        categories[speaker.category or NOWHERE] += spoken
        regions[region_of(speaker.country) or NOWHERE] += spoken
    return Spoken(_in_seconds(categories), _in_seconds(regions))


def _in_seconds(counted: Counter[str]) -> dict[str, int]:
    return {key: value // 1000 for key, value in counted.most_common()}
