"""Files that a program sends ahead of its answers: held in a draft that only the key of the answers finds."""

import hashlib
from datetime import timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.contributions.attachments.operations import add_file
from consult.contributions.attachments.sending import held_files
from consult.contributions.attachments.storing import NewFile
from consult.contributions.drafts.operations import begin_draft, this_hour
from consult.contributions.models import Contribution, Draft
from consult.contributions.operations.submit import answered_before, check_once, check_open
from consult.core.actors import Actor
from consult.core.clock import now
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

HELD = timedelta(days=2)


def hold_file(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    key: str,
    questionnaire: str,
    language: str,
    file: NewFile,
    most: int,
) -> str:
    """Hold a stored file until the answers with this key name it, for two days; its public id.

    Raises Closed outside the dates and without the invitation that a response takes, Conflict `sent_already` where the
    answers came already, Invalid when the question (`most`) or the draft has enough.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    check_open(proceeding)
    check_once(db, proceeding, key)
    draft = draft_ahead(db, proceeding, key)
    if draft is None:
        draft = begin_draft(db, actor, proceeding, questionnaire, language, form_key=_key(key))
    draft.expires_at = min(draft.expires_at, this_hour() + HELD)
    return add_file(db, proceeding, draft, file, most)


def draft_ahead(db: Session, proceeding: Proceeding, key: str) -> Draft | None:
    """The draft that holds the files sent ahead of the answers with this key, locked."""
    return db.scalar(_held(proceeding, key).with_for_update())


def files_ahead(db: Session, actor: Actor, proceeding: Proceeding, key: str) -> tuple[str, ...]:
    """The public ids of the files that the answers with this key may name: those held, and those it was filed with before."""
    return held_files(db, db.scalar(_held(proceeding, key)), filed_before(db, actor, proceeding, key))


def filed_before(db: Session, actor: Actor, proceeding: Proceeding, key: str) -> Contribution | None:
    """What this sender filed under the key before."""
    answer = answered_before(db, actor, proceeding, key)
    if answer is None:
        return None
    return db.scalar(select(Contribution).where(Contribution.reference == answer.reference))


def _held(proceeding: Proceeding, key: str) -> Select[Draft]:
    return select(Draft).where(
        Draft.proceeding_id == proceeding.id, Draft.form_key == _key(key), Draft.expires_at > now()
    )


def _key(key: str) -> str:
    """A key of its own, so that nothing that somebody writes on a page is ever taken for such a draft."""
    return hashlib.sha256(f"ahead:{key}".encode()).hexdigest()
