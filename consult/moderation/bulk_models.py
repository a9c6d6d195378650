"""Decisions that are taken at once: what was asked, and how each of them went."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

BULK_STATES = ("gathering", "proposed", "running", "undoing", "done", "cancelled")
LINE_STATES = ("waiting", "decided", "refused", "undoing", "undone")


class Bulk(Base):
    """One act on many contributions, asked for by one person who alone comes back to it.

    `asked` is how they were chosen: `{"references"}`, `{"group"}` or `{"filter"}`. `looked_at` is when its author saw them: what
    came later is not among them; `seen` is how many there were then. `state` is `gathering` until all are noted, `proposed`
    until it is confirmed, then `running` or `undoing`, `done` or `cancelled`. `after` is the id up to which was gathered.
    """

    __tablename__ = "bulk"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    act: Mapped[str]
    reason: Mapped[str | None]
    note: Mapped[str]
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    looked_at: Mapped[datetime]
    seen: Mapped[int]
    after: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(default="gathering", index=True)
    asked_at: Mapped[datetime]
    begun_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class BulkLine(Base):
    """One contribution of a bulk: the version that was seen, and what became of it; `problem` says why it was refused."""

    __tablename__ = "bulk_line"
    __table_args__ = (
        UniqueConstraint("bulk_id", "contribution_id"),
        Index("ix_bulk_line_bulk_id_state", "bulk_id", "state", "contribution_id"),
        Index("ix_bulk_line_contribution_id", "contribution_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    bulk_id: Mapped[int] = mapped_column(ForeignKey("bulk.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    seen: Mapped[int]
    state: Mapped[str] = mapped_column(default="waiting")
    problem: Mapped[str | None]
