"""Invitations to answer."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id


class Respondent(Base):
    """An invitation to answer one consultation: a link to hand out, or the row of a list with its address.

    The token is kept as its SHA-256. `most` is how many responses it allows, None any number; `uses` counts those that
    were sent, without time and without naming them, so that nobody learns here which response was whose.
    """

    __tablename__ = "respondent"
    __table_args__ = (UniqueConstraint("proceeding_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None]
    label: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    most: Mapped[int | None]
    uses: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
