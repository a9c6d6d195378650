"""Moderation decisions, who has what before them, what was escalated, and views of lists that somebody saved."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

ACTS = ("approve", "decline", "hide", "restore", "keep", "redact", "unredact", "erase")
REASONS = ("violence_or_hatred", "insult", "private_person", "off_topic", "spam", "unlawful", "other")
NEED_REASON = ("decline", "hide")


class Decision(Base):
    """One decision: who, in which role, what, when, why. `note` is a sentence for the author.

    It can be undone until `final_at`, when the author is told; `undone_at` says that it was. `bulk` names the decisions
    that were taken at once, by a random id of theirs. `before` is what an undo gives back: state, version, waiting, reason.
    """

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    version: Mapped[int]
    act: Mapped[str]
    reason: Mapped[str | None]
    note: Mapped[str]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_role: Mapped[str]
    decided_at: Mapped[datetime]
    final_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    bulk: Mapped[str | None] = mapped_column(index=True)


class Claim(Base):
    """That one person has a contribution before them, so that two do not decide it.

    A claim is one's own act and ends at `until`; an assignment by a secretariat (`assigned_by`) has no end. `ended_at` is set
    when it was decided, given back or taken over: there is one that has not ended for each contribution.
    """

    __tablename__ = "claim"
    __table_args__ = (
        Index(
            "uq_claim_present",
            "contribution_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    assigned_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_at: Mapped[datetime]
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    taken_over: Mapped[bool] = mapped_column(default=False)


class Escalation(Base):
    """A moderator's question to the secretariat about a contribution, and its `answer`; settled by that or by a decision."""

    __tablename__ = "escalation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    note: Mapped[str]
    escalated_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    escalated_role: Mapped[str]
    escalated_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(default="")
    settled_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    settled_role: Mapped[str | None]
    settled_at: Mapped[datetime | None]


class SavedView(Base):
    """Filters of a list that an account keeps under a name: of the `queue` or of the `docket` of a proceeding.

    `query` is the canonical query string of the address, in the order of its names.
    """

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("account_id", "place", "proceeding_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    place: Mapped[str]
    proceeding_id: Mapped[int | None] = mapped_column(ForeignKey("proceeding.id"))
    name: Mapped[str]
    query: Mapped[str]
    created_at: Mapped[datetime]


class DeskSetting(Base):
    """How an account wants its desk: every text veiled until it is opened, single keys off."""

    __tablename__ = "desk_setting"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    veils_all: Mapped[bool] = mapped_column(default=False)
    keys_off: Mapped[bool] = mapped_column(default=False)
