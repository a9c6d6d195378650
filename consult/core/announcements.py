"""What must be known at once after a commit and is in no stream: a session has ended, a right has changed.

The heralds of the same process are told by the unit of work; other processes read the same in the table, in one order
without gaps, and say how far they have heard (live/leases.py).
"""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from sqlalchemy import delete, func, insert, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from consult.core.db import Base

SESSION_ENDED = "session.ended"
RIGHTS_CHANGED = "rights.changed"
KEPT = 200


class Announced(Base):
    """One announcement under its number; only the newest are kept."""

    __tablename__ = "announced"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    value: Mapped[int]


class Announcement(NamedTuple):
    """One thing to tell: `session.ended` with the id of the session, `rights.changed` with the id of the account."""

    kind: str
    value: int


Herald = Callable[[str, int], None]


def announce(db: Session, kind: str, value: int) -> None:
    """Note what the heralds are told when this transaction is on disk; nothing is told when it is not."""
    db.info.setdefault("announcements", []).append(Announcement(kind, value))


def take_announcements(db: Session) -> tuple[Announcement, ...]:
    """What was announced in this transaction, in the order of the calls, each once."""
    return tuple(dict.fromkeys(db.info.pop("announcements", ())))


def write_announcements(db: Session, announced: Sequence[Announcement]) -> int | None:
    """Keep them for the other processes, as the last act of the transaction; the number of the last one, if any.

    Writers wait for each other here, so that a lower number is never committed after a higher one.
    """
    if not announced:
        return None
    if db.get_bind().dialect.name == "postgresql":
        db.execute(text("LOCK TABLE announced IN EXCLUSIVE MODE"))
    first = last_announced(db) + 1
    rows = [{"id": first + at, "kind": one.kind, "value": one.value} for at, one in enumerate(announced)]
    db.execute(insert(Announced), rows)
    last = first + len(rows) - 1
    db.execute(delete(Announced).where(Announced.id <= last - KEPT))
    return last


def last_announced(db: Session) -> int:
    """The number of the newest announcement; 0 before the first."""
    return db.scalar(select(func.max(Announced.id))) or 0


def announced_after(db: Session, seq: int) -> list[Announced]:
    """What was announced after a number, in order; it begins later than `seq + 1` when that much is no longer kept."""
    return list(db.scalars(select(Announced).where(Announced.id > seq).order_by(Announced.id)))
