"""The contributions of an account."""

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from consult.contributions.access import sight_of, visible
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.models import Contribution, Passage, Version
from consult.core.actors import Actor
from consult.proceedings.models import Proceeding


def own_contributions(
    db: Session, actor: Actor, *, limit: int, offset: int
) -> tuple[list[tuple[Proceeding, Reading]], int]:
    """What the account sent with a name, the newest first, each with its proceeding; and how many there are."""
    mine = and_(Contribution.author_id == actor.account_id, Contribution.author_id.is_not(None), visible(actor))
    joined = select(Contribution, Proceeding, Passage).join(Proceeding, Proceeding.id == Contribution.proceeding_id)
    total = db.scalar(joined.with_only_columns(func.count(Contribution.id)).where(mine)) or 0
    rows = db.execute(
        joined.join(Version, and_(Version.contribution_id == Contribution.id, Version.number == Contribution.latest))
        .join(Passage, and_(Passage.version_id == Version.id, Passage.number == 1))
        .where(mine)
        .order_by(Contribution.submitted_at.desc(), Contribution.id.desc())
        .limit(limit)
        .offset(offset)
    )
    found = []
    for row, room, passage in rows:
        found.append((room, Discloser(sight_of(actor, room)).disclose(row, [passage], mine=True)))
    return found, total
