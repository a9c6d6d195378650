"""Bodies, grants and invitations."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id
from consult.policy.access import Where


class Body(Base):
    """A committee, mandate, ministry or institution that holds proceedings.

    `undo_minutes` is how long a decision of its moderators can be undone, and its mails wait. With `two_persons` a redaction
    or erasure takes a second person. `flags_hide` is the number of flags that hides by itself; None: flags only prioritise.
    """

    __tablename__ = "body"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    slug: Mapped[str] = mapped_column(unique=True)
    undo_minutes: Mapped[int] = mapped_column(default=10)
    two_persons: Mapped[bool] = mapped_column(default=False)
    flags_hide: Mapped[int | None]
    created_at: Mapped[datetime]

    @property
    def where(self) -> Where:
        """Its place in the scopes."""
        return Where(body_id=self.id)

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"body:{self.id}"


class BodyAct(Base):
    """A change of what a body wants of its desk: who, when, and for each setting what it was and what it became."""

    __tablename__ = "body_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    facts: Mapped[dict[str, Any]]


class Grant(Base):
    """A role for an account within a scope, for a time. Ended, never deleted."""

    __tablename__ = "grant"
    __table_args__ = (Index("ix_grant_scope_scope_id", "scope", "scope_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    role: Mapped[str]
    scope: Mapped[str]
    scope_id: Mapped[int | None]
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    granted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Invitation(Base):
    """An offer of a role to one address, for one use, until it expires; the token is kept as its SHA-256."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    token_hash: Mapped[str] = mapped_column(unique=True)
    email: Mapped[str]
    role: Mapped[str]
    scope: Mapped[str]
    scope_id: Mapped[int | None]
    invited_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
