"""The floor of a hearing, the speakers on its lists, and their turns."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

STATES = ("waiting", "speaking", "spoke", "passed", "left", "removed")
STEP = 1024  # between two neighbours of a list, so that moving one changes one row
PRESENCES = ("room", "online")


class Floor(Base):
    """Where a hearing stands. `moves` counts the acts of its chairs: who acts on an older number is refused and shown why.

    `item_id` is the item that is dealt with; `replies_open` that rights of reply are taken, also without an item for them.
    """

    __tablename__ = "hearing_floor"

    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), primary_key=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_item.id"))
    moves: Mapped[int] = mapped_column(default=0)
    replies_open: Mapped[bool] = mapped_column(default=False)


class Speaker(Base):
    """One who asked for the floor on an item; `name` and the rest are kept as they were then.

    `party` says who it is in a word (`registration:7`, `person:3`, `name:` and a random id): each waits once per item and kind.
    `identity` is `public` or `secretariat`, as in the registration. Within a kind the list follows `position`.
    `seconds` is the speaking time it will get. `present` is `room`, `online` or None for who has not checked in.
    """

    __tablename__ = "hearing_speaker"
    __table_args__ = (
        Index(
            "uq_hearing_speaker_waiting",
            "item_id",
            "party",
            "kind",
            unique=True,
            sqlite_where=text("state = 'waiting'"),
            postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "uq_hearing_speaker_speaking",
            "proceeding_id",
            unique=True,
            sqlite_where=text("state = 'speaking'"),
            postgresql_where=text("state = 'speaking'"),
        ),
        Index("ix_hearing_speaker_list", "item_id", "state", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("hearing_item.id"))
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_registration.id"), index=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_person.id"))
    party: Mapped[str]
    kind: Mapped[str]
    state: Mapped[str] = mapped_column(default="waiting")
    position: Mapped[int]
    identity: Mapped[str]
    name: Mapped[str]
    organisation: Mapped[str] = mapped_column(default="")
    category: Mapped[str | None]
    country: Mapped[str | None]
    language: Mapped[str]
    seconds: Mapped[int]
    asked_at: Mapped[datetime]
    present: Mapped[str | None]


class Turn(Base):
    """One time that somebody had the floor. While it runs it ends at `ends_at`; while it is paused `left_ms` are left.

    `seconds` is the time given, extensions included; `spoken_ms` what was spoken before the present run, and in the end in all.
    `ran_from` is when the present run began.
    """

    __tablename__ = "hearing_turn"
    __table_args__ = (
        Index(
            "uq_hearing_turn_now",
            "proceeding_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    item_id: Mapped[int] = mapped_column(ForeignKey("hearing_item.id"), index=True)
    speaker_id: Mapped[int] = mapped_column(ForeignKey("hearing_speaker.id"), index=True)
    seconds: Mapped[int]
    started_at: Mapped[datetime]
    ran_from: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    left_ms: Mapped[int | None]
    spoken_ms: Mapped[int] = mapped_column(default=0)
    ended_at: Mapped[datetime | None]
