"""Sending what was drafted: one response, whatever is pressed how often, and the draft is gone with it."""

from dataclasses import replace

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.consultations.operations import correct_response, submit_response
from consult.consultations.queries import asked
from consult.contributions.drafts.ending import drop
from consult.contributions.drafts.operations import draft_to_send
from consult.contributions.drafts.queries import Which
from consult.contributions.models import Contribution, Version
from consult.contributions.operations.submit import Filed, NewContribution, answered_before, check_open
from consult.core.actors import Actor
from consult.core.errors import Conflict
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
    check_open(proceeding)
    row = draft_to_send(db, actor, which, saves)
    if row.form_key != new.client_id:
        raise Conflict("draft_gone")
    present = asked(db, proceeding, new.language)
    if present is None or present.public_id != new.questionnaire or row.questionnaire != new.questionnaire:
        raise Conflict("questions_changed")
    filed = submit_response(
        db, actor, proceeding_id=proceeding.id, new=replace(new, kind="response"), answers=row.answers
    )
    contribution = select(Contribution.id).where(Contribution.reference == filed.reference).scalar_subquery()
    db.execute(update(Version).where(Version.contribution_id == contribution).values(privacy=privacy))
    drop(db, row)
    return filed


def send_correction(db: Session, actor: Actor, *, reference: str, saves: int) -> str:
    """Send the drafted correction as the next version, and drop the draft. Gives the state.

    Raises Conflict `draft_gone` where that was done already, and what a correction raises.
    """
    row = draft_to_send(db, actor, Which(0, corrects=reference), saves)
    state = correct_response(db, actor, reference=reference, seen=row.seen or 0, answers=row.answers)
    drop(db, row)
    return state
