"""Writing the text and the questions of a consultation, and answering them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from consult.consultations.answers import Raw, passages_of
from consult.consultations.models import (
    Paragraph,
    Question,
    Questionnaire,
    QuestionnaireVersion,
    QuestionVersion,
    Section,
)
from consult.consultations.queries import answered_version, asked
from consult.consultations.shape import check_paragraphs, check_sections
from consult.contributions.models import Contribution
from consult.contributions.operations.own import correct_contribution, locked_own
from consult.contributions.operations.submit import Filed, NewContribution, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import LocalizedText, set_texts
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding


def save_paragraphs(
    db: Session, actor: Actor, *, proceeding_id: int, paragraphs: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Replace the text under discussion; the public ids in order. A number that stays keeps its id and its comments.

    Each paragraph is `{"number": int, "heading": {language: text} or None, "text": {language: text}}`. Raises Invalid
    for a missing text, a repeated number, or a paragraph taken away that has been commented on.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:edit", proceeding)
    check_paragraphs(paragraphs)
    kept = {one.number: one for one in db.scalars(select(Paragraph).where(Paragraph.proceeding_id == proceeding.id))}
    wanted = {int(one["number"]) for one in paragraphs}
    _drop_paragraphs(db, proceeding, [row for number, row in kept.items() if number not in wanted])
    for number in wanted - kept.keys():
        kept[number] = Paragraph(proceeding_id=proceeding.id, number=number)
        db.add(kept[number])
    db.flush()
    for one in paragraphs:
        row = kept[int(one["number"])]
        set_texts(db, row.owner, "heading", one.get("heading") or {}, proceeding.language)
        set_texts(db, row.owner, "text", one["text"], proceeding.language)
    return [kept[number].public_id for number in sorted(wanted)]


def _drop_paragraphs(db: Session, proceeding: Proceeding, rows: Sequence[Paragraph]) -> None:
    if not rows:
        return
    commented = select(func.count()).where(
        Contribution.proceeding_id == proceeding.id, Contribution.target.in_([row.public_id for row in rows])
    )
    if db.scalar(commented):
        raise Invalid("paragraphs", "paragraph_has_comments")
    db.execute(delete(LocalizedText).where(LocalizedText.owner.in_([row.owner for row in rows])))
    for row in rows:
        db.delete(row)
    db.flush()


def save_questionnaire(db: Session, actor: Actor, *, proceeding_id: int, sections: Sequence[Mapping[str, Any]]) -> str:
    """Write the questionnaire; the public id of its version. An answered version stays, and the next one is made.

    Each section is `{"title": {language: text}, "questions": [...]}`, each question `{"key", "type", "required",
    "settings": {max_words, options, min, max}, "texts": {field: {language: text}}}`; a key keeps its question's id over
    all versions. Raises Invalid, with `question` in its facts, for a question that nobody could answer.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:edit", proceeding)
    check_sections(sections)
    questionnaire = db.scalar(select(Questionnaire).where(Questionnaire.proceeding_id == proceeding.id))
    if questionnaire is None:
        questionnaire = Questionnaire(proceeding_id=proceeding.id)
        db.add(questionnaire)
        db.flush()
    version = _version_to_write(db, questionnaire.id)
    ids = _question_ids(db, questionnaire.id, [one["key"] for part in sections for one in part["questions"]])
    for position, part in enumerate(sections, start=1):
        section = Section(version_id=version.id, position=position)
        db.add(section)
        db.flush()
        set_texts(db, section.owner, "title", part["title"], proceeding.language)
        for place, one in enumerate(part["questions"], start=1):
            _add_question(db, proceeding, section, ids[one["key"]], place, one)
    return version.public_id


def _version_to_write(db: Session, questionnaire_id: int) -> QuestionnaireVersion:
    newest = db.scalar(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
        .with_for_update()
    )
    if newest is not None and newest.answered_at is None:
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
        "settings": dict(one.get("settings") or {}),
    }
    made = db.execute(insert(QuestionVersion).values(values).returning(QuestionVersion.id)).scalar_one()
    for field, texts in one["texts"].items():
        set_texts(db, f"question:{made}", field, texts, proceeding.language)


def submit_response(
    db: Session, actor: Actor, *, proceeding_id: int, new: NewContribution, answers: Mapping[str, Raw]
) -> Filed:
    """File the answers (public id of the question → answer) to the version that `new.questionnaire` names.

    Raises what `submit_contribution` raises, Invalid with the question as field for an answer that it does not take,
    and Conflict when the questions have changed since.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    version = asked(db, proceeding, new.language, new.questionnaire) if new.questionnaire else None
    if version is None:
        raise Conflict("questions_changed")
    sent = replace(new, kind="response", passages=passages_of(version, answers), target=None, reply_to=None)
    filed = submit_contribution(db, actor, proceeding_id=proceeding.id, new=sent)
    if not filed.dup:
        if not version.newest:
            raise Conflict("questions_changed")
        answered = update(QuestionnaireVersion).where(QuestionnaireVersion.id == version.version_id)
        db.execute(answered.where(QuestionnaireVersion.answered_at.is_(None)).values(answered_at=now()))
    return filed


def correct_response(db: Session, actor: Actor, *, reference: str, seen: int, answers: Mapping[str, Raw]) -> str:
    """Send the answers again, to the version that was answered first. Gives the state, raises as a correction does."""
    proceeding, row = locked_own(db, actor, reference)
    public_id = answered_version(db, reference, row.latest)
    version = asked(db, proceeding, row.language, public_id) if public_id else None
    if version is None:
        raise NotFound
    passages = passages_of(version, answers)
    return correct_contribution(db, actor, reference=reference, seen=seen, passages=passages)
