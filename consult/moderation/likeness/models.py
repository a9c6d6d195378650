"""Which texts are nearly alike: each one's place in a group, and the marks by which the next ones find it."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id


class TextGroup(Base):
    """Contributions of one proceeding whose texts are nearly the same; `representative_id` is the one that is shown."""

    __tablename__ = "text_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    representative_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    made_at: Mapped[datetime]


class Likeness(Base):
    """What was found of the text of one contribution, in its version `version_id`, which was the newest when it was read.

    `similarity` is that to the representative of its group, in thousandths. `is_apart` says that a moderator took it out of a
    group: it stays alone until its author corrects it.
    """

    __tablename__ = "likeness"
    __table_args__ = (Index("ix_likeness_group_id", "group_id", "contribution_id"),)

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("version.id"), index=True)
    group_id: Mapped[int | None] = mapped_column(ForeignKey("text_group.id"))
    similarity: Mapped[int | None]
    is_apart: Mapped[bool] = mapped_column(default=False)


class LikenessMark(Base):
    """One mark of a text: texts that share one are compared. Those of a group are found by its first ones."""

    __tablename__ = "likeness_mark"
    __table_args__ = (Index("ix_likeness_mark_contribution_id", "contribution_id"),)

    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), primary_key=True)
    mark: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), primary_key=True)


class CommonLine(Base):
    """A line that many writers of a proceeding share without meaning the same by it, as a hash: it is left out."""

    __tablename__ = "common_line"

    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), primary_key=True)
    line: Mapped[int] = mapped_column(BigInteger, primary_key=True)
