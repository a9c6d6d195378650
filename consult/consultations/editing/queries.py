"""What the desk's editors read: everything with all its texts, and what tells that it was changed meanwhile."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import and_, bindparam, or_, select
from sqlalchemy.orm import Session

from consult.consultations.editing.checks import Finding, rule_findings
from consult.consultations.editing.models import BankQuestion, TrialResponse
from consult.consultations.models import (
    Question,
    Questionnaire,
    QuestionnaireVersion,
    QuestionVersion,
    Section,
)
from consult.core.actors import Actor
from consult.core.localized import LocalizedText, Words, texts_for
from consult.policy.access import Where, holds
from consult.proceedings.access import held_in_sql, visible
from consult.proceedings.models import Proceeding

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


def written_version(db: Session, version_id: int) -> list[Item]:
    """A version with all its texts, in the shape that `save_questionnaire` takes: three queries."""
    parts = parts_of(db, version_id)
    owners = [part.row.owner for part in parts] + [one.owner for part in parts for one, _question in part.questions]
    texts = texts_of(db, owners)
    return [
        section_item(part.row, texts[part.row.owner])
        | {"questions": [question_item(one, question.key, texts[one.owner]) for one, question in part.questions]}
        for part in parts
    ]


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


_TEXTS = ("title", "text", "repeat_label")

Item = dict[str, Any]
Texts = dict[str, dict[str, str]]


def mark_of(item: Mapping[str, Any] | None) -> str:
    """What tells an editor's form that the item was changed meanwhile; that of an item to be made is `new`."""
    if item is None:
        return NEW
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()[:32]


def written_paragraphs(db: Session, proceeding_id: int) -> list[Item]:
    """The paragraphs in order with all their texts, in the shape that `save_paragraphs` takes."""
    query = select(Paragraph).where(Paragraph.proceeding_id == proceeding_id).order_by(Paragraph.number)
    rows = db.scalars(query).all()
    texts = texts_of(db, [row.owner for row in rows])
    return [
        {"number": row.number, "heading": texts[row.owner].get("heading"), "text": texts[row.owner].get("text", {})}
        for row in rows
    ]


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


def written_version(db: Session, version_id: int) -> list[Item]:
    """A version with all its texts, in the shape that `save_questionnaire` takes: three queries."""
    parts = parts_of(db, version_id)
    owners = [part.row.owner for part in parts] + [one.owner for part in parts for one, _question in part.questions]
    texts = texts_of(db, owners)
    return [
        section_item(part.row, texts[part.row.owner])
        | {"questions": [question_item(one, question.key, texts[one.owner]) for one, question in part.questions]}
        for part in parts
    ]


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


class Line(NamedTuple):
    """What a list of questions needs of a text: which languages have which fields, and the words of a few."""

    fields: dict[str, set[str]]
    words: Texts


_TEXTS = select(LocalizedText.owner, LocalizedText.field, LocalizedText.language, LocalizedText.text).where(
    LocalizedText.owner.in_(bindparam("owners", expanding=True))
)


def texts_of(db: Session, owners: Iterable[str]) -> defaultdict[str, Texts]:
    """Owner → field → language → text."""
    found: defaultdict[str, Texts] = defaultdict(dict)
    for row in db.connection().execute(_TEXTS, {"owners": list(owners)}):
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


def all_keys(parts: Sequence[Part]) -> set[str]:
    """The names in use: a section and a question never share one, for both stand among the answers."""
    return {part.row.key for part in parts} | {question.key for part in parts for _one, question in part.questions}


def source_version(db: Session, actor: Actor, proceeding: Proceeding) -> QuestionnaireVersion | None:
    """What may be taken over from a consultation: its editors' working version, or the published one."""
    if proceeding.kind != "consultation":
        return None
    may_edit = holds(actor, "proceeding:edit", proceeding.where)
    return newest_version(db, proceeding.id) if may_edit else published_version(db, proceeding.id)


def sources(db: Session, actor: Actor, proceeding: Proceeding) -> list[Proceeding]:
    """The other consultations from whose questionnaire the actor may take, the latest first."""
    published = select(Questionnaire.proceeding_id).join(
        QuestionnaireVersion, QuestionnaireVersion.questionnaire_id == Questionnaire.id
    )
    asked = published.where(QuestionnaireVersion.published_at.is_not(None))
    may_edit = held_in_sql(actor, "proceeding:edit")
    query = select(Proceeding).where(
        visible(actor),
        Proceeding.kind == "consultation",
        Proceeding.id != proceeding.id,
        or_(Proceeding.id.in_(asked), and_(may_edit, Proceeding.id.in_(published))),
    )
    return list(db.scalars(query.order_by(Proceeding.opens_at.desc().nulls_last(), Proceeding.id.desc())))


