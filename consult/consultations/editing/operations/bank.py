"""A body's bank of questions: keeping one, taking some, forgetting one."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.editing.models import BankQuestion
from consult.consultations.editing.operations.adding import added_questions, check_room, names_for
from consult.consultations.editing.operations.copying import Taken, section_for
from consult.consultations.editing.operations.questions import found_question
from consult.consultations.editing.operations.working import drop_texts, locked_consultation, note, working_version
from consult.consultations.editing.queries import newest_version, parts_of, texts_of
from consult.consultations.editing.sharing import bank_items, bank_of
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import set_all_texts
from consult.policy.access import require

MOST_KEPT = 500


def keep_question(db: Session, actor: Actor, *, proceeding_id: int, key: str) -> str:
    """Put a question with all its languages into the bank of the consultation's body; its public id there.

    Its rule stays behind. Raises NotFound for whoever may not use the bank, Conflict where the question is gone.
    """
    proceeding = locked_consultation(db, actor, proceeding_id)
    require(actor, "bank:use", bank_of(proceeding))
    version = newest_version(db, proceeding.id)
    pair = found_question(parts_of(db, version.id) if version else [], key)
    if pair is None:
        raise Conflict("changed_meanwhile")
    if len(db.scalars(select(BankQuestion.id).where(BankQuestion.body_id == proceeding.body_id)).all()) >= MOST_KEPT:
        raise Invalid("form", "too_many", limit=MOST_KEPT)
    one = pair[0]
    row = BankQuestion(
        body_id=proceeding.body_id,
        key=key,
        type=one.type,
        required=one.required,
        settings=dict(one.settings),
        kept_at=now(),
    )
    db.add(row)
    db.flush()
    set_all_texts(db, {row.owner: texts_of(db, [one.owner])[one.owner]}, proceeding.language)
    note(db, proceeding)
    return row.public_id


def take_from_bank(
    db: Session, actor: Actor, *, proceeding_id: int, public_ids: Sequence[str], into: str | None = None
) -> Taken:
    """Copy questions from the body's bank into the section `into` (None: a new one). Raises as `take_from` does."""
    proceeding = locked_consultation(db, actor, proceeding_id)
    require(actor, "bank:use", bank_of(proceeding))
    items = [one for one in bank_items(db, proceeding.body_id) if one["public_id"] in public_ids]
    if len(items) < len(set(public_ids)):
        raise Conflict("changed_meanwhile")
    if not items:
        raise Invalid("form", "nothing_chosen")
    version = working_version(db, proceeding)
    parts = parts_of(db, version.id)
    check_room(parts, len(items), into is None)
    target = section_for(db, proceeding, version, parts, into)
    # Two of the bank may have one name: each is taken for itself.
    for item in items:
        names = names_for(db, version, parts, [item])
        added_questions(db, version, target, [item], names, proceeding.language)
    note(db, proceeding)
    return Taken(len(items), 0)


def forget_kept(db: Session, actor: Actor, *, proceeding_id: int, public_id: str) -> None:
    """Take a question out of the bank; what was copied from it stays. Raises NotFound where it is not there."""
    proceeding = locked_consultation(db, actor, proceeding_id)
    require(actor, "bank:use", bank_of(proceeding))
    of_body = BankQuestion.body_id == proceeding.body_id
    row = db.scalar(select(BankQuestion).where(BankQuestion.public_id == public_id, of_body))
    if row is None:
        raise NotFound
    drop_texts(db, [row.owner])
    db.delete(row)
