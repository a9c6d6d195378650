"""What is said between the desk and an author after a contribution was filed: appeals, letters, and where news may go."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

OUTCOMES = ("upheld", "overturned")
QUESTIONS = ("question", "acknowledgement", "clearer_copy")
LETTERS = (*QUESTIONS, "answer")


class Appeal(Base):
    """An author's appeal against a decision: one for each, decided by somebody else. `text` is None once it was erased.

    `note` is what whoever decided it says to the author, `led_to` the decision that lifted the one appealed against.
    """

    __tablename__ = "appeal"
    __table_args__ = (
        Index(
            "ix_appeal_open",
            "contribution_id",
            sqlite_where=text("outcome IS NULL"),
            postgresql_where=text("outcome IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    decision_id: Mapped[int] = mapped_column(ForeignKey("decision.id"), unique=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    text: Mapped[str | None]
    made_at: Mapped[datetime]
    outcome: Mapped[str | None]
    note: Mapped[str] = mapped_column(default="")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_role: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    led_to: Mapped[int | None] = mapped_column(ForeignKey("decision.id"))


class Letter(Base):
    """A letter of the desk to an author, or the author's answer (`kind` is `answer`). `text` is None once it was erased.

    `seen_at` is when the other side said that it was read. `file` is the public id of a clearer copy that came with an answer.
    """

    __tablename__ = "letter"
    __table_args__ = (
        Index(
            "ix_letter_unseen",
            "contribution_id",
            sqlite_where=text("kind = 'answer' AND seen_at IS NULL"),
            postgresql_where=text("kind = 'answer' AND seen_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), index=True)
    kind: Mapped[str]
    text: Mapped[str | None]
    written_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    role: Mapped[str | None]
    written_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    file: Mapped[str | None] = mapped_column(PublicId())


class Contact(Base):
    """An address that whoever has no account gave for news of one contribution. Never exported."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"), unique=True)
    address: Mapped[str]
    language: Mapped[str]
    added_at: Mapped[datetime]
