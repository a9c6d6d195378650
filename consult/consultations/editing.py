"""Changing one paragraph, section or question at a time, against what the editor had before them."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

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
from consult.consultations.operations import save_paragraphs, save_questionnaire
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import LocalizedText
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import record
from consult.proceedings.queries import locked_proceeding

TEXT_LENGTH = 20_000
NEW = "new"

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
    texts = _texts(db, [row.owner for row in rows])
    return [
        {"number": row.number, "heading": texts[row.owner].get("heading"), "text": texts[row.owner].get("text", {})}
        for row in rows
    ]


def written_sections(db: Session, proceeding_id: int) -> list[Item]:
    """The newest questionnaire with all its texts, in the shape that `save_questionnaire` takes."""
    version_id = db.scalar(
        select(QuestionnaireVersion.id)
        .join(Questionnaire, Questionnaire.id == QuestionnaireVersion.questionnaire_id)
        .where(Questionnaire.proceeding_id == proceeding_id)
        .order_by(QuestionnaireVersion.number.desc())
        .limit(1)
    )
    parts = db.scalars(select(Section).where(Section.version_id == version_id).order_by(Section.position)).all()
    rows = db.execute(
        select(QuestionVersion, Question.key)
        .join(Question, Question.id == QuestionVersion.question_id)
        .where(QuestionVersion.version_id == version_id)
        .order_by(QuestionVersion.position)
    ).all()
    texts = _texts(db, [part.owner for part in parts] + [row.QuestionVersion.owner for row in rows])
    found = {part.id: Item(title=texts[part.owner].get("title", {}), questions=[]) for part in parts}
    for one, key in rows:
        found[one.section_id]["questions"].append(
            {
                "key": key,
                "type": one.type,
                "required": one.required,
                "settings": one.settings,
                "texts": texts[one.owner],
            }
        )
    return list(found.values())


def _texts(db: Session, owners: list[str]) -> defaultdict[str, Texts]:
    found: defaultdict[str, Texts] = defaultdict(dict)
    for row in db.scalars(select(LocalizedText).where(LocalizedText.owner.in_(owners))):
        found[row.owner].setdefault(row.field, {})[row.language] = row.text
    return found


def put_paragraph(
    db: Session, actor: Actor, *, proceeding_id: int, was: int | None, seen: str, paragraph: Mapping[str, Any] | None
) -> None:
    """Add a paragraph (`was` None), change the one of that number, or take it away (`paragraph` None).

    `seen` is the mark of what the editor read: Conflict when it was changed meanwhile. Raises Invalid for a number in
    use, and as `save_paragraphs` does; a paragraph with comments keeps its number.
    """
    proceeding = _locked(db, actor, proceeding_id)
    paragraphs = written_paragraphs(db, proceeding.id)
    old = _found(paragraphs, "number", was)
    _check_seen(old, seen)
    others = [one for one in paragraphs if one is not old]
    if paragraph is not None:
        if paragraph["number"] in {one["number"] for one in others}:
            raise Invalid("number", "number_taken")
        others.append({**paragraph, "heading": _clean(paragraph["heading"] or {}, "heading")})
        others[-1]["text"] = _clean(paragraph["text"], "text")
    save_paragraphs(db, actor, proceeding_id=proceeding.id, paragraphs=others)
    _note(db, proceeding)


def put_section(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    was: int | None,
    seen: str,
    title: Mapping[str, str] | None,
    place: int = 0,
) -> None:
    """Add a section at a place from 1, change or move the one at `was`, or take an empty one away (`title` None).

    Raises Conflict when it was changed meanwhile, Invalid when a section with questions would go.
    """
    proceeding = _locked(db, actor, proceeding_id)
    sections = written_sections(db, proceeding.id)
    old = sections[was - 1] if was is not None and 0 < was <= len(sections) else None
    if was is not None and old is None:
        raise Conflict("changed_meanwhile")
    _check_seen({"title": old["title"]} if old else None, seen)
    if title is None and old and old["questions"]:
        raise Invalid("title", "section_has_questions")
    kept = [one for one in sections if one is not old]
    if title is not None:
        kept.insert(max(place - 1, 0), {"title": _clean(title, "title"), "questions": old["questions"] if old else []})
    save_questionnaire(db, actor, proceeding_id=proceeding.id, sections=kept)
    _note(db, proceeding)


def put_question(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    was: str | None,
    seen: str,
    question: Mapping[str, Any] | None,
    section: int = 1,
    place: int = 0,
) -> None:
    """Add a question to a section at a place, both counted from 1; change or move the one of that key; or take it away.

    Raises Conflict when it was changed meanwhile, Invalid for a section that is not there, and as `save_questionnaire`.
    """
    proceeding = _locked(db, actor, proceeding_id)
    sections = written_sections(db, proceeding.id)
    old = _found([one for part in sections for one in part["questions"]], "key", was)
    _check_seen(old, seen)
    for part in sections:
        part["questions"] = [one for one in part["questions"] if one is not old]
    if question is not None:
        if not 0 < section <= len(sections):
            raise Invalid("section", "no_such_choice")
        texts = {name: _clean(texts, name) for name, texts in question["texts"].items()}
        sections[section - 1]["questions"].insert(max(place - 1, 0), {**question, "texts": texts})
    save_questionnaire(db, actor, proceeding_id=proceeding.id, sections=sections)
    _note(db, proceeding)


def _locked(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    proceeding = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "proceeding:edit", proceeding)
    if proceeding.kind != "consultation":
        raise NotFound
    return proceeding


def _found(items: list[Item], name: str, wanted: object) -> Item | None:
    old = next((one for one in items if one[name] == wanted), None)
    if wanted is not None and old is None:
        raise Conflict("changed_meanwhile")
    return old


def _check_seen(old: Mapping[str, Any] | None, seen: str) -> None:
    if mark_of(old) != seen:
        raise Conflict("changed_meanwhile")


def _clean(texts: Mapping[str, str], name: str) -> dict[str, str]:
    found = {}
    for language, raw in texts.items():
        text = clean_text(raw, f"{name}_{language}")
        if len(text) > TEXT_LENGTH:
            raise Invalid(f"{name}_{language}", "too_long", length=len(text), limit=TEXT_LENGTH)
        if text:
            found[language] = text
    return found


def _note(db: Session, proceeding: Proceeding) -> None:
    record(db, proceeding, "edited", at_desk_only=proceeding.state == "draft")
