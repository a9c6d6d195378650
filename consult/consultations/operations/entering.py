"""Entering answers to a questionnaire that came on paper or otherwise."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.consultations.answers import weigh
from consult.consultations.asked import Asked
from consult.consultations.models import QuestionnaireVersion
from consult.consultations.queries import answered_version, asked
from consult.contributions.operations.entering import Coming, Enclosed, correct_typing, enter_contribution
from consult.contributions.operations.submit import Filed, NewContribution, NewPassage
from consult.contributions.queries import whole_reading
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.proceedings.queries import locked_proceeding


def enter_response(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    new: NewContribution,
    answers: dict[str, Any],
    paragraphs: tuple[str, ...],
    coming: Coming,
    enclosed: Sequence[Enclosed] = (),
    replaces: str = "",
) -> Filed:
    """File answers, free paragraphs, or both, to the version that `new.questionnaire` names.

    A paper answers what its sender answered: nothing is missing from it. Raises Invalid for an answer that is none, or where
    there is nothing at all, Conflict when the questions have changed, and what `enter_contribution` raises.
    """
    proceeding = locked_proceeding(db, actor, proceeding_id)
    version = asked(db, proceeding, new.language, new.questionnaire) if new.questionnaire else None
    if version is None or not version.newest:
        raise Conflict("questions_changed")
    passages = whole_passages(version, answers, paragraphs)
    whole = replace(new, kind="response", passages=passages, target=None, reply_to=None)
    given: dict[str, Any] = {"coming": coming, "enclosed": enclosed, "replaces": replaces}
    filed = enter_contribution(db, actor, proceeding_id=proceeding.id, new=whole, **given)
    if not filed.dup:
        answered = update(QuestionnaireVersion).where(QuestionnaireVersion.id == version.version_id)
        db.execute(answered.where(QuestionnaireVersion.answered_at.is_(None)).values(answered_at=now()))
    return filed


def correct_entered(
    db: Session,
    actor: Actor,
    *,
    reference: str,
    seen: int,
    answers: dict[str, Any],
    paragraphs: tuple[str, ...],
    corrections: str,
) -> str:
    """Send what stands on the paper as a new version, answers and paragraphs alike. Raises as `correct_typing`."""
    proceeding, _reading = whole_reading(db, actor, reference)
    public_id = answered_version(db, reference, seen)
    version = asked(db, proceeding, proceeding.language, public_id) if public_id else None
    if version is None:
        passages = tuple(NewPassage(text) for text in paragraphs)
    else:
        passages = whole_passages(version, answers, paragraphs)
    return correct_typing(db, actor, reference=reference, seen=seen, passages=passages, corrections=corrections)


def whole_passages(version: Asked, answers: dict[str, Any], paragraphs: tuple[str, ...]) -> tuple[NewPassage, ...]:
    """Answers, then paragraphs. Raises Invalid for the first answer that is none, or where there is nothing."""
    weighed = weigh(version, answers, complete=False)
    if weighed.problems:
        first = weighed.problems[0]
        raise Invalid(first.place, first.problem, **first.facts)
    passages = (*weighed.passages, *(NewPassage(text) for text in paragraphs))
    if not passages:
        raise Invalid("text", "required")
    return passages
