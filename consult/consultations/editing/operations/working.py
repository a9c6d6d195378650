"""The working version: what the desk changes, made from the version that is asked at the first change after it."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.consultations.editing.queries import Part, mark_of, newest_version, parts_of, texts_of
from consult.consultations.models import Question, Questionnaire, QuestionnaireVersion, QuestionVersion, Section
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import LocalizedText, carry_older, set_all_texts
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import record
from consult.proceedings.queries import locked_proceeding

TEXT_LENGTH = 20_000


def locked_consultation(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    """The consultation to be edited, locked. Raises NotFound for whoever may not edit it."""
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:edit", proceeding)
    if proceeding.kind != "consultation":
        raise NotFound
    return proceeding


def note(db: Session, proceeding: Proceeding) -> None:
    """Write into the desk's stream that something was edited: readers see it only once it is published."""
    record(db, proceeding, "edited", at_desk_only=True)


def working_version(db: Session, proceeding: Proceeding) -> QuestionnaireVersion:
    """The version to change: the one that is not published, or a new one like the one that is asked, or an empty one."""
    newest = newest_version(db, proceeding.id)
    if newest is not None and newest.published_at is None:
        return newest
    questionnaire_id = newest.questionnaire_id if newest else _questionnaire(db, proceeding.id)
    version = QuestionnaireVersion(
        questionnaire_id=questionnaire_id,
        number=newest.number + 1 if newest else 1,
        made_at=now(),
        paging=newest.paging if newest else "section",
    )
    db.add(version)
    db.flush()
    if newest is not None:
        _copy_version(db, newest.id, version.id, proceeding.language)
    return version


def _questionnaire(db: Session, proceeding_id: int) -> int:
    found = db.scalar(select(Questionnaire.id).where(Questionnaire.proceeding_id == proceeding_id))
    if found is not None:
        return found
    row = Questionnaire(proceeding_id=proceeding_id)
    db.add(row)
    db.flush()
    return row.id


def _copy_version(db: Session, source: int, target: int, original: str) -> None:
    parts = parts_of(db, source)
    owners: dict[str, Section | QuestionVersion] = {}
    for part in parts:
        section = copied_section(part.row, target, part.row.key, part.row.position)
        db.add(section)
        db.flush()
        owners[part.row.owner] = section
        for one, question in part.questions:
            owners[one.owner] = copied_question(one, section, question.id, one.position)
            db.add(owners[one.owner])
    db.flush()
    texts = texts_of(db, owners)
    set_all_texts(db, {row.owner: texts[owner] for owner, row in owners.items()}, original)
    carry_older(db, {owner: row.owner for owner, row in owners.items()})


def copied_section(row: Section, version_id: int, key: str, position: int) -> Section:
    """A section like another one."""
    return Section(
        version_id=version_id,
        key=key,
        position=position,
        repeats_min=row.repeats_min,
        repeats_max=row.repeats_max,
        show_if=row.show_if,
    )


def copied_question(row: QuestionVersion, section: Section, question_id: int, position: int) -> QuestionVersion:
    """A question like another one."""
    return QuestionVersion(
        version_id=section.version_id,
        section_id=section.id,
        question_id=question_id,
        position=position,
        type=row.type,
        required=row.required,
        settings=dict(row.settings),
        show_if=row.show_if,
    )


def new_question(db: Session, version: QuestionnaireVersion, key: str) -> Question:
    """The identity of a question that was never asked here before."""
    question = Question(questionnaire_id=version.questionnaire_id, key=key)
    db.add(question)
    db.flush()
    return question


def keys_in_use(db: Session, version: QuestionnaireVersion, parts: list[Part]) -> set[str]:
    """Every name that is or was that of a question here, and those of the sections."""
    query = select(Question.key).where(Question.questionnaire_id == version.questionnaire_id)
    return {*db.scalars(query), *(part.row.key for part in parts)}


def renumber(parts: list[Part]) -> None:
    """Give everything its place in the order of the list."""
    for position, part in enumerate(parts, start=1):
        part.row.position = position
        for place, (one, _question) in enumerate(part.questions, start=1):
            one.section_id, one.position = part.row.id, place


def drop_question(db: Session, one: QuestionVersion, question: Question) -> None:
    """Take a question out of the working version; one that was never published is forgotten with its name."""
    drop_texts(db, [one.owner])
    db.delete(one)
    db.flush()
    if db.scalar(select(QuestionVersion.id).where(QuestionVersion.question_id == question.id).limit(1)) is None:
        db.delete(question)
        db.flush()


def drop_texts(db: Session, owners: list[str]) -> None:
    """Take away all texts of some owners."""
    db.execute(delete(LocalizedText).where(LocalizedText.owner.in_(owners)))


def check_seen(old: Mapping[str, Any] | None, seen: str) -> None:
    """Raises Conflict when an item is not as its editor read it."""
    if mark_of(old) != seen:
        raise Conflict("changed_meanwhile")


def cleaned(texts: Mapping[str, str], name: str) -> dict[str, str]:
    """The texts of one field by language, without the empty ones. Raises Invalid, its field `name_language`."""
    found = {}
    for language, raw in texts.items():
        text = clean_text(raw, f"{name}_{language}")
        if len(text) > TEXT_LENGTH:
            raise Invalid(f"{name}_{language}", "too_long", length=len(text), limit=TEXT_LENGTH)
        if text:
            found[language] = text
    return found
