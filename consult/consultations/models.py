"""Paragraphs of a draft text; questionnaires with versions, sections and questions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

QUESTION_TYPES = ("short_text", "long_text", "single_choice", "multiple_choice", "scale")


class Paragraph(Base):
    """A numbered paragraph of the text under discussion; localized fields `heading` (may be absent) and `text`.

    `public_id` is the `target` of the comments on it.
    """

    __tablename__ = "paragraph"
    __table_args__ = (UniqueConstraint("proceeding_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"))
    number: Mapped[int]

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"paragraph:{self.id}"


class Questionnaire(Base):
    """The questionnaire of a consultation: an identity over its versions."""

    __tablename__ = "questionnaire"

    id: Mapped[int] = mapped_column(primary_key=True)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), unique=True)


class QuestionnaireVersion(Base):
    """One version, immutable once it is answered; a change of an answered one makes the next."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]


class Section(Base):
    """A part of a version; sections form a tree. Localized field `title`."""

    __tablename__ = "section"

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    position: Mapped[int]

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"section:{self.id}"


class Question(Base):
    """A question's identity, the same over all versions: `public_id` is what passages and exports name."""

    __tablename__ = "question"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"), index=True)
    key: Mapped[str]


class QuestionVersion(Base):
    """A question as one version asks it. Localized fields: `label`, `hint`, `option.<key>`, `min_label`, `max_label`.

    `settings`: `max_words` (texts), `options` (keys, choices), `min` and `max` (scale).
    """

    __tablename__ = "question_version"
    __table_args__ = (UniqueConstraint("version_id", "question_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"))
    section_id: Mapped[int] = mapped_column(ForeignKey("section.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    position: Mapped[int]
    type: Mapped[str]
    required: Mapped[bool]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"question:{self.id}"
