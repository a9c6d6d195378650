"""The parts of a proceeding that a package brings back: texts, paragraphs, questionnaire."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.consultations.models import (
    Paragraph,
    Question,
    Questionnaire,
    QuestionnaireVersion,
    QuestionVersion,
    Section,
)
from consult.core.localized import LocalizedText


def moment(raw: str | None) -> datetime | None:
    """An instant of a package."""
    return None if raw is None else datetime.fromisoformat(raw)


def add_texts(db: Session, owner: str, texts: list[dict[str, str]]) -> None:
    """The texts of one owner in every language."""
    if texts:
        db.execute(insert(LocalizedText), [{"owner": owner, **text} for text in texts])


def add_paragraphs(db: Session, proceeding_id: int, paragraphs: list[dict[str, Any]]) -> None:
    """The paragraphs of the text under discussion."""
    for one in paragraphs:
        row = Paragraph(proceeding_id=proceeding_id, public_id=one["public_id"], number=one["number"])
        db.add(row)
        db.flush()
        add_texts(db, row.owner, one["texts"])


def add_questionnaire(db: Session, proceeding_id: int, document: dict[str, Any]) -> None:
    """A questionnaire with all its versions."""
    questionnaire = Questionnaire(proceeding_id=proceeding_id)
    db.add(questionnaire)
    db.flush()
    questions = {}
    for one in document["questions"]:
        question = Question(questionnaire_id=questionnaire.id, public_id=one["public_id"], key=one["key"])
        db.add(question)
        db.flush()
        questions[one["public_id"]] = question.id
    for version in document["versions"]:
        _add_version(db, questionnaire.id, version, questions)


def _add_version(db: Session, questionnaire_id: int, document: dict[str, Any], questions: dict[str, int]) -> None:
    version = QuestionnaireVersion(
        questionnaire_id=questionnaire_id,
        public_id=document["public_id"],
        number=document["number"],
        made_at=moment(document["made_at"]),
        published_at=moment(document["published_at"]),
        answered_at=moment(document["answered_at"]),
        paging=document["paging"],
    )
    db.add(version)
    db.flush()
    add_texts(db, version.owner, document["texts"])
    sections = []
    for one in document["sections"]:
        row = {name: one[name] for name in ("key", "position", "repeats_min", "repeats_max", "show_if")}
        section = Section(version_id=version.id, **row)
        db.add(section)
        db.flush()
        add_texts(db, section.owner, one["texts"])
        sections.append(section)
    for section, one in zip(sections, document["sections"], strict=True):
        section.parent_id = None if one["parent"] is None else sections[one["parent"]].id
    for one in document["asked"]:
        row = {name: one[name] for name in ("position", "type", "required", "settings", "show_if")}
        asked = QuestionVersion(
            version_id=version.id,
            section_id=sections[one["section"]].id,
            question_id=questions[one["question"]],
            **row,
        )
        db.add(asked)
        db.flush()
        add_texts(db, asked.owner, one["texts"])
