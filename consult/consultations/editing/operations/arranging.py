"""Moving and copying within a questionnaire, one press of a button each."""

from sqlalchemy.orm import Session

from consult.consultations.editing.keys import free_key
from consult.consultations.editing.operations.adding import check_room
from consult.consultations.editing.operations.questions import Pair, found_question
from consult.consultations.editing.operations.sections import found_part
from consult.consultations.editing.operations.working import (
    copied_question,
    copied_section,
    keys_in_use,
    locked_consultation,
    new_question,
    note,
    renumber,
    working_version,
)
from consult.consultations.editing.piping import repiped
from consult.consultations.editing.queries import Part, parts_of, texts_of
from consult.consultations.editing.rules import renamed
from consult.consultations.models import QuestionnaireVersion
from consult.core.actors import Actor
from consult.core.errors import Conflict
from consult.core.localized import set_all_texts

STEPS = {"up": -1, "down": 1}


def move_section(db: Session, actor: Actor, *, proceeding_id: int, key: str, step: str) -> None:
    """Move a section one place `up` or `down`; nothing where there is no such place. Raises Conflict where it is gone."""
    proceeding = locked_consultation(db, actor, proceeding_id)
    parts = parts_of(db, working_version(db, proceeding).id)
    part = found_part(parts, key)
    if part is None:
        raise Conflict("changed_meanwhile")
    at = parts.index(part)
    to = min(max(at + STEPS[step], 0), len(parts) - 1)
    parts.insert(to, parts.pop(at))
    renumber(parts)
    note(db, proceeding)


def move_question(db: Session, actor: Actor, *, proceeding_id: int, key: str, step: str) -> None:
    """Move a question one place `up` or `down`, over the border of its section too. Raises Conflict where it is gone."""
    proceeding = locked_consultation(db, actor, proceeding_id)
    parts = parts_of(db, working_version(db, proceeding).id)
    pair = found_question(parts, key)
    if pair is None:
        raise Conflict("changed_meanwhile")
    _step(parts, pair, STEPS[step])
    renumber(parts)
    note(db, proceeding)


def _step(parts: list[Part], pair: Pair, step: int) -> None:
    section = next(number for number, part in enumerate(parts) if pair in part.questions)
    inside = parts[section].questions
    at = inside.index(pair)
    if 0 <= at + step < len(inside):
        inside.insert(at + step, inside.pop(at))
    elif 0 <= section + step < len(parts):
        other = parts[section + step].questions
        other.insert(len(other) if step < 0 else 0, inside.pop(at))


def copy_question(db: Session, actor: Actor, *, proceeding_id: int, key: str) -> str:
    """Put a question like another one behind it; the new one's key. Raises Conflict where it is gone."""
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = working_version(db, proceeding)
    parts = parts_of(db, version.id)
    pair = found_question(parts, key)
    if pair is None:
        raise Conflict("changed_meanwhile")
    check_room(parts, 1)
    part = next(part for part in parts if pair in part.questions)
    names = {key: free_key(key, keys_in_use(db, version, parts))}
    _copied_into(db, version, part, part.questions.index(pair) + 1, [pair], names, proceeding.language)
    renumber(parts)
    note(db, proceeding)
    return names[key]


def copy_section(db: Session, actor: Actor, *, proceeding_id: int, key: str) -> str:
    """Put a section like another one behind it, its rules on the new questions; its key. Raises Conflict, or Invalid."""
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = working_version(db, proceeding)
    parts = parts_of(db, version.id)
    part = found_part(parts, key)
    if part is None:
        raise Conflict("changed_meanwhile")
    check_room(parts, len(part.questions), sections=1)
    taken, names = keys_in_use(db, version, parts), {}
    for old in (key, *(question.key for _one, question in part.questions)):
        names[old] = free_key(old, taken)
        taken.add(names[old])
    new = Part(copied_section(part.row, version.id, names[key], len(parts) + 1))
    db.add(new.row)
    db.flush()
    texts = texts_of(db, [part.row.owner])[part.row.owner]
    set_all_texts(db, {new.row.owner: repiped(texts, names)}, proceeding.language)
    parts.insert(parts.index(part) + 1, new)
    _copied_into(db, version, new, 0, part.questions, names, proceeding.language)
    renumber(parts)
    note(db, proceeding)
    return names[key]


def _copied_into(
    db: Session,
    version: QuestionnaireVersion,
    part: Part,
    at: int,
    pairs: list[Pair],
    names: dict[str, str],
    original: str,
) -> None:
    """Put questions like others into a section, under new names."""
    made: dict[str, Pair] = {}
    for one, question in pairs:
        identity = new_question(db, version, names[question.key])
        new = copied_question(one, part.row, identity.id, 0)
        new.show_if = renamed(one.show_if, names)
        made[one.owner] = (new, identity)
    db.add_all([new for new, _identity in made.values()])
    db.flush()
    texts = texts_of(db, made)
    set_all_texts(db, {new.owner: repiped(texts[owner], names) for owner, (new, _identity) in made.items()}, original)
    part.questions[at:at] = made.values()
