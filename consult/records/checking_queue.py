"""Checking what the queue shows: the marks in the rows against what waits there, and since when."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import and_, not_, or_, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Version
from consult.moderation.models import Escalation
from consult.moderation.waiting import has_new_answer, has_open_appeal
from consult.proceedings.models import Proceeding

ASKED = Contribution.id.in_(select(Escalation.contribution_id).where(Escalation.settled_at.is_(None)))
MARKS: tuple[tuple[Any, Any, str], ...] = (
    (Contribution.escalated, ASKED, "the queue does not say whether the secretariat is asked about it"),
    (Contribution.appealed, has_open_appeal(), "the queue does not say whether an appeal waits there"),
    (Contribution.answered, has_new_answer(), "the queue does not say whether its author's answer is unread"),
)


def queue_differences(db: Session, proceeding: Proceeding) -> Iterator[str]:
    """Each difference in one line."""
    here = select(Contribution.reference).where(Contribution.proceeding_id == proceeding.id)
    for column, there, words in MARKS:
        differs = or_(and_(column, not_(there)), and_(not_(column), there))
        for reference in db.scalars(here.where(differs).order_by(Contribution.id)):
            yield f"{proceeding.slug}: {reference}: {words}"
    newest = and_(Version.contribution_id == Contribution.id, Version.number == Contribution.latest)
    late = here.join(Version, newest).where(Version.number > 1, Version.sent_at != Contribution.newest_at)
    for reference in db.scalars(late.order_by(Contribution.id)):
        yield f"{proceeding.slug}: {reference}: the queue does not say when its newest version was sent"
