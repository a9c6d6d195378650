"""Handing over of a room's record."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id


class Handover(Base):
    """That the record of a room was given to an archive: to whom, in which edition, and the SHA-256 of the package."""

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    archive: Mapped[str]
    edition: Mapped[str]
    digest: Mapped[str]
    size: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
