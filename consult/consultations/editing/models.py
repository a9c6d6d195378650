"""A body's bank of questions, and the responses with which a questionnaire is tried out."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id


class BankQuestion(Base):
    """A question that a body keeps, to ask it again elsewhere. Localized fields as those of a question version."""

    __tablename__ = "bank_question"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True)
    key: Mapped[str]
    type: Mapped[str]
    required: Mapped[bool]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)
    kept_at: Mapped[datetime]

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"bank:{self.id}"


class TrialResponse(Base):
    """Answers with which the secretariat tried the questionnaire out before the opening.

    It is no contribution: it is in no count, queue, ledger, search or export, and goes at the opening.
    `questionnaire` is the public id of the version that was tried.
    """

    __tablename__ = "trial_response"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    questionnaire: Mapped[str]
    language: Mapped[str]
    answers: Mapped[dict[str, Any]] = mapped_column(JSON)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    sent_at: Mapped[datetime]
