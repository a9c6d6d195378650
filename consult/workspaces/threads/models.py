"""Discussions, marks of what was read, mentions, and messages that are decisions.

A message is a contribution of kind `comment` whose target is the public id of its discussion.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

STATES = ("open", "closed")


class Discussion(Base):
    """One subject that a room talks about."""

    __tablename__ = "discussion"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    title: Mapped[str]
    language: Mapped[str]
    state: Mapped[str] = mapped_column(default="open")
    pinned: Mapped[bool] = mapped_column(default=False)
    opened_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class ReadMark(Base):
    """Up to which place of the members' stream somebody has read a discussion; nobody else is told."""

    __tablename__ = "read_mark"
    __table_args__ = (UniqueConstraint("account_id", "discussion_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    discussion_id: Mapped[int] = mapped_column(ForeignKey("discussion.id"), index=True)
    place: Mapped[int]


class Mention(Base):
    """Somebody of the room who was named in a message."""

    __tablename__ = "mention"
    __table_args__ = (UniqueConstraint("contribution_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    mentioned_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]


class DecisionMark(Base):
    """That a message states a decision of the room; ended, never deleted."""

    __tablename__ = "decision_mark"
    __table_args__ = (
        Index(
            "uq_decision_mark_in_force",
            "contribution_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    marked_at: Mapped[datetime]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
