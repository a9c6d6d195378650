"""Requests and what was done with each."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

DIRECTIONS = ("to", "from")
SUBJECTS = ("advice", "technical_support", "training", "access", "information")
STATES = ("draft", "sent", "acknowledged", "going_on", "answered", "declined", "followed_up", "closed", "withdrawn")


class InstitutionRequest(Base):
    """A request to an institution or from one. `number` counts those of a room; days are YYYY-MM-DD in its zone.

    `organisation_id` is the public id of a registered institution. `revision` counts its acts, so that a stale one is noticed.
    `reminded` is the last reminder that was mailed, as of a task.
    """

    __tablename__ = "institution_request"
    __table_args__ = (UniqueConstraint("proceeding_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    number: Mapped[int]
    direction: Mapped[str]
    subject: Mapped[str]
    institution: Mapped[str]
    organisation_id: Mapped[str | None]
    title: Mapped[str]
    text: Mapped[str]
    language: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    due_on: Mapped[str | None]
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    revision: Mapped[int] = mapped_column(default=1)
    reminded: Mapped[str] = mapped_column(default="")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class RequestAct(Base):
    """One step of a request: who, when, the state it brought, the words said, and what else changed."""

    __tablename__ = "request_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    request_id: Mapped[int] = mapped_column(ForeignKey("institution_request.id"), index=True)
    act: Mapped[str]
    state: Mapped[str]
    text: Mapped[str] = mapped_column(default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