def bank_of(proceeding: Proceeding) -> Where:
    """Where the bank of a consultation lies: at its body, also for a private room."""
    return Where(proceeding.body_id)


def bank_items(db: Session, body_id: int) -> list[Item]:
    """The questions of a body's bank with all their texts, the newest first."""
    query = select(BankQuestion).where(BankQuestion.body_id == body_id).order_by(BankQuestion.id.desc())
    rows = db.scalars(query).all()
    texts = texts_of(db, [row.owner for row in rows])
    return [
        {
            "public_id": row.public_id,
            "key": row.key,
            "type": row.type,
            "required": row.required,
            "settings": row.settings,
            "texts": texts[row.owner],
            "kept_at": row.kept_at,
        }
        for row in rows
    ]


class QuestionLine(NamedTuple):
    """A question in the list: `missing` are the languages without some of its words, `problem` what its rule suffers."""

    key: str
    words: Words | None
    type: str
    required: bool
    has_rule: bool
    missing: list[str]
    problem: Finding | None


class SectionLine(NamedTuple):
    """A section in the list."""

    key: str
    words: Words | None
    repeats: tuple[int, int] | None
    has_rule: bool
    missing: list[str]
    problem: Finding | None
    questions: list[QuestionLine]


class Outline(NamedTuple):
    """The whole questionnaire as a list; `changed` when something is not published yet."""

    number: int
    paging: str
    changed: bool
    published: QuestionnaireVersion | None
    sections: list[SectionLine]

    @property
    def questions(self) -> int:
        """How many questions there are."""
        return sum(len(part.questions) for part in self.sections)


def outline(db: Session, proceeding: Proceeding, language: str) -> Outline:
    """The list of all sections and questions, by the same number of queries however many there are."""
    version, published = newest_version(db, proceeding.id), published_version(db, proceeding.id)
    parts = parts_of(db, version.id) if version else []
    owners = [part.row.owner for part in parts] + [one.owner for part in parts for one, _question in part.questions]
    words = texts_for(db, owners, [language], ("title", "label"))
    missing = _missing(db, owners, proceeding)
    problems = {(one.section, one.question): one for one in rule_findings([_bare(part) for part in parts])}
    found = []
    for part in parts:
        row = part.row
        repeats = (row.repeats_min, row.repeats_max) if row.repeats_max > 1 else None
        lines = [
            QuestionLine(
                question.key,
                words.get((one.owner, "label")),
                one.type,
                one.required,
                one.show_if is not None,
                missing[one.owner],
                problems.get((row.key, question.key)),
            )
            for one, question in part.questions
        ]
        title, problem = words.get((row.owner, "title")), problems.get((row.key, None))
        found.append(
            SectionLine(row.key, title, repeats, row.show_if is not None, missing[row.owner], problem, lines)
        )
    changed = version is not None and version.published_at is None
    return Outline(version.number if version else 0, version.paging if version else "section", changed, published, found)


def _bare(part: Part) -> Item:
    """A section without any text, for what its rules need."""
    questions = [question_item(one, question.key, {}) for one, question in part.questions]
    return section_item(part.row, {}) | {"questions": questions}


_FIELDS = select(LocalizedText.owner, LocalizedText.field, LocalizedText.language).where(
    LocalizedText.owner.in_(bindparam("owners", expanding=True))
)


def _missing(db: Session, owners: Iterable[str], proceeding: Proceeding) -> defaultdict[str, list[str]]:
    """Owner → the languages that lack a field which the original has."""
    written: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in db.connection().execute(_FIELDS, {"owners": list(owners)}):
        written[row.owner][row.language].add(row.field)
    found: defaultdict[str, list[str]] = defaultdict(list)
    for owner, fields in written.items():
        found[owner] = [code for code in proceeding.languages if fields[proceeding.language] - fields[code]]
    return found


def trials_of(db: Session, proceeding_id: int) -> list[TrialResponse]:
    """The test responses of a consultation, the newest first."""
    query = select(TrialResponse).where(TrialResponse.proceeding_id == proceeding_id)
    return list(db.scalars(query.order_by(TrialResponse.id.desc())))
