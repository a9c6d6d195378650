"""Test responses: how the secretariat tries a questionnaire out before the opening, and how nothing of it remains."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consult.consultations.answers import Problem, weigh
from consult.consultations.asked import Asked
from consult.consultations.editing.models import TrialResponse
from consult.consultations.editing.operations.working import locked_consultation
from consult.consultations.queries import asked
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.proceedings.models import Proceeding

MOST_TRIALS = 200


def send_trial(
    db: Session, actor: Actor, *, proceeding_id: int, questionnaire: str, language: str, answers: Mapping[str, Any]
) -> str:
    """Store answers to the version that is being written, as a test alone; their public id.

    They are judged as those of a respondent are. Raises Conflict once the consultation has opened, or when the questions
    were changed meanwhile; Invalid as `submit_response` does.
    """
    proceeding = locked_consultation(db, actor, proceeding_id)
    if proceeding.phase(now()) not in ("draft", "soon"):
        raise Conflict("wrong_state")
    version = asked(db, proceeding, language, working=True)
    if version is None or version.public_id != questionnaire:
        raise Conflict("questions_changed")
    weighed = weigh(version, answers)
    problems = [one for one in weighed.problems if not unsendable(version, one)]
    if problems:
        first = problems[0]
        raise Invalid(first.place, first.problem, **first.facts)
    if not weighed.kept:
        raise Invalid("form", "no_answers")
    of_this = select(func.count()).select_from(TrialResponse).where(TrialResponse.proceeding_id == proceeding.id)
    if (db.scalar(of_this) or 0) >= MOST_TRIALS:
        raise Invalid("form", "too_many", limit=MOST_TRIALS)
    row = TrialResponse(
        proceeding_id=proceeding.id,
        questionnaire=version.public_id,
        language=language,
        answers=weighed.kept,
        account_id=actor.account_id,
        sent_at=now(),
    )
    db.add(row)
    db.flush()
    return row.public_id


def unsendable(version: Asked, problem: Problem) -> bool:
    """Whether a problem is that of files, which are not sent in a test."""
    question = version.question(problem.key)
    return question is not None and question.type == "file"


def forget_trials(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Throw all test responses of a consultation away."""
    _forget(db, locked_consultation(db, actor, proceeding_id))


def forget_at_opening(db: Session, proceeding: Proceeding) -> None:
    """What the opening brings with it: nothing that was sent as a test remains."""
    _forget(db, proceeding)


def _forget(db: Session, proceeding: Proceeding) -> None:
    db.execute(delete(TrialResponse).where(TrialResponse.proceeding_id == proceeding.id))
