"""Answering the questions of a consultation."""

from dataclasses import replace
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.consultations.answers import weigh
from consult.consultations.asked import Asked
from consult.consultations.models import QuestionnaireVersion
from consult.consultations.queries import answered_version, asked
from consult.contributions.attachments.sending import Sent, held_files, with_files
from consult.contributions.drafts.ahead import draft_ahead, filed_before
from consult.contributions.drafts.ending import drop
from consult.contributions.models import Contribution, Draft, Version
from consult.contributions.operations.own import correct_contribution, locked_own
from consult.contributions.operations.submit import Filed, NewContribution, NewPassage, submit_contribution
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.proceedings.queries import locked_proceeding


def submit_response(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    new: NewContribution,
    answers: dict[str, Any],
    draft: Draft | None = None,
    before: Contribution | None = None,
) -> Filed:
    """File answers, in the shape of answers/, to the version that `new.questionnaire` names; with the files of a draft.

    `before` is what was filed under the same key already, whose files the answers name once more.

    Raises what `submit_contribution` raises, Invalid with the place of the first problem as field for answers that
    are not taken, and Conflict when the questions have changed since.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    version = asked(db, proceeding, new.language, new.questionnaire) if new.questionnaire else None
    if version is None:
        raise Conflict("questions_changed")
    whole = _with_files(db, version, answers, draft, before)
    sent = replace(new, kind="response", passages=whole.passages, files=whole.files, target=None, reply_to=None)
    filed = submit_contribution(db, actor, proceeding_id=proceeding.id, new=sent)
    if not filed.dup:
        if not version.newest:
            raise Conflict("questions_changed")
        answered = update(QuestionnaireVersion).where(QuestionnaireVersion.id == version.version_id)
        db.execute(answered.where(QuestionnaireVersion.answered_at.is_(None)).values(answered_at=now()))
    return filed


def submit_document(
    db: Session, actor: Actor, *, proceeding_id: int, new: NewContribution, answers: dict[str, Any], privacy: int
) -> Filed:
    """File the answers of a document that a program sent, with the files that it sent ahead and names; the others go.

    `privacy` is the notice in force. Raises as `submit_response`.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    ahead = draft_ahead(db, proceeding, new.client_id)
    before = filed_before(db, actor, proceeding, new.client_id)
    values: dict[str, Any] = {"new": new, "answers": answers, "draft": ahead, "before": before}
    filed = submit_response(db, actor, proceeding_id=proceeding.id, **values)
    if ahead is not None:
        drop(db, ahead)
    if not filed.dup:
        contribution = select(Contribution.id).where(Contribution.reference == filed.reference).scalar_subquery()
        db.execute(update(Version).where(Version.contribution_id == contribution).values(privacy=privacy))
    return filed


def correct_response(
    db: Session, actor: Actor, *, reference: str, seen: int, answers: dict[str, Any], draft: Draft | None = None
) -> str:
    """Send the answers again, to the version that was answered first. Gives the state, raises as a correction does."""
    proceeding, row = locked_own(db, actor, reference)
    public_id = answered_version(db, reference, row.latest)
    version = asked(db, proceeding, row.language, public_id) if public_id else None
    if version is None:
        raise NotFound
    whole = _with_files(db, version, answers, draft, row)
    return correct_contribution(db, actor, reference=reference, seen=seen, passages=whole.passages, files=whole.files)


def _with_files(
    db: Session, version: Asked, answers: dict[str, Any], draft: Draft | None, corrected: Contribution | None = None
) -> Sent:
    """The passages of complete answers with the files that belong to them. Raises what `passages_of` raises."""
    passages = passages_of(version, answers, held_files(db, draft, corrected))
    return with_files(db, draft, passages, corrected)


def passages_of(version: Asked, answers: dict[str, Any], files: tuple[str, ...] = ()) -> tuple[NewPassage, ...]:
    """The passages of complete answers. Raises Invalid for the first problem, or when nothing is answered."""
    weighed = weigh(version, answers, files=files)
    if weighed.problems:
        first = weighed.problems[0]
        raise Invalid(first.place, first.problem, **first.facts)
    passages = weighed.passages
    if not passages:
        raise Invalid("form", "no_answers")
    return passages
