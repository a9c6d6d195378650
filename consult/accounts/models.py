"""Accounts and their sessions."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id


class Account(Base):
    """A person who can sign in. Ended, never deleted; `email` is folded to lower case."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str]
    language: Mapped[str] = mapped_column(default="en")
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class WebSession(Base):
    """A session kept on the server: of an account, or of a codeword, which opens one contribution or one registration alone.

    The browser holds a random token, the database its SHA-256. No address and no user agent is kept.
    """

    __tablename__ = "web_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    contribution_id: Mapped[int | None]
    registration_id: Mapped[int | None]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
