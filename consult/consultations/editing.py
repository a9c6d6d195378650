"""Changing one paragraph, section or question at a time, against what the editor had before them."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations.operations import save_paragraphs, save_questionnaire
from consult.consultations.written import Item, written_paragraphs, written_sections
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import record
from consult.proceedings.queries import locked_proceeding

__all__ = [
    "mark_of", "put_paragraph", "put_question", "put_section", "written_paragraphs", "written_sections",
]  # fmt: skip
TEXT_LENGTH = 20_000
NEW = "new"


def mark_of(item: Mapping[str, Any] | None) -> str:
    """What tells an editor's form that the item was changed meanwhile; that of an item to be made is `new`."""
    if item is None:
        return NEW
    return hashlib.sha256(json.dumps(item, sort_keys=True).encode()).hexdigest()[:32]


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
        section = {"questions": [], **(old or {}), "title": _clean(title, "title")}
        kept.insert(max(place - 1, 0), section)
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
