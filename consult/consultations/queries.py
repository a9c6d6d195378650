"""Reading the text and the questionnaire of a consultation in a reader's language."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consult.consultations.asked import Asked, AskedQuestion, AskedSection
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

__all__ = [
    "Asked", "AskedQuestion", "AskedSection", "ReadParagraph",
    "answered_version", "asked", "is_published", "paragraph_numbers", "paragraphs",
]  # fmt: skip
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


_NEWEST_FIRST = QuestionnaireVersion.number.desc()
_VERSIONS = (
    select(QuestionnaireVersion)
    .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
    .where(Questionnaire.proceeding_id == bindparam("proceeding_id"))
    .order_by(_NEWEST_FIRST)
)


def asked(
    db: Session, proceeding: Proceeding, language: str, public_id: str | None = None, *, working: bool = False
) -> Asked | None:
    """The newest published version, or the published one of the public id; None where there is none or it is empty.

    `working=True` gives the version that is being edited, where there is one: for who may edit alone.
    """
    versions = db.scalars(_VERSIONS, {"proceeding_id": proceeding.id}).all()
    published = [one for one in versions if one.published_at is not None]
    offered = versions if working else published
    version = next((one for one in offered if public_id in (None, one.public_id)), None)
    if version is None:
        return None
    sections = _kept_sections(db, version, language)
    if not any(section.questions for section in sections):
        return None
    return Asked(
        version.id,
        version.public_id,
        version.answered_at,
        bool(published) and version is published[0],
        sections,
        language,
        version.number,
        version.paging,
        version.published_at,
    )


def is_published(db: Session, proceeding_id: int) -> bool:
    """Whether any version of the questionnaire is published: whether anything is asked."""
    query = (
        select(QuestionnaireVersion.id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.proceeding_id == proceeding_id, QuestionnaireVersion.published_at.is_not(None))
    )
    return db.scalar(query.limit(1)) is not None


MOST_KEPT = 60
_kept: OrderedDict[tuple[int, str, str], list[AskedSection]] = OrderedDict()


def _kept_sections(db: Session, version: QuestionnaireVersion, language: str) -> list[AskedSection]:
    """The sections of a version; those of published ones, which never change, are read once in a process."""
    if version.published_at is None:
        return _sections(db, version.id, language)
    key = (version.id, version.public_id, language)
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = _sections(db, version.id, language)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
    return found


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
    found = {part.id: _asked_section(part, texts) for part in parts}
    for row in rows:
        question = row.QuestionVersion
        found[question.section_id].questions.append(_asked_question(question, row.public_id, row.key, texts))
    return list(found.values())


Texts = dict[tuple[str, str], Words]


def _asked_section(row: Section, texts: Texts) -> AskedSection:
    def words(name: str) -> Words | None:
        return texts.get((row.owner, name))

    return AskedSection(
        words("title"),
        key=row.key,
        text=words("text"),
        repeat_label=words("repeat_label"),
        repeats_min=row.repeats_min,
        repeats_max=row.repeats_max,
        show_if=row.show_if,
    )


def _asked_question(row: QuestionVersion, public_id: str, key: str, texts: Texts) -> AskedQuestion:
    def words(name: str) -> Words | None:
        return texts.get((row.owner, name))

    def named(kind: str, keys: Sequence[str]) -> dict[str, Words]:
        return {one: words(f"{kind}.{one}") or Words(one, "") for one in keys}

    given = {name: words(name) for name in ("hint", "help", "text", "unit", "min_label", "max_label")}
    return AskedQuestion(
        public_id,
        key,
        row.type,
        row.required,
        row.settings,
        words("label") or Words(key, ""),
        options=named("option", row.settings.get("options", ())),
        rows=named("row", row.settings.get("rows", ())),
        show_if=row.show_if,
        **given,
    )


def answered_version(db: Session, reference: str, number: int) -> str | None:
    """The public id of the questionnaire version that a version of a response answers."""
    return db.scalar(
        select(Version.questionnaire)
        .join(Contribution, Contribution.id == Version.contribution_id)
        .where(Contribution.reference == reference, Version.number == number)
    )
