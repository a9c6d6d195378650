"""What the desk's editors read: everything with all its texts, and what tells that it was changed meanwhile."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consult.consultations.editing.models import TrialResponse
from consult.consultations.models import (
    Question,
    Questionnaire,
    QuestionnaireVersion,
    QuestionVersion,
    Section,
)
from consult.core.localized import LocalizedText, older_texts

NEW = "new"
SECTION_TEXTS = ("title", "text", "repeat_label")

Item = dict[str, Any]
Texts = dict[str, dict[str, str]]


def mark_of(item: Mapping[str, Any] | None) -> str:
    """What tells an editor's form that the item was changed meanwhile; that of an item to be made is `new`."""
    if item is None:
        return NEW
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()[:32]


@dataclass(slots=True)
class Part:
    """A section's row with those of its questions, in order: (question version, question)."""

    row: Section
    questions: list[tuple[QuestionVersion, Question]] = field(default_factory=list)


def newest_version(db: Session, proceeding_id: int) -> QuestionnaireVersion | None:
    """The working version, or the newest published one where nothing was changed since."""
    return db.scalar(
        select(QuestionnaireVersion)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.proceeding_id == proceeding_id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )


def published_version(db: Session, proceeding_id: int) -> QuestionnaireVersion | None:
    """The version that is asked now."""
    return db.scalar(
        select(QuestionnaireVersion)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.proceeding_id == proceeding_id, QuestionnaireVersion.published_at.is_not(None))
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )


def parts_of(db: Session, version_id: int) -> list[Part]:
    """The sections of a version with their questions, without any text: two queries."""
    rows = db.scalars(select(Section).where(Section.version_id == version_id).order_by(Section.position, Section.id))
    found = {row.id: Part(row) for row in rows}
    query = (
        select(QuestionVersion, Question)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.version_id == version_id)
        .order_by(QuestionVersion.position, QuestionVersion.id)
    )
    for one, question in db.execute(query):
        found[one.section_id].questions.append((one, question))
    return list(found.values())


def written_version(
    db: Session, version_id: int, *, briefly: Sequence[str] | None = None, key: str | None = None
) -> list[Item]:
    """A version with all its texts, in the shape that `save_questionnaire` takes: three queries.

    `briefly` names the languages that are enough for a page about something else; the section or question of `key` has all.
    """
    parts = parts_of(db, version_id)
    owners = [part.row.owner for part in parts] + [one.owner for part in parts for one, _question in part.questions]
    texts = texts_of(db, owners, briefly)
    if briefly is not None and key is not None:
        whole = [part.row.owner for part in parts if part.row.key == key]
        whole += [one.owner for part in parts for one, question in part.questions if question.key == key]
        texts.update(texts_of(db, whole))
    return [
        section_item(part.row, texts[part.row.owner])
        | {"questions": [question_item(one, question.key, texts[one.owner]) for one, question in part.questions]}
        for part in parts
    ]


def owners_of(db: Session, version_id: int) -> dict[str, str]:
    """Under which owner the texts of each section and question stand, by key."""
    parts = parts_of(db, version_id)
    found = {part.row.key: part.row.owner for part in parts}
    return found | {question.key: one.owner for part in parts for one, question in part.questions}


def older_in(db: Session, version_id: int) -> dict[str, list[str]]:
    """The languages in which a translation is older than its original, by key of the section or question, in order."""
    keys = {owner: key for key, owner in owners_of(db, version_id).items()}
    found: dict[str, set[str]] = {}
    for owner, _field, language in older_texts(db, keys):
        found.setdefault(keys[owner], set()).add(language)
    return {key: sorted(languages) for key, languages in found.items()}


def section_item(row: Section, texts: Texts) -> Item:
    """A section without its questions."""
    repeats = {"repeats_min": row.repeats_min, "repeats_max": row.repeats_max}
    return {"key": row.key, **repeats, "show_if": row.show_if, **{name: texts.get(name, {}) for name in SECTION_TEXTS}}


def question_item(row: QuestionVersion, key: str, texts: Texts) -> Item:
    """A question with all its texts."""
    return {
        "key": key,
        "type": row.type,
        "required": row.required,
        "settings": row.settings,
        "show_if": row.show_if,
        "texts": texts,
    }


_TEXTS = select(LocalizedText.owner, LocalizedText.field, LocalizedText.language, LocalizedText.text).where(
    LocalizedText.owner.in_(bindparam("owners", expanding=True))
)
_SOME_TEXTS = _TEXTS.where(LocalizedText.language.in_(bindparam("languages", expanding=True)))


def texts_of(db: Session, owners: Iterable[str], languages: Sequence[str] | None = None) -> defaultdict[str, Texts]:
    """Owner → field → language → text, in all languages or in some."""
    found: defaultdict[str, Texts] = defaultdict(dict)
    values = {"owners": list(owners)} | ({"languages": list(languages)} if languages is not None else {})
    for row in db.connection().execute(_TEXTS if languages is None else _SOME_TEXTS, values):
        found[row.owner].setdefault(row.field, {})[row.language] = row.text
    return found


def published_keys(db: Session, proceeding_id: int) -> dict[str, str]:
    """The questions that some published version asks: name → type. Their names and types stay for ever."""
    query = (
        select(Question.key, QuestionVersion.type)
        .join(QuestionVersion, QuestionVersion.question_id == Question.id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == QuestionVersion.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.proceeding_id == proceeding_id, QuestionnaireVersion.published_at.is_not(None))
        .order_by(QuestionnaireVersion.number)
    )
    return {row.key: row.type for row in db.execute(query)}


def published_lists(db: Session, proceeding_id: int, key: str) -> set[str]:
    """The names of choices (`option.a`) and rows (`row.b`) under which a question was ever asked: they stay, too."""
    query = (
        select(QuestionVersion.settings)
        .join(Question, Question.id == QuestionVersion.question_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == QuestionVersion.version_id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(
            Questionnaire.proceeding_id == proceeding_id,
            Question.key == key,
            QuestionnaireVersion.published_at.is_not(None),
        )
    )
    found: set[str] = set()
    for settings in db.scalars(query):
        found |= {f"option.{one}" for one in settings.get("options", ())}
        found |= {f"row.{one}" for one in settings.get("rows", ())}
    return found


def trials_of(db: Session, proceeding_id: int) -> list[TrialResponse]:
    """The test responses of a consultation, the newest first."""
    query = select(TrialResponse).where(TrialResponse.proceeding_id == proceeding_id)
    return list(db.scalars(query.order_by(TrialResponse.id.desc())))
