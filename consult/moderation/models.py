"""Moderation decisions."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

ACTS = ("approve", "decline", "hide", "restore", "keep", "redact", "unredact", "erase")
REASONS = ("violence_or_hatred", "insult", "private_person", "off_topic", "spam", "unlawful", "other")
NEED_REASON = ("decline", "hide")


class Decision(Base):
    """One decision: who, in which role, what, when, why. `note` is a sentence for the author.

    It can be undone until `final_at`, when the author is told; `undone_at` says that it was. `bulk` names the decisions
    that were taken at once, by a random id of theirs.
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
    bulk: Mapped[str | None] = mapped_column(index=True)
