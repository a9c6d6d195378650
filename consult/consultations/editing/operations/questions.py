"""Adding, changing and taking away one question at a time, against what the editor had before them."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from consult.consultations.editing.keys import free_key, key_of
from consult.consultations.editing.operations.sections import check_not_in_rules
from consult.consultations.editing.operations.working import (
    check_seen,
    cleaned,
    drop_question,
    keys_in_use,
    locked_consultation,
    new_question,
    note,
    renumber,
    working_version,
)
from consult.consultations.editing.piping import repipe_stored
from consult.consultations.editing.queries import (
    Item,
    Part,
    parts_of,
    published_keys,
    published_lists,
    question_item,
    texts_of,
)
from consult.consultations.editing.rules import renamed, revalued
from consult.consultations.models import Question, QuestionnaireVersion, QuestionVersion, Section
from consult.consultations.shape import check_sections
from consult.consultations.shape.limits import KEY, MOST_QUESTIONS, OTHER
from consult.consultations.shape.settings import kept_settings
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid
from consult.core.localized import set_all_texts

LISTS = {"options": "option", "rows": "row"}
# The refusals of a whole questionnaire, at the field of the question's form that they mean.
FIELD_OF = {
    "not_a_key": "key",
    "repeated_key": "key",
    "no_such_choice": "type",
    "not_a_limit": "max_words",
    "not_options": "options",
    "not_columns": "options",
    "not_rows": "rows",
    "not_a_number_of_choices": "max_choices",
    "not_a_scale": "max",
    "not_a_rating": "max",
    "not_a_range": "max",
    "not_a_number_of_files": "max_files",
    "not_a_version": "version",
    "not_a_total": "total",
    "not_a_rule": "show_if",
}


Pair = tuple[QuestionVersion, Question]


class Place(NamedTuple):
    """Where a question stands: its section, and the question of that section before it (None: it is the first)."""

    section: str
    after: str | None = None


class Choice(NamedTuple):
    """A choice or row as it is written: `was` is the key that it had, `key` the one it gets (empty: made from words)."""

    words: Mapping[str, str]
    was: str = ""
    key: str = ""


def put_question(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    was: str | None,
    seen: str,
    question: Mapping[str, Any],
    place: Place | None = None,
    still: Collection[str] = (),
) -> str:
    """Add a question (`was` None) or change the one of that key; its key comes back.

    `question` has `key` (empty: it stays, or is made from the words), `type`, `required`, `settings`, `show_if`, `texts`,
    and `options` and `rows` as lists of Choice. Raises Conflict when it was changed meanwhile; Invalid with the field it
    means, among others `published_type` and `published_key` for a question that was published. `still` names translations
    that are right although their original was changed (core/localized.py).
    """
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = working_version(db, proceeding)
    parts = parts_of(db, version.id)
    pair = found_question(parts, was)
    check_seen(_item(db, pair), seen)
    new, values = named_lists(question, proceeding.language)
    new["key"] = _key(new, was, keys_in_use(db, version, parts), proceeding.language)
    _check_published(db, proceeding.id, was, new, values)
    check_question(new)
    if pair is None:
        pair = _added(db, version, parts, new["key"])
        place = place or Place(parts[-1].row.key if parts else "", _last(parts))
    if place is not None:
        put_at(parts, pair, place)
    _rename(db, parts, pair[1], new["key"], values)
    for name in ("type", "required", "settings", "show_if"):
        setattr(pair[0], name, new[name])
    db.add(pair[0])
    renumber(parts)
    db.flush()
    set_all_texts(db, {pair[0].owner: new["texts"]}, proceeding.language, still)
    note(db, proceeding)
    return str(new["key"])


def remove_question(db: Session, actor: Actor, *, proceeding_id: int, was: str, seen: str) -> None:
    """Take a question away. Raises Conflict when it was changed meanwhile, Invalid when rules look at it."""
    proceeding = locked_consultation(db, actor, proceeding_id)
    version = working_version(db, proceeding)
    parts = parts_of(db, version.id)
    pair = found_question(parts, was)
    if pair is None:
        raise Conflict("changed_meanwhile")
    check_seen(_item(db, pair), seen)
    for part in parts:
        part.questions = [one for one in part.questions if one is not pair]
    check_not_in_rules({was}, parts)
    drop_question(db, *pair)
    renumber(parts)
    note(db, proceeding)


def found_question(parts: Sequence[Part], key: str | None) -> Pair | None:
    """The question of a key; None for one to be made. Raises Conflict where it is gone."""
    found = next((pair for part in parts for pair in part.questions if pair[1].key == key), None)
    if key is not None and found is None:
        raise Conflict("changed_meanwhile")
    return found


def put_at(parts: Sequence[Part], pair: Pair, place: Place) -> None:
    """Put a question behind another one, or first in a section. Raises Invalid for a place that is not there."""
    part = next((one for one in parts if one.row.key == place.section), None)
    if part is None:
        raise Invalid("place", "no_such_choice")
    if place.after == pair[1].key:
        return
    for one in parts:
        one.questions = [other for other in one.questions if other is not pair]
    keys = [question.key for _one, question in part.questions]
    if place.after is not None and place.after not in keys:
        raise Invalid("place", "no_such_choice")
    part.questions.insert(0 if place.after is None else keys.index(place.after) + 1, pair)


def named_lists(question: Mapping[str, Any], original: str) -> tuple[Item, dict[tuple[str, str], str]]:
    """The question in the shape of `save_questionnaire`, each choice and row with a name; and old name → new one."""
    new: Item = {name: question.get(name) for name in ("key", "type", "show_if")}
    settings, changed = dict(question.get("settings") or {}), {}
    texts = {name: cleaned(words, name) for name, words in question["texts"].items()}
    for name, prefix in LISTS.items():
        keys: list[str] = []
        for number, choice in enumerate(question.get(name) or (), start=1):
            words = cleaned(choice.words, f"{prefix}_{number}")
            taken = {*keys, OTHER, *(one.key or one.was for one in question[name] if one is not choice)}
            key = choice.key or choice.was or key_of(words, original, taken, "choice" if name == "options" else "row")
            keys.append(key)
            texts[f"{prefix}.{key}"] = words
            if choice.was and choice.was != key:
                changed[prefix, choice.was] = key
        if keys:
            settings[name] = keys
    new |= {"required": bool(question["required"]), "settings": kept_settings(question["type"], settings)}
    return new | {"texts": {name: words for name, words in texts.items() if words}}, changed


def check_question(new: Item) -> None:
    """Raises Invalid, with the field of the question's form, for a question that nobody could answer."""
    try:
        check_sections([{"key": "the_only_section", "questions": [new]}])
    except Invalid as error:
        needed = "text" if new["type"] == "section_text" else "label"
        field = needed if error.problem == "required" else FIELD_OF.get(error.problem, "form")
        raise Invalid(field, error.problem) from error


