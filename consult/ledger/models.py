"""Streams and their entries."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

AUDIENCES = ("public", "members", "desk")
GENESIS = "0" * 64


class Stream(Base):
    """What one audience of one proceeding may follow, numbered without gaps from 1.

    `scope_id` is the proceeding's id; `last_docket` numbers what was filed. `epoch` changes only when a database is
    restored.
    """

    __tablename__ = "stream"
    __table_args__ = (UniqueConstraint("scope_id", "audience"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    scope_id: Mapped[int]
    audience: Mapped[str]
    epoch: Mapped[str] = mapped_column(PublicId(), default=new_public_id)
    last_seq: Mapped[int] = mapped_column(default=0)
    last_docket: Mapped[int] = mapped_column(default=0)
    head_hash: Mapped[str] = mapped_column(default=GENESIS)


class Entry(Base):
    """One thing that happened; it holds commitments, never words.

    `commitments` maps a name (`text`, `identity`) to the hex SHA-256 of a salted RFC 8785 rendition, or is empty.
    """

    __tablename__ = "entry"
    __table_args__ = (
        UniqueConstraint("stream_id", "seq"),
        Index("ix_entry_reference_stream_id", "reference", "stream_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    stream_id: Mapped[int] = mapped_column(ForeignKey("stream.id"))
    seq: Mapped[int]
    kind: Mapped[str]
    reference: Mapped[str]
    happened_at: Mapped[datetime]
    recorded_at: Mapped[datetime]
    commitments: Mapped[dict[str, Any]]
    previous_hash: Mapped[str]
    hash: Mapped[str]
