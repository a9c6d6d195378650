"""Taking sections and questions over from another consultation."""

from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from consult.consultations.editing.operations.adding import (
    added_questions,
    added_section,
    check_room,
    names_for,
    rules_left_behind,
)
from consult.consultations.editing.operations.sections import found_part
from consult.consultations.editing.operations.working import locked_consultation, note, working_version
from consult.consultations.editing.queries import Item, Part, parts_of, written_version
from consult.consultations.editing.sharing import source_version
from consult.consultations.models import QuestionnaireVersion
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding


class Taken(NamedTuple):
    """What was taken over; `rules` counts those left out because they look at a question that was not."""

    questions: int
    rules: int


def take_from(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    source_id: int,
    sections: Collection[str] = (),
    questions: Collection[str] = (),
    into: str | None = None,
) -> Taken:
    """Copy whole sections, and single questions into the section `into` (None: a new one), with all their languages.

    An editor of the other consultation takes from what is being written there, everybody else from what was published.
    Raises NotFound where the actor may not see it, Conflict for what is gone there, Invalid for nothing or too much.
    """
    lower = min(proceeding_id, source_id)  # two editors who copy from each other lock in one order
    if lower != proceeding_id:
        locked_proceeding(db, actor, lower)
    proceeding = locked_consultation(db, actor, proceeding_id)
    source = source_version(db, actor, locked_proceeding(db, actor, source_id))
    if source is None:
        raise NotFound
    chosen, alone = _chosen(written_version(db, source.id), sections, questions)
    version = working_version(db, proceeding)
    parts = parts_of(db, version.id)
    items = [item for part in chosen for item in (part, *part["questions"])] + alone
    asked = [item for item in items if "type" in item]
    check_room(parts, len(asked), len(chosen) + (into is None and bool(alone)))
    names = names_for(db, version, parts, items)
    for part in chosen:
        new = added_section(db, version, parts, part, names, proceeding.language)
        added_questions(db, version, new, part["questions"], names, proceeding.language)
    if alone:
        target = section_for(db, proceeding, version, parts, into)
        added_questions(db, version, target, alone, names, proceeding.language)
    note(db, proceeding)
    return Taken(len(asked), rules_left_behind(items, names))


def section_for(
    db: Session, proceeding: Proceeding, version: QuestionnaireVersion, parts: list[Part], key: str | None
) -> Part:
    """The section of a key, or a new one without title. Raises Conflict where it is gone."""
    found = found_part(parts, key)
    if found is not None:
        return found
    item = {"key": "section"}
    return added_section(db, version, parts, item, names_for(db, version, parts, [item]), proceeding.language)


def _chosen(
    written: Sequence[Item], sections: Collection[str], questions: Collection[str]
) -> tuple[list[Item], list[Any]]:
    chosen = [part for part in written if part["key"] in sections]
    rest = [one for part in written if part["key"] not in sections for one in part["questions"]]
    alone = [one for one in rest if one["key"] in questions]
    known = {one["key"] for part in written for one in (part, *part["questions"])}
    if not {*sections, *questions} <= known:
        raise Conflict("changed_meanwhile")
    if not chosen and not alone:
        raise Invalid("form", "nothing_chosen")
    return chosen, alone
