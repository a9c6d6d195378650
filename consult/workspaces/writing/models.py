"""Locks on paragraphs, every save of one, and the saves that came too late."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

CONFLICTS = ("open", "merged", "set_aside")


class ParagraphLock(Base):
    """Who writes a paragraph now, until when; the row goes with the lock. `token` is of the window that holds it."""

    __tablename__ = "paragraph_lock"

    paragraph_id: Mapped[int] = mapped_column(ForeignKey("room_paragraph.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token: Mapped[str]
    taken_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class ParagraphSave(Base):
    """What a paragraph said after one save; `client_id` makes a repeated one the same."""

    __tablename__ = "paragraph_save"
    __table_args__ = (
        Index("uq_paragraph_save_client", "paragraph_id", "client_id", unique=True),
        Index("uq_paragraph_save_revision", "paragraph_id", "revision", unique=True),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("room_paragraph.id"))
    revision: Mapped[int]
    text: Mapped[str]
    client_id: Mapped[str | None]
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime]


class ParagraphConflict(Base):
    """A save on an older revision, kept for everybody to see until somebody merges it or sets it aside."""

    __tablename__ = "paragraph_conflict"
    __table_args__ = (Index("uq_paragraph_conflict_client", "paragraph_id", "client_id", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    paragraph_id: Mapped[int] = mapped_column(ForeignKey("room_paragraph.id"))
    seen: Mapped[int]
    text: Mapped[str]
    client_id: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="open")
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime]
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_at: Mapped[datetime | None]
