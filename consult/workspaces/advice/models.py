"""Advice of a room."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

STATES = ("kept", "published", "withdrawn")


class Advice(Base):
    """A version of a document that the group gives as advice, under a `reference` of its own.

    It is kept in the room, or published: to a consultation or hearing, whose public id is `addressee` and where it stands as
    the contribution `published_as`, or without one on the page of the room's body. `covering` are the words that go before
    it, `signed` those that name the group; nobody in it is named.
    """

    __tablename__ = "advice"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    reference: Mapped[str] = mapped_column(unique=True)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("room_document.id"))
    document_version: Mapped[int]
    signed: Mapped[str] = mapped_column(default="")
    covering: Mapped[str] = mapped_column(default="")
    addressee: Mapped[str | None] = mapped_column(PublicId(), index=True)
    published_as: Mapped[str | None] = mapped_column(index=True)
    state: Mapped[str] = mapped_column(default="kept")
    given_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
