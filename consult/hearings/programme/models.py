"""The plan of a hearing, its sessions, agenda items, people, channels and papers."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id
from consult.core.storage import HOLDERS

FORMS = ("hearing", "webinar", "training", "meeting")
RULES = ("first_come", "priority", "balance", "invitation")
ITEM_TYPES = ("opening", "statements", "discussion", "presentation", "replies", "closing", "break", "other")
ITEM_AUDIENCES = ("public", "closed")
ITEM_STATES = ("planned", "current", "suspended", "done")
SESSION_STATES = ("planned", "open", "closed", "cancelled")
PERSON_ROLES = ("chair", "panel", "note_taker", "interpreter", "secretary")
CHANNELS = ("video", "sound", "interpretation")
# The kinds of asking for the floor, in the order of their rank: the first is heard before all others.
KINDS = ("point_of_order", "interposed_question", "intervention", "contribution", "right_of_reply")
SECONDS = {
    "point_of_order": 120,
    "interposed_question": 60,
    "intervention": 120,
    "contribution": 300,
    "right_of_reply": 180,
}


class Plan(Base):
    """How a hearing is held; a hearing without a row is held by the defaults.

    `form` is what it is called; `under_id` the consultation or workspace it belongs to. `rule` says how speakers are chosen
    where more ask than there are `places`. Registration runs from `registers_from` to `registers_until` (local wall time of the
    proceeding's zone, and instant); it is open while the hearing has not ended where there is none. `seconds` maps kinds of
    asking for the floor to speaking time, `budgets` stakeholder categories to seconds for the whole hearing. `replies_most`
    limits the rights of reply of each participant. A statement is wanted `statement_hours` before. `guests` says that who
    has no account may comment, ask and vote, `slow_mode` how many seconds must lie between two comments of one sender.
    `revision` counts the changes since the hearing was announced, `revised_at` is that of the last one: calendars ask for both.
    """

    __tablename__ = "hearing_plan"

    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), primary_key=True)
    form: Mapped[str] = mapped_column(default="hearing")
    under_id: Mapped[int | None] = mapped_column(ForeignKey("proceeding.id"))
    rule: Mapped[str] = mapped_column(default="first_come")
    places: Mapped[int | None]
    registers_from_local: Mapped[str | None]
    registers_from: Mapped[datetime | None]
    registers_until_local: Mapped[str | None]
    registers_until: Mapped[datetime | None]
    seconds: Mapped[dict[str, Any]] = mapped_column(JSON, default=lambda: dict(SECONDS))
    budgets: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    replies_most: Mapped[int] = mapped_column(default=2)
    statement_hours: Mapped[int] = mapped_column(default=24)
    guests: Mapped[bool] = mapped_column(default=True)
    slow_mode: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=0)
    revised_at: Mapped[datetime | None]


class HearingSession(Base):
    """One sitting, in local wall time, zone and instants; texts `title` and `place` under `owner`.

    `opened_at` and `closed_at` are what really happened. One that was taken away after the announcement stays as `cancelled`,
    because calendars have to be told; its number is free for another one.
    """

    __tablename__ = "hearing_session"
    __table_args__ = (
        Index(
            "uq_hearing_session_number",
            "proceeding_id",
            "number",
            unique=True,
            sqlite_where=text("state != 'cancelled'"),
            postgresql_where=text("state != 'cancelled'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    number: Mapped[int]
    zone: Mapped[str]
    starts_local: Mapped[str]
    starts_at: Mapped[datetime]
    ends_local: Mapped[str]
    ends_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="planned")
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"session:{self.id}"


class AgendaItem(Base):
    """One item of the agenda, in a tree; texts `title` and `note` under `owner`.

    `position` orders the items of one parent, `label` is the printed number ("2", "2.1"). Of a `closed` item outsiders learn
    its label, planned time and state alone. `list_open` says whether speakers may still be listed.
    """

    __tablename__ = "hearing_item"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_item.id"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_session.id"))
    position: Mapped[int]
    label: Mapped[str]
    type: Mapped[str] = mapped_column(default="discussion")
    minutes: Mapped[int | None]
    audience: Mapped[str] = mapped_column(default="public")
    state: Mapped[str] = mapped_column(default="planned")
    list_open: Mapped[bool] = mapped_column(default=True)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"item:{self.id}"


class HearingPerson(Base):
    """Somebody who has a part in a hearing (chair, panel, note-taker ...), with an account or as a name alone."""

    __tablename__ = "hearing_person"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str]
    position: Mapped[int]
    name: Mapped[str]
    office: Mapped[str] = mapped_column(default="")
    organisation: Mapped[str] = mapped_column(default="")
    category: Mapped[str | None]
    country: Mapped[str | None]
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)


class Channel(Base):
    """A link that opens outside the page: video, sound, or the interpretation into one language."""

    __tablename__ = "hearing_channel"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str]
    language: Mapped[str | None]
    url: Mapped[str]


class Paper(Base):
    """A document of an agenda item; text `title` under `owner`. The file lies in the storage under `digest`."""

    __tablename__ = "hearing_paper"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    item_id: Mapped[int] = mapped_column(ForeignKey("hearing_item.id"), index=True)
    position: Mapped[int]
    symbol: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"paper:{self.id}"


HOLDERS.append((Paper.public_id, Paper.digest))


class CalendarAddress(Base):
    """The secret address at which an account reads its calendar, kept as the SHA-256 of its token; one in force each."""

    __tablename__ = "calendar_address"
    __table_args__ = (
        Index(
            "uq_calendar_address_account",
            "account_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    token_hash: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
