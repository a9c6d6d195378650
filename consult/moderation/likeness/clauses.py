"""What waits of a group, and which of it stands for all in a list, as where-clauses over contributions."""

from typing import Any

from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.models import Contribution
from consult.moderation.likeness.models import Likeness


def waits(row: Any = Contribution) -> ColumnElement[bool]:
    """Whether there is something to decide or to answer, also where other tables are joined."""
    flagged = and_(row.flags > 0, row.state.in_(("published", "hidden")))
    second = and_(row.redacting, row.state.not_in(("withdrawn", "erased")))
    return or_(row.waiting, flagged, row.escalated, row.appealed, row.answered, second)


def stands_for_its_group() -> ColumnElement[bool]:
    """Whether nothing of the same group waits for longer: for all that is in none, too.

    Confidential texts stand for themselves, so that no line tells what they are like.
    """
    other, mine, theirs = aliased(Contribution), aliased(Likeness), aliased(Likeness)
    earlier = or_(
        other.newest_at < Contribution.newest_at,
        and_(other.newest_at == Contribution.newest_at, other.id < Contribution.id),
    )
    before = (
        select(mine.contribution_id)
        .join(theirs, theirs.group_id == mine.group_id)
        .join(other, other.id == theirs.contribution_id)
        .where(mine.contribution_id == Contribution.id, other.confidentiality == "public", waits(other), earlier)
        .correlate(Contribution)
    )
    return or_(Contribution.confidentiality != "public", ~exists(before))


def behind_others() -> Select[int, int]:
    """How many lines those that stand for their groups spare, by proceeding: read from the groups alone."""
    return (
        select(Likeness.proceeding_id, func.count() - func.count(Likeness.group_id.distinct()))
        .join(Contribution, Contribution.id == Likeness.contribution_id)
        .where(Likeness.group_id.is_not(None), Contribution.confidentiality == "public", waits())
        .group_by(Likeness.proceeding_id)
    )
