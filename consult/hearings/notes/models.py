"""Lines of notes and captions, their earlier wordings, and the agreement on them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

KINDS = ("speech", "question", "answer", "caption", "scene", "summary")
STATES = ("written", "removed")
STEP = 2**20  # between two lines that follow each other, so that one which comes late finds room at its turn
LATE = 2**10  # from the last line of a turn to one that comes late


class Line(Base):
    """One line of the minutes in one language, in the order of `position` and id; `text` is its newest wording.

    `speaker` names who said it, where no turn of the floor does. `original` marks the language in which it was said:
    interpretation is a help, the original counts. `key` is that of the sending: the same key makes one line. What was
    corrected has `corrected_at`; its earlier wordings are LineVersions.
    """

    __tablename__ = "hearing_line"
    __table_args__ = (
        UniqueConstraint("proceeding_id", "key"),
        Index("ix_hearing_line_order", "proceeding_id", "language", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_item.id"), index=True)
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_turn.id"))
    language: Mapped[str]
    position: Mapped[int] = mapped_column(BigInteger)
    kind: Mapped[str]
    speaker: Mapped[str | None]
    original: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="written")
    text: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    key: Mapped[str | None]
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    corrected_at: Mapped[datetime | None]
    corrected_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class LineVersion(Base):
    """An earlier wording of a line, with whom it was attributed to then; `written_at` is when it was written."""

    __tablename__ = "hearing_line_version"
    __table_args__ = (UniqueConstraint("line_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("hearing_line.id"))
    number: Mapped[int]
    kind: Mapped[str]
    turn_id: Mapped[int | None] = mapped_column(ForeignKey("hearing_turn.id"))
    speaker: Mapped[str | None]
    original: Mapped[bool]
    text: Mapped[str]
    written_at: Mapped[datetime]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))


class Agreement(Base):
    """That the text of one item in one language was agreed; in force until `ended_at`, and then `reason` says why it ended."""

    __tablename__ = "hearing_agreement"
    __table_args__ = (
        Index(
            "uq_hearing_agreement_in_force",
            "item_id",
            "language",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("hearing_item.id"))
    language: Mapped[str]
    agreed_at: Mapped[datetime]
    agreed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    reason: Mapped[str] = mapped_column(default="")
