"""What stands beside the contributions for the docket: counts, codes that were given, and relations."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

MARKS = ("replaced", "duplicate")
RELATIONS = ("replaces", "duplicates", "annex_to")


class DocketCount(Base):
    """How many contributions of a proceeding are alike, on one day or (`day` empty) on all. See cells.py."""

    __tablename__ = "docket_count"
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - as SQLAlchemy wants it

    proceeding_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[str] = mapped_column(primary_key=True)
    cell: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int]


class DocketFold(Base):
    """How often the counts of a proceeding were changed: what was made of them is good while this is the same."""

    __tablename__ = "docket_fold"

    proceeding_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]


class DocketChange(Base):
    """One more (or, below nothing, one fewer) in a cell, written by the database with the row; not yet in the counts."""

    __tablename__ = "docket_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    proceeding_id: Mapped[int]
    day: Mapped[str]
    cell: Mapped[str]
    number: Mapped[int]


class GivenCode(Base):
    """A stakeholder code that a contribution has or had: papers that cite an old one still find it."""

    __tablename__ = "given_code"
    __table_args__ = (Index("ix_given_code_code", "proceeding_id", "code"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    code: Mapped[str]
    role: Mapped[str]
    given_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Relation(Base):
    """That one contribution replaces, duplicates or is an annex to another of the same proceeding; ended, never deleted."""

    __tablename__ = "relation"
    __table_args__ = (
        Index("ix_relation_other_id", "other_id"),
        Index(
            "uq_relation_in_force",
            "one_id",
            "kind",
            "other_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    one_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    kind: Mapped[str]
    other_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    role: Mapped[str]
    set_at: Mapped[datetime]
    ended_role: Mapped[str | None]
    ended_at: Mapped[datetime | None]
