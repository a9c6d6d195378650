"""Rooms, their seats, requests to join, and what an invitation says of the seat."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id
from consult.proceedings.models import ROOM_FORMS

FORMS = ROOM_FORMS
RULES = ("open_record", "members", "chatham")
PARTS = ("discussions", "documents", "plan", "meetings", "votes", "requests", "advice")
# What a room of each form begins with; its chair and secretary may add and take away.
PARTS_OF = {
    "advisory_group": ("discussions", "documents", "meetings", "votes", "advice"),
    "coalition": ("discussions", "documents", "plan", "votes"),
    "liaison_group": ("discussions", "documents", "plan", "meetings", "requests"),
    "working_group": ("discussions", "documents", "plan", "meetings"),
}
RULE_OF = {
    "advisory_group": "chatham",
    "coalition": "members",
    "liaison_group": "members",
    "working_group": "open_record",
}
DEPARTURES = ("left", "removed", "term_ended")
JOINING = ("waiting", "accepted", "declined", "withdrawn")


class Room(Base):
    """What makes a workspace a room of its form; texts `terms` (of reference) and `listing` under `owner`.

    `rule` is the confidentiality that stands on every page: `open_record`, `members`, or `chatham` (what was said may be
    used, never by whom). `term_from`, `term_until` and `keep_until` are days in the zone of the proceeding, as YYYY-MM-DD.
    A `listed` room is told to outsiders by its title and listing alone, so that they can ask to join.
    """

    __tablename__ = "room"

    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), primary_key=True)
    form: Mapped[str] = mapped_column(default="working_group")
    rule: Mapped[str] = mapped_column(default="members")
    parts: Mapped[list[str]] = mapped_column(JSON, default=lambda: list(PARTS))
    term_from: Mapped[str | None]
    term_until: Mapped[str | None]
    keep_until: Mapped[str | None]
    listed: Mapped[bool] = mapped_column(default=False)

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"room:{self.proceeding_id}"


class Seat(Base):
    """Somebody's place in a room: what is told of a membership whose right is a grant.

    `organisation` is a name, `organisation_id` the public id of a registered one. One seat in force for each account.
    `reason` is what was said to somebody whose seat was taken away.
    """

    __tablename__ = "room_seat"
    __table_args__ = (
        Index(
            "uq_room_seat_in_force",
            "proceeding_id",
            "account_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    organisation: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[str | None]
    category: Mapped[str | None]
    country: Mapped[str | None]
    office: Mapped[str] = mapped_column(default="")
    term_until: Mapped[str | None]
    joined_at: Mapped[datetime]
    left_at: Mapped[datetime | None]
    departure: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")


class SeatOffer(Base):
    """What an invitation says of the seat that waits behind it.

    One that was `directed` went to whoever represents a registered organisation: its address is shown to nobody.
    """

    __tablename__ = "room_seat_offer"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    organisation: Mapped[str] = mapped_column(default="")
    organisation_id: Mapped[str | None]
    category: Mapped[str | None]
    office: Mapped[str] = mapped_column(default="")
    term_until: Mapped[str | None]
    directed: Mapped[bool] = mapped_column(default=False)


class SeatRequest(Base):
    """Somebody with an account asks to join a listed room; one that waits for each account."""

    __tablename__ = "room_seat_request"
    __table_args__ = (
        Index(
            "uq_room_seat_request_waiting",
            "proceeding_id",
            "account_id",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    text: Mapped[str]
    language: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    category: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="waiting")
    asked_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    answer: Mapped[str] = mapped_column(default="")
