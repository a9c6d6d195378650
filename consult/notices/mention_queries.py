"""Which messages of rooms still name somebody who is to be told: asked when the news is written down, and before it is mailed."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from consult.bodies.actors import in_force
from consult.bodies.models import Grant
from consult.contributions.models import Contribution
from consult.notices.models import News
from consult.policy.matrix import MATRIX
from consult.workspaces.threads.models import Mention


def waiting_mention(db: Session, mention_id: int) -> Mention | None:
    """A mention that its reader has not seen, of a message that is still there, in a room that the reader is still in."""
    return db.scalar(select(Mention).where(Mention.id == mention_id, _waits()))


def _waits() -> ColumnElement[bool]:
    room = select(Contribution.proceeding_id).where(
        Contribution.id == Mention.contribution_id, Contribution.state == "published", Contribution.place.is_not(None)
    )
    seats = in_force().where(
        Grant.account_id == Mention.account_id,
        Grant.scope == "proceeding",
        Grant.scope_id == room.correlate(Mention).scalar_subquery(),
        Grant.role.in_(MATRIX["room:read"]),
    )
    return Mention.seen_at.is_(None) & seats.correlate(Mention).exists()


def is_past_mention() -> ColumnElement[bool]:
    """A piece of news of a message that its reader has seen, or may not read any more: nothing is mailed of it."""
    still = select(Mention.id).where(Mention.id == News.about, _waits()).correlate(News)
    return (News.kind == "mention") & ~still.exists()
