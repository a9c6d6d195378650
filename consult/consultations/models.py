"""Paragraphs of a draft text; questionnaires with versions, sections and questions."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id

QUESTION_TYPES = (
    "section_text", "short_text", "long_text", "single_choice", "multiple_choice", "scale", "rating", "ranking",
    "matrix_single", "matrix_multiple", "number", "date", "country", "region", "language", "file", "consent", "budget",
)  # fmt: skip
PAGINGS = ("section", "question", "all")


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
    """One version, immutable once it is published; a change of a published one makes the next.

    The one without `published_at` is the working version that the secretariat edits; there is one at most, and it is
    the newest. The newest published one is what respondents answer. `paging` says what stands on one page.
    """

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    number: Mapped[int]
    made_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    paging: Mapped[str] = mapped_column(default="section")

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts; its field `note` tells the public what is new in it."""
        return f"questionnaire_version:{self.id}"


class Section(Base):
    """A part of a version; sections form a tree. Localized fields: `title`, `text`, `repeat_label`.

    Where `repeats_max` is more than 1 it is a repeating group, whose instances stand under `key` among the answers.
    """

    __tablename__ = "section"
    __table_args__ = (UniqueConstraint("version_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_version.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("section.id"))
    key: Mapped[str]
    position: Mapped[int]
    repeats_min: Mapped[int] = mapped_column(default=1)
    repeats_max: Mapped[int] = mapped_column(default=1)
    show_if: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

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
    """A question as one version asks it; `show_if` is the rule of answers/rules.py by which it is shown, or None.

    Localized fields: `label`, `hint`, `help`, `text`, `unit`, `option.<key>`, `row.<key>`, `min_label`, `max_label`.
    `settings` by type stands in shape/settings.py.
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
    show_if: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    @property
    def owner(self) -> str:
        """Its name in the table of localized texts."""
        return f"question:{self.id}"
