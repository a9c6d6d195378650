"""Handing over of a room's record."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id
from consult.core.storage import HOLDERS


class Handover(Base):
    """That the record of a room is given to an archive: to whom, in which edition, and the SHA-256 of the package.

    `digest` and `size` are there once the package is made, at `made_at`; `content` says that this site holds it still.
    """

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    archive: Mapped[str]
    edition: Mapped[str]
    digest: Mapped[str | None]
    size: Mapped[int | None]
    content: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    made_at: Mapped[datetime | None]


HOLDERS.append((Handover.public_id, Handover.content))
