"""What everybody is told of the moderation of a proceeding: decisions and appeals, counted."""

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.core.clock import next_local_hour, now
from consult.moderation.letter_models import Appeal
from consult.moderation.models import Decision
from consult.proceedings.models import RELEASE_HOUR, Proceeding


class Decided(NamedTuple):
    """How many decisions of one act were taken for one reason; None where the act has none."""

    act: str
    reason: str | None
    number: int


class Moderated(NamedTuple):
    """The counts of a proceeding. `until` is the moment up to which they count."""

    decided: list[Decided]
    appeals: int
    overturned: int
    upheld: int
    until: datetime


def moderated(db: Session, proceeding: Proceeding) -> Moderated:
    """Decisions that stand and can be undone no more, and appeals.

    Outside of live proceedings they count up to the last daily release: whoever watches a number must not learn when an
    anonymous input came. Counts of decisions are told however small: they count acts of the body, never persons.
    """
    until = counted_until(proceeding)
    rows = db.execute(
        select(Decision.act, Decision.reason, func.count())
        .join(Contribution, Contribution.id == Decision.contribution_id)
        .where(Contribution.proceeding_id == proceeding.id, Decision.undone_at.is_(None), Decision.final_at <= until)
        .group_by(Decision.act, Decision.reason)
        .order_by(Decision.act, func.count().desc(), Decision.reason)
    )
    made, overturned, upheld = db.execute(
        select(func.count(Appeal.id), _ended("overturned", until), _ended("upheld", until))
        .join(Decision, Decision.id == Appeal.decision_id)
        .join(Contribution, Contribution.id == Appeal.contribution_id)
        .where(Contribution.proceeding_id == proceeding.id, Decision.undone_at.is_(None), Appeal.made_at <= until)
    ).one()
    return Moderated([Decided(*row) for row in rows], made, overturned or 0, upheld or 0, until)


def counted_until(proceeding: Proceeding) -> datetime:
    """The moment up to which public counts go: now in a live proceeding, else the last daily release."""
    return now() if proceeding.is_live else next_local_hour(RELEASE_HOUR, proceeding.zone) - timedelta(days=1)


def _ended(outcome: str, until: datetime) -> ColumnElement[Any]:
    return func.sum(case(((Appeal.outcome == outcome) & (Appeal.decided_at <= until), 1), else_=0))
