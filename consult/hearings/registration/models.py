"""Registrations and statements."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

WISHES = ("attend", "speak")
STATES = ("asked", "accepted", "reserve", "declined", "withdrawn", "removed")
IN_FORCE_STATES = ("asked", "accepted", "reserve")
IN_FORCE = f"state IN {IN_FORCE_STATES}"
IDENTITIES = ("public", "secretariat")
PRESENCES = ("room", "online")
DELIVERIES = ("read_out", "check_against_delivery", "written")


class Registration(Base):
    """Who wants to attend or to speak. `name` is the person's, `organisation` the public id of a registered one.

    `identity` is `public`, or `secretariat`: then readers learn neither name nor organisation, only category and region.
    Whoever has no account comes back by `reference` and a codeword. `item_id` is the item on which they want to speak,
    `priority` why they should be heard first, `organisation_name` what it is called. `position` is the place that a confirmed
    selection gave, `reason` what they are told of a decision. `told_in` is the language of mails. `present_at` is when they
    checked in, `mode` where they are then. `forgotten_at` is when what need not be kept was forgotten.
    """

    __tablename__ = "hearing_registration"
    __table_args__ = (
        Index("ix_hearing_registration_order", "proceeding_id", "state", "registered_at", "id"),
        Index(
            "uq_hearing_registration_account",
            "proceeding_id",
            "account_id",
            unique=True,
            sqlite_where=text(f"account_id IS NOT NULL AND {IN_FORCE}"),
            postgresql_where=text(f"account_id IS NOT NULL AND {IN_FORCE}"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    reference: Mapped[str] = mapped_column(unique=True)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_item.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    codeword_hash: Mapped[str | None]
    form_key: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str | None]
    wish: Mapped[str]
    state: Mapped[str]
    identity: Mapped[str]
    name: Mapped[str]
    organisation: Mapped[str | None]
    organisation_name: Mapped[str] = mapped_column(default="")
    category: Mapped[str | None]
    country: Mapped[str | None]
    language: Mapped[str]
    priority: Mapped[str] = mapped_column(default="")
    needs: Mapped[str] = mapped_column(default="")
    position: Mapped[int | None]
    reason: Mapped[str] = mapped_column(default="")
    told_in: Mapped[str] = mapped_column(default="en")
    registered_at: Mapped[datetime]
    forgotten_at: Mapped[datetime | None]
    present_at: Mapped[datetime | None]
    mode: Mapped[str | None]


class Statement(Base):
    """That a contribution of kind `statement` belongs to a registration and an item, and how it is meant.

    `delivery` is `read_out` (verbatim), `check_against_delivery`, or `written` (sent instead of speaking). Its text is told to
    nobody but desk, panel and author until `delivered_at`.
    """

    __tablename__ = "hearing_statement"
    __table_args__ = (UniqueConstraint("contribution_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_registration.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_item.id"), index=True)
    delivery: Mapped[str]
    delivered_at: Mapped[datetime | None]
