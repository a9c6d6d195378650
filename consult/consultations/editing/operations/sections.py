"""Adding, changing and taking away sections, and the pages on which everything is asked."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy.orm import Session

from consult.consultations.editing.keys import key_of
from consult.consultations.editing.operations.working import (
    check_seen,
    cleaned,
    drop_question,
    drop_texts,
    keys_in_use,
    locked_consultation,
    note,
    renumber,
    working_version,
)
from consult.consultations.editing.queries import SECTION_TEXTS, Item, Part, parts_of, section_item, texts_of
from consult.consultations.editing.rules import questions_in
from consult.consultations.models import PAGINGS, Section
from consult.consultations.shape import check_sections
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.core.localized import set_all_texts

FIRST = ""  # the place before all sections


def put_section(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    was: str | None,
    seen: str,
    section: Mapping[str, Any],
    after: str | None = None,
    still: Collection[str] = (),
) -> str:
    """Add a section (`was` None) or change the one of that key; its key comes back.

    `section` has the texts, `repeats_min`, `repeats_max` and `show_if`; `after` is the key of the section before it, FIRST
    for none, or None to stay (a new one comes last). Raises Conflict when it was changed meanwhile, Invalid as
    `check_sections` does, with the names of the section's own fields. `still` is as in `put_question`.
    """
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = working_version(db, proceeding)
    parts = parts_of(db, version.id)
    part = found_part(parts, was)
    check_seen(_item(db, part), seen)
    new = {name: cleaned(section.get(name) or {}, name) for name in SECTION_TEXTS}
    new |= {name: section[name] for name in ("repeats_min", "repeats_max", "show_if")}
    key = (
        part.row.key if part else key_of(new["title"], proceeding.language, keys_in_use(db, version, parts), "section")
    )
    _check(new, key)
    if part is None:
        part = Part(Section(version_id=version.id, key=key, position=len(parts) + 1))
        parts.append(part)
        db.add(part.row)
    for name in ("repeats_min", "repeats_max", "show_if"):
        setattr(part.row, name, new[name])
    _place(parts, part, after)
    db.flush()
    renumber(parts)
    set_all_texts(db, {part.row.owner: {name: new[name] for name in SECTION_TEXTS}}, proceeding.language, still)
    note(db, proceeding)
    return key


def remove_section(db: Session, actor: Actor, *, proceeding_id: int, was: str, seen: str) -> None:
    """Take a section away with its questions.

    Raises Conflict when it was changed meanwhile, Invalid when rules elsewhere look at its questions.
    """
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = working_version(db, proceeding)
    parts = parts_of(db, version.id)
    part = found_part(parts, was)
    if part is None:
        raise Conflict("changed_meanwhile")
    check_seen(_item(db, part), seen)
    parts.remove(part)
    check_not_in_rules({question.key for _one, question in part.questions}, parts)
    for one, question in part.questions:
        drop_question(db, one, question)
    drop_texts(db, [part.row.owner])
    db.delete(part.row)
    renumber(parts)
    note(db, proceeding)


def set_paging(db: Session, actor: Actor, *, proceeding_id: int, paging: str) -> None:
    """Say what stands on one page: a `section`, a `question`, or `all`. Raises Invalid for anything else."""
    proceeding = locked_consultation(db, actor, proceeding_id)
    if paging not in PAGINGS:
        raise Invalid("paging", "no_such_choice")
    working_version(db, proceeding).paging = paging
    note(db, proceeding)


def found_part(parts: list[Part], key: str | None) -> Part | None:
    """The section of a key; None for one to be made. Raises Conflict where it is gone."""
    found = next((part for part in parts if part.row.key == key), None)
    if key is not None and found is None:
        raise Conflict("changed_meanwhile")
    return found


def check_not_in_rules(keys: set[str], parts: list[Part]) -> None:
    """Raises Invalid when a rule looks at one of these questions; `others` names what has the rule."""
    ruled = [(part.row.key, part.row.show_if) for part in parts]
    ruled += [(question.key, one.show_if) for part in parts for one, question in part.questions]
    others = [key for key, rule in ruled if key not in keys and questions_in(rule) & keys]
    if others:
        raise Invalid("form", "question_in_rules", others=others)


def _item(db: Session, part: Part | None) -> Item | None:
    return section_item(part.row, texts_of(db, [part.row.owner])[part.row.owner]) if part else None


def _place(parts: list[Part], part: Part, after: str | None) -> None:
    if after is None or after == part.row.key:
        return
    others = [one for one in parts if one is not part]
    at = 0 if after == FIRST else next((n for n, one in enumerate(others, start=1) if one.row.key == after), None)
    if at is None:
        raise Invalid("after", "no_such_choice")
    parts[:] = [*others[:at], part, *others[at:]]


def _check(new: Mapping[str, Any], key: str) -> None:
    try:
        check_sections([{**new, "key": key, "questions": []}])
    except Invalid as error:
        field = {"not_repeats": "repeats_max", "not_a_rule": "show_if"}.get(error.problem, "form")
        raise Invalid(field, error.problem, **error.facts) from error