def _key(new: Item, was: str | None, taken: set[str], original: str) -> str:
    if was is not None and new["key"] in ("", None, was):
        return was
    others = taken - {was}
    if not new["key"]:
        words = new["texts"].get("label") or new["texts"].get("text") or {}
        return key_of(words, original, others, "question")
    if new["key"] in others or free_key(new["key"], ()) != new["key"]:
        raise Invalid("key", "repeated_key")
    if not KEY.fullmatch(new["key"]):
        raise Invalid("key", "not_a_key")
    return str(new["key"])


def _check_published(
    db: Session, proceeding_id: int, was: str | None, new: Item, values: Mapping[tuple[str, str], str]
) -> None:
    """Earlier answers and exports stand on the names and the type of what was published."""
    published = published_keys(db, proceeding_id).get(was) if was is not None else None
    if was is None or published is None:
        return
    if new["type"] != published:
        raise Invalid("type", "published_type")
    if new["key"] != was:
        raise Invalid("key", "published_key")
    kept = published_lists(db, proceeding_id, was)
    for prefix, key in values:
        if f"{prefix}.{key}" in kept:
            raise Invalid("options" if prefix == "option" else "rows", "published_key")


def _added(db: Session, version: QuestionnaireVersion, parts: Sequence[Part], key: str) -> Pair:
    if sum(len(part.questions) for part in parts) >= MOST_QUESTIONS:
        raise Invalid("form", "too_many", limit=MOST_QUESTIONS)
    identity = new_question(db, version, key)
    return QuestionVersion(version_id=version.id, question_id=identity.id, settings={}), identity


def _last(parts: Sequence[Part]) -> str | None:
    return parts[-1].questions[-1][1].key if parts and parts[-1].questions else None


def _rename(
    db: Session, parts: Sequence[Part], identity: Question, key: str, values: Mapping[tuple[str, str], str]
) -> None:
    """Give a question, its choices and its rows their new names in every rule and text that looks at them."""
    if identity.key == key and not values:
        return
    rows: list[Section | QuestionVersion] = [part.row for part in parts]
    rows += [one for part in parts for one, _question in part.questions]
    for row in rows:
        row.show_if = renamed(revalued(row.show_if, identity.key, values), {identity.key: key})
    if identity.key != key:
        repipe_stored(db, [row.owner for row in rows], {identity.key: key})
    identity.key = key


def _item(db: Session, pair: Pair | None) -> Item | None:
    if pair is None:
        return None
    return question_item(pair[0], pair[1].key, texts_of(db, [pair[0].owner])[pair[0].owner])
