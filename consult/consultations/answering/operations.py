"""Sending what was drafted: one response, whatever is pressed how often, and the draft is gone with it."""

from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.consultations.carrying import known_only
from consult.consultations.operations import correct_response, submit_response
from consult.consultations.queries import asked
from consult.contributions.attachments.sending import document_of, with_files
from consult.contributions.drafts.ending import drop
from consult.contributions.drafts.operations import draft_to_send
from consult.contributions.drafts.queries import Which
from consult.contributions.models import Contribution, Version
from consult.contributions.operations.own import correct_contribution
from consult.contributions.operations.submit import (
    Filed,
    NewContribution,
    answered_before,
    check_open,
    submit_contribution,
)
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.proceedings.queries import locked_proceeding


def send_draft(
    db: Session, actor: Actor, *, proceeding_id: int, new: NewContribution, which: Which, saves: int, privacy: int
) -> Filed:
    """File the answers of the draft, as it was looked at (`saves`), and drop it; `privacy` is the notice that was shown.

    `new.client_id` is the draft's key: pressed again, the first answer comes back. Raises Conflict `draft_gone` or
    `draft_changed`, `questions_changed` when other questions are asked than were looked at, and what sending raises.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    before = answered_before(db, actor, proceeding, new.client_id)
    if before is not None:
        return before
    if not (new.late_pass or new.asks_late):
        check_open(proceeding)
    row = draft_to_send(db, actor, which, saves)
    if row.form_key != new.client_id:
        raise Conflict("draft_gone")
    present = asked(db, proceeding, new.language)
    if present is None or present.public_id != new.questionnaire or row.questionnaire != new.questionnaire:
        raise Conflict("questions_changed")
    filed = submit_response(
        db,
        actor,
        proceeding_id=proceeding.id,
        new=replace(new, kind="response"),
        answers=known_only(present, row.answers),
        draft=row,
    )
    contribution = select(Contribution.id).where(Contribution.reference == filed.reference).scalar_subquery()
    db.execute(update(Version).where(Version.contribution_id == contribution).values(privacy=privacy))
    drop(db, row)
    return filed


def send_document(
    db: Session, actor: Actor, *, proceeding_id: int, new: NewContribution, which: Which, saves: int, privacy: int
) -> Filed:
    """File the document of the draft by itself, paragraph by paragraph, and drop the draft.

    Raises NotFound where no documents are taken, Invalid `no_document` without one, and what `send_draft` raises.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    before = answered_before(db, actor, proceeding, new.client_id)
    if before is not None:
        return before
    if not (new.late_pass or new.asks_late):
        check_open(proceeding)
    row = draft_to_send(db, actor, which, saves)
    if row.form_key != new.client_id:
        raise Conflict("draft_gone")
    whole = with_files(db, row, ())
    if not proceeding.takes_documents:
        raise NotFound
    if not whole.has_document:
        raise Invalid("file", "no_document")
    sent = replace(new, kind="submission", passages=whole.passages, files=whole.files, questionnaire=None)
    filed = submit_contribution(db, actor, proceeding_id=proceeding.id, new=sent)
    contribution = select(Contribution.id).where(Contribution.reference == filed.reference).scalar_subquery()
    db.execute(update(Version).where(Version.contribution_id == contribution).values(privacy=privacy))
    drop(db, row)
    return filed


def send_document_correction(db: Session, actor: Actor, *, reference: str, saves: int) -> str:
    """Send another document as the next version of a submission, and drop the draft. Gives the state."""
    row = draft_to_send(db, actor, Which(0, corrects=reference), saves)
    if document_of(db, row) is None:
        raise Invalid("file", "no_document")
    whole = with_files(db, row, ())
    state = correct_contribution(
        db, actor, reference=reference, seen=row.seen or 0, passages=whole.passages, files=whole.files
    )
    drop(db, row)
    return state


def send_correction(db: Session, actor: Actor, *, reference: str, saves: int) -> str:
    """Send the drafted correction as the next version, and drop the draft. Gives the state.

    Raises Conflict `draft_gone` where that was done already, and what a correction raises.
    """
    row = draft_to_send(db, actor, Which(0, corrects=reference), saves)
    state = correct_response(db, actor, reference=reference, seen=row.seen or 0, answers=row.answers, draft=row)
    drop(db, row)
    return state
