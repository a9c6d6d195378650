"""Lines of notes and captions, their earlier wordings, and the agreement on them."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

KINDS = ("speech", "question", "answer", "caption", "scene", "summary")
STATES = ("written", "removed")


class Line(Base):
    """One line of the minutes in one language, in the order of `position`; `text` is its newest wording.

    `speaker` names who said it, where no turn of the floor does. `original` marks the language in which it was said:
    interpretation is a help, the original counts.
    """

    __tablename__ = "hearing_line"
    __table_args__ = (Index("ix_hearing_line_order", "proceeding_id", "language", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_item.id"), index=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_turn.id"))
    language: Mapped[str]
    position: Mapped[int]
    kind: Mapped[str]
    speaker: Mapped[str | None]
    original: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="written")
    text: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class LineVersion(Base):
    """An earlier wording of a line."""

    __tablename__ = "hearing_line_version"
    __table_args__ = (UniqueConstraint("line_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("hearing_line.id"))
    number: Mapped[int]
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Agreement(Base):
    """That the text of one item in one language is agreed: corrected no more but by agreeing anew."""

    __tablename__ = "hearing_agreement"
    __table_args__ = (UniqueConstraint("item_id", "language"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("hearing_item.id"))
    language: Mapped[str]
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
