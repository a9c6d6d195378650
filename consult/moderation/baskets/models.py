"""Baskets and what lies in them."""

from datetime import datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id


class Basket(Base):
    """What one person collects: within a proceeding, or (`proceeding_id` None) across those at whose desks they sit.

    With `is_shared` everybody at the desk of its proceeding reads it; its owner alone changes it.
    """

    __tablename__ = "basket"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    proceeding_id: Mapped[int | None] = mapped_column(ForeignKey("proceeding.id"), index=True)
    name: Mapped[str]
    is_shared: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


class BasketItem(Base):
    """A passage by its address: reference, number of the version that was read, number of the passage; never its words.

    `first_word` and `last_word` count from 1 and narrow it to a part; `was_redacted` says that words were withheld already
    when it was collected. `comment` is the collector's own.
    """

    __tablename__ = "basket_item"
    __table_args__ = (UniqueConstraint("basket_id", "reference", "passage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    basket_id: Mapped[int] = mapped_column(ForeignKey("basket.id"))
    reference: Mapped[str] = mapped_column(index=True)
    version: Mapped[int]
    passage: Mapped[int]
    first_word: Mapped[int | None]
    last_word: Mapped[int | None]
    was_redacted: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(default="")
    position: Mapped[int]
