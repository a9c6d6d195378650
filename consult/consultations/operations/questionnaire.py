"""Writing the questions of a consultation, and publishing them."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from consult.consultations.models import Question, Questionnaire, QuestionnaireVersion, QuestionVersion, Section
from consult.consultations.queries import is_published
from consult.consultations.shape import check_publishable, check_sections
from consult.consultations.shape.settings import kept_settings
from consult.consultations.written import written_questionnaire
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.core.localized import LocalizedText, set_texts
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import record
from consult.proceedings.queries import locked_proceeding


def save_questionnaire(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    sections: Sequence[Mapping[str, Any]],
    paging: str | None = None,
) -> str:
    """Write the working version; its public id. Nobody is asked before `publish_questionnaire`.

    Each section is `{"key", "title", "text", "repeat_label": {language: text}, "repeats_min", "repeats_max",
    "show_if", "questions": [...]}`, of which title and questions are needed; each question `{"key", "type",
    "required", "settings", "show_if", "texts": {field: {language: text}}}` with the settings of shape/settings.py. A
    key keeps its question's id over all versions. `paging` None keeps what it was. Raises Invalid, with `question` or
    `section` in its facts, for what nobody could answer.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:edit", proceeding)
    paging = paging or written_questionnaire(db, proceeding.id).paging
    check_sections(sections, paging)
    version = _version_to_write(db, _questionnaire(db, proceeding).id)
    version.paging = paging
    ids = _question_ids(db, version.questionnaire_id, [one["key"] for part in sections for one in part["questions"]])
    for position, (key, part) in enumerate(zip(_section_keys(sections), sections, strict=True), start=1):
        section = _add_section(db, proceeding, version, key, position, part)
        for place, one in enumerate(part["questions"], start=1):
            _add_question(db, proceeding, section, ids[one["key"]], place, one)
    return version.public_id


def publish_questionnaire(db: Session, actor: Actor, *, proceeding_id: int) -> str:
    """Ask the working version from now on; its public id. Earlier versions keep their answers.

    Raises Conflict when nothing was changed since the last one, Invalid for what cannot be asked: no questions, or a
    rule on a question that is not there or comes later.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:edit", proceeding)
    if proceeding.kind != "consultation":
        raise NotFound
    public_id = _publish(db, proceeding)
    record(db, proceeding, "edited", at_desk_only=proceeding.state == "draft")
    return public_id


def publish_first(db: Session, proceeding: Proceeding) -> None:
    """What announcing and opening bring with them: questions that were written and never asked are asked from then on.

    Raises Invalid as `publish_questionnaire` does, so that nothing opens with questions that cannot be asked.
    """
    if proceeding.kind == "consultation" and not is_published(db, proceeding.id):
        written = written_questionnaire(db, proceeding.id)
        if any(part["questions"] for part in written.sections):
            _publish(db, proceeding)


def _publish(db: Session, proceeding: Proceeding) -> str:
    version = db.scalar(
        select(QuestionnaireVersion)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.proceeding_id == proceeding.id, QuestionnaireVersion.published_at.is_(None))
        .with_for_update(of=QuestionnaireVersion)
    )
    if version is None:
        raise Conflict("nothing_to_publish")
    working, before = written_questionnaire(db, proceeding.id), written_questionnaire(db, proceeding.id, published=True)
    if (working.paging, working.sections) == (before.paging, before.sections):
        raise Conflict("nothing_to_publish")
    check_publishable(working.sections)
    version.published_at = now()
    db.flush()
    return version.public_id


def _questionnaire(db: Session, proceeding: Proceeding) -> Questionnaire:
    found = db.scalar(select(Questionnaire).where(Questionnaire.proceeding_id == proceeding.id))
    if found is None:
        found = Questionnaire(proceeding_id=proceeding.id)
        db.add(found)
        db.flush()
    return found


def _version_to_write(db: Session, questionnaire_id: int) -> QuestionnaireVersion:
    newest = db.scalar(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
        .with_for_update()
    )
    if newest is not None and newest.published_at is None:
        _empty(db, newest)
        return newest
    number = 1 if newest is None else newest.number + 1
    version = QuestionnaireVersion(questionnaire_id=questionnaire_id, number=number, made_at=now())
    db.add(version)
    db.flush()
    return version


def _empty(db: Session, version: QuestionnaireVersion) -> None:
    questions = db.scalars(select(QuestionVersion).where(QuestionVersion.version_id == version.id)).all()
    sections = db.scalars(select(Section).where(Section.version_id == version.id)).all()
    owners = [one.owner for one in questions] + [one.owner for one in sections]
    db.execute(delete(LocalizedText).where(LocalizedText.owner.in_(owners)))
    db.execute(delete(QuestionVersion).where(QuestionVersion.version_id == version.id))
    db.execute(delete(Section).where(Section.version_id == version.id))
    db.expire_all()


def _question_ids(db: Session, questionnaire_id: int, keys: Sequence[str]) -> dict[str, int]:
    known = select(Question.key, Question.id).where(Question.questionnaire_id == questionnaire_id)
    ids = {row.key: row.id for row in db.execute(known)}
    for key in keys:
        if key not in ids:
            question = Question(questionnaire_id=questionnaire_id, key=key)
            db.add(question)
            db.flush()
            ids[key] = question.id
    return ids


def _section_keys(sections: Sequence[Mapping[str, Any]]) -> list[str]:
    """The key of each section; those without one get the next free `part_<number>`."""
    taken = {one["key"] for part in sections for one in part["questions"]} | {part.get("key") for part in sections}
    free = (f"part_{number}" for number in range(1, len(taken) + len(sections) + 2))
    unused = (key for key in free if key not in taken)
    return [part.get("key") or next(unused) for part in sections]


def _add_section(
    db: Session, proceeding: Proceeding, version: QuestionnaireVersion, key: str, position: int, part: Mapping[str, Any]
) -> Section:
    section = Section(
        version_id=version.id,
        key=key,
        position=position,
        repeats_min=part.get("repeats_min", 1),
        repeats_max=part.get("repeats_max", 1),
        show_if=part.get("show_if"),
    )
    db.add(section)
    db.flush()
    for field in ("title", "text", "repeat_label"):
        set_texts(db, section.owner, field, part.get(field) or {}, proceeding.language)
    return section


def _add_question(
    db: Session, proceeding: Proceeding, section: Section, question_id: int, place: int, one: Mapping[str, Any]
) -> None:
    values = {
        "version_id": section.version_id,
        "section_id": section.id,
        "question_id": question_id,
        "position": place,
        "type": one["type"],
        "required": bool(one["required"]),
        "settings": kept_settings(one["type"], one.get("settings") or {}),
        "show_if": one.get("show_if"),
    }
    made = db.execute(insert(QuestionVersion).values(values).returning(QuestionVersion.id)).scalar_one()
    for field, texts in one["texts"].items():
        set_texts(db, f"question:{made}", field, texts, proceeding.language)
