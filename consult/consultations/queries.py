"""Reading the text and the questionnaire of a consultation in a reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consult.consultations.models import (
    Paragraph,
    Question,
    Questionnaire,
    QuestionnaireVersion,
    QuestionVersion,
    Section,
)
from consult.contributions.models import Contribution, Version
from consult.core.localized import Words, texts_for
from consult.proceedings.models import Proceeding

NOTHING = Words("", "")


class ReadParagraph(NamedTuple):
    """A paragraph with its words; `public_id` is the target of comments on it."""

    number: int
    public_id: str
    heading: Words | None
    text: Words


def paragraphs(db: Session, proceeding: Proceeding, language: str, number: int | None = None) -> list[ReadParagraph]:
    """The paragraphs in order, or one of them, each in the language asked for or else the original one."""
    query = select(Paragraph).where(Paragraph.proceeding_id == proceeding.id).order_by(Paragraph.number)
    rows = db.scalars(query if number is None else query.where(Paragraph.number == number)).all()
    texts = texts_for(db, [row.owner for row in rows], [language])
    return [
        ReadParagraph(
            row.number,
            row.public_id,
            texts.get((row.owner, "heading")),
            texts.get((row.owner, "text"), NOTHING),
        )
        for row in rows
    ]


_NUMBERS = select(Paragraph.public_id, Paragraph.number).where(Paragraph.proceeding_id == bindparam("proceeding_id"))


def paragraph_numbers(db: Session, proceeding_id: int) -> dict[str, int]:
    """Target → number of each paragraph."""
    rows = db.connection().execute(_NUMBERS, {"proceeding_id": proceeding_id})
    return {row.public_id: row.number for row in rows}


@dataclass(slots=True)
class AskedQuestion:
    """A question as a version asks it. `options` maps a key to its words, in order."""

    public_id: str
    key: str
    type: str
    required: bool
    settings: dict[str, Any]
    label: Words
    hint: Words | None
    options: dict[str, Words]
    min_label: Words | None
    max_label: Words | None


@dataclass(slots=True)
class AskedSection:
    """A section with its questions."""

    title: Words | None
    questions: list[AskedQuestion] = field(default_factory=list)


@dataclass(slots=True)
class Asked:
    """One version of a questionnaire in a language; `newest` when it is the one to answer now."""

    version_id: int
    public_id: str
    answered_at: datetime | None
    newest: bool
    sections: list[AskedSection]

    def questions(self) -> Iterator[AskedQuestion]:
        """All questions in order."""
        for section in self.sections:
            yield from section.questions


def asked(db: Session, proceeding: Proceeding, language: str, public_id: str | None = None) -> Asked | None:
    """The newest version of the questionnaire, or that of the public id; None where there is none or it is empty."""
    versions = db.scalars(
        select(QuestionnaireVersion)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.proceeding_id == proceeding.id)
        .order_by(QuestionnaireVersion.number.desc())
    ).all()
    version = next((one for one in versions if public_id in (None, one.public_id)), None)
    if version is None:
        return None
    sections = _sections(db, version.id, language)
    if not any(section.questions for section in sections):
        return None
    return Asked(version.id, version.public_id, version.answered_at, version is versions[0], sections)


def _sections(db: Session, version_id: int, language: str) -> list[AskedSection]:
    parts = db.scalars(select(Section).where(Section.version_id == version_id).order_by(Section.position)).all()
    rows = db.execute(
        select(QuestionVersion, Question.public_id, Question.key)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.version_id == version_id)
        .order_by(QuestionVersion.position)
    ).all()
    owners = [part.owner for part in parts] + [row.QuestionVersion.owner for row in rows]
    texts = texts_for(db, owners, [language])
    found = {part.id: AskedSection(texts.get((part.owner, "title"))) for part in parts}
    for row in rows:
        question = row.QuestionVersion
        found[question.section_id].questions.append(_asked_question(question, row.public_id, row.key, texts))
    return list(found.values())


def _asked_question(
    row: QuestionVersion, public_id: str, key: str, texts: dict[tuple[str, str], Words]
) -> AskedQuestion:
    def words(name: str) -> Words | None:
        return texts.get((row.owner, name))

    options = {option: words(f"option.{option}") or Words(option, "") for option in row.settings.get("options", ())}
    return AskedQuestion(
        public_id,
        key,
        row.type,
        row.required,
        row.settings,
        words("label") or Words(key, ""),
        words("hint"),
        options,
        words("min_label"),
        words("max_label"),
    )


def answered_version(db: Session, reference: str, number: int) -> str | None:
    """The public id of the questionnaire version that a version of a response answers."""
    return db.scalar(
        select(Version.questionnaire)
        .join(Contribution, Contribution.id == Version.contribution_id)
        .where(Contribution.reference == reference, Version.number == number)
    )
