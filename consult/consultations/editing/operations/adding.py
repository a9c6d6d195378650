"""Putting sections and questions that were written elsewhere into the working version, under names of their own."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations.editing.keys import free_key
from consult.consultations.editing.operations.working import keys_in_use, new_question
from consult.consultations.editing.piping import repiped
from consult.consultations.editing.queries import SECTION_TEXTS, Part
from consult.consultations.editing.rules import among, renamed
from consult.consultations.models import QuestionnaireVersion, QuestionVersion, Section
from consult.consultations.shape.limits import MOST_QUESTIONS, MOST_SECTIONS
from consult.core.errors import Invalid
from consult.core.localized import set_all_texts

Item = Mapping[str, Any]
Owners = dict[str, Mapping[str, Mapping[str, str]]]


def check_room(parts: Sequence[Part], questions: int, sections: int = 0) -> None:
    """Raises Invalid when there would be too many questions or sections."""
    if sum(len(part.questions) for part in parts) + questions > MOST_QUESTIONS:
        raise Invalid("form", "too_many", limit=MOST_QUESTIONS)
    if len(parts) + sections > MOST_SECTIONS:
        raise Invalid("form", "too_many", limit=MOST_SECTIONS)


def names_for(db: Session, version: QuestionnaireVersion, parts: list[Part], items: Sequence[Item]) -> dict[str, str]:
    """Old → new name of some sections and questions: the old one where it is free here."""
    taken, names = keys_in_use(db, version, parts), {}
    for item in items:
        names[item["key"]] = free_key(item["key"], taken)
        taken.add(names[item["key"]])
    return names


def added_section(
    db: Session, version: QuestionnaireVersion, parts: list[Part], item: Item, names: Mapping[str, str], original: str
) -> Part:
    """A section like the item, without its questions, behind all others; a rule on questions left behind goes."""
    rule = among(item.get("show_if"), names)
    row = Section(
        version_id=version.id,
        key=names[item["key"]],
        position=len(parts) + 1,
        repeats_min=item.get("repeats_min", 1),
        repeats_max=item.get("repeats_max", 1),
        show_if=renamed(rule, names),
    )
    db.add(row)
    db.flush()
    set_all_texts(db, {row.owner: repiped({name: item.get(name) or {} for name in SECTION_TEXTS}, names)}, original)
    parts.append(Part(row))
    return parts[-1]


def added_questions(
    db: Session,
    version: QuestionnaireVersion,
    part: Part,
    items: Sequence[Item],
    names: Mapping[str, str],
    original: str,
) -> None:
    """Questions like the items, behind those of a section; a rule on questions left behind goes."""
    made = []
    for place, item in enumerate(items, start=len(part.questions) + 1):
        identity = new_question(db, version, names[item["key"]])
        row = QuestionVersion(
            version_id=version.id,
            section_id=part.row.id,
            question_id=identity.id,
            position=place,
            type=item["type"],
            required=item["required"],
            settings=dict(item["settings"]),
            show_if=renamed(among(item.get("show_if"), names), names),
        )
        part.questions.append((row, identity))
        made.append((row, item))
    db.add_all([row for row, _item in made])
    db.flush()
    texts: Owners = {row.owner: repiped(item["texts"], names) for row, item in made}
    set_all_texts(db, texts, original)


def rules_left_behind(items: Sequence[Item], names: Mapping[str, str]) -> int:
    """How many of these rules look at questions that were not taken along."""
    return sum(bool(item.get("show_if")) and among(item["show_if"], names) is None for item in items)
