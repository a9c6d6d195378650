"""The text and the questionnaire with all their languages, in the shape that the operations take."""

from collections import defaultdict
from typing import Any, NamedTuple

from sqlalchemy import select
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

Item = dict[str, Any]
Texts = dict[str, dict[str, str]]


def written_paragraphs(db: Session, proceeding_id: int) -> list[Item]:
    """The paragraphs in order with all their texts, in the shape that `save_paragraphs` takes."""
    query = select(Paragraph).where(Paragraph.proceeding_id == proceeding_id).order_by(Paragraph.number)
    rows = db.scalars(query).all()
    texts = _texts(db, [row.owner for row in rows])
    return [
        {"number": row.number, "heading": texts[row.owner].get("heading"), "text": texts[row.owner].get("text", {})}
        for row in rows
    ]


class Written(NamedTuple):
    """A version of a questionnaire in the shape that `save_questionnaire` takes; `number` 0 where there is none."""

    number: int
    is_published: bool
    paging: str
    sections: list[Item]


def written_sections(db: Session, proceeding_id: int) -> list[Item]:
    """The sections of the working version, or of the newest published one where nothing is being changed."""
    return written_questionnaire(db, proceeding_id).sections


def written_questionnaire(
    db: Session, proceeding_id: int, *, published: bool = False, number: int | None = None
) -> Written:
    """The newest version, or the newest published one, or that of a number."""
    query = (
        select(QuestionnaireVersion)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.proceeding_id == proceeding_id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )
    if published:
        query = query.where(QuestionnaireVersion.published_at.is_not(None))
    if number is not None:
        query = query.where(QuestionnaireVersion.number == number)
    version = db.scalar(query)
    if version is None:
        return Written(0, False, "section", [])
    return Written(version.number, version.published_at is not None, version.paging, _sections(db, version.id))


def published_sections(db: Session, proceeding_id: int) -> list[list[Item]]:
    """The sections of every version that was asked, the first one first; questions with their `public_id`, too."""
    query = (
        select(QuestionnaireVersion.id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.proceeding_id == proceeding_id, QuestionnaireVersion.published_at.is_not(None))
        .order_by(QuestionnaireVersion.number)
    )
    names = {
        row.key: row.public_id
        for row in db.execute(
            select(Question.key, Question.public_id)
            .join(Questionnaire, Questionnaire.id == Question.questionnaire_id)
            .where(Questionnaire.proceeding_id == proceeding_id)
        )
    }
    found = [_sections(db, version_id) for version_id in db.scalars(query).all()]
    for one in (one for sections in found for part in sections for one in part["questions"]):
        one["public_id"] = names[one["key"]]
    return found


def _sections(db: Session, version_id: int) -> list[Item]:
    parts = db.scalars(select(Section).where(Section.version_id == version_id).order_by(Section.position)).all()
    rows = db.execute(
        select(QuestionVersion, Question.key)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.version_id == version_id)
        .order_by(QuestionVersion.position)
    ).all()
    texts = _texts(db, [part.owner for part in parts] + [row.QuestionVersion.owner for row in rows])
    found = {part.id: _section(part, texts[part.owner]) for part in parts}
    for one, key in rows:
        found[one.section_id]["questions"].append(
            {
                "key": key,
                "type": one.type,
                "required": one.required,
                "settings": one.settings,
                "show_if": one.show_if,
                "texts": texts[one.owner],
            }
        )
    return list(found.values())


def _section(part: Section, texts: Texts) -> Item:
    return {
        "key": part.key,
        **{name: texts.get(name, {}) for name in ("title", "text", "repeat_label")},
        "repeats_min": part.repeats_min,
        "repeats_max": part.repeats_max,
        "show_if": part.show_if,
        "questions": [],
    }


def _texts(db: Session, owners: list[str]) -> defaultdict[str, Texts]:
    found: defaultdict[str, Texts] = defaultdict(dict)
    for row in db.scalars(select(LocalizedText).where(LocalizedText.owner.in_(owners))):
        found[row.owner].setdefault(row.field, {})[row.language] = row.text
    return found
