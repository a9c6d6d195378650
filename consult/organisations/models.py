"""Organisations, requests to join them, what was decided about them, and the categories that bodies add."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id
from consult.policy.access import Where

STATUSES = ("A", "B", "none")
ACTS = ("registered", "edited", "verified", "unverified", "listed", "unlisted")


class Organisation(Base):
    """A stakeholder that people speak for; localized field `name`.

    `category` is what it says of itself, `verified_category` what a secretariat found, with who and when; `status` is the
    accreditation of a national human rights institution. `contact` is for secretariats and the organisation itself.
    `sort_name` is the original name, folded, for lists. Members are grants with the scope `organisation`.
    """

    __tablename__ = "organisation"
    __table_args__ = (Index("ix_organisation_sort_name", "sort_name", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    slug: Mapped[str] = mapped_column(unique=True)
    sort_name: Mapped[str]
    category: Mapped[str]
    verified_category: Mapped[str | None]
    status: Mapped[str | None]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    country: Mapped[str | None]
    region: Mapped[str | None]
    website: Mapped[str] = mapped_column(default="")
    contact: Mapped[str] = mapped_column(default="")
    is_listed: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    @property
    def where(self) -> Where:
        """Its place in the scopes."""
        return Where(organisation_id=self.id)

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"organisation:{self.id}"

    @property
    def present_category(self) -> str:
        """The category that counts: the verified one, else the declared one."""
        return self.verified_category or self.category


class JoinRequest(Base):
    """Somebody with an account asks to become a member; `is_granted` is NULL until a representative decides."""

    __tablename__ = "join_request"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    note: Mapped[str]
    asked_at: Mapped[datetime]
    is_granted: Mapped[bool | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class OrganisationAct(Base):
    """What was done to an organisation, by whom and why; only ever added to."""

    __tablename__ = "organisation_act"

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    act: Mapped[str]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    at: Mapped[datetime]
    note: Mapped[str]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)


class OwnCategory(Base):
    """A stakeholder category that a body adds to those of the site; localized field `name`. Its key is never reused."""

    __tablename__ = "own_category"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"category:{self.id}"
