"""Who was at a meeting, as its note-taker marked it."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base


class Presence(Base):
    """Somebody of the room was at a meeting of it; whoever checked in by themselves has no row for that."""

    __tablename__ = "room_presence"
    __table_args__ = (UniqueConstraint("meeting_id", "account_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    marked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    marked_at: Mapped[datetime]
