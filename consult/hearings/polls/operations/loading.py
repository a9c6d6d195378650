"""A hearing and its poll, locked for a change by its chair."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.hearings.polls.models import Poll
from consult.hearings.programme.models import AgendaItem
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell


def hearing_of_chair(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    """The hearing whose chair the actor holds. Raises NotFound."""
    row = locked_proceeding(db, actor, proceeding_id)
    if row.kind != "hearing":
        raise NotFound
    require(actor, "hearing:chair", row)
    return row


def locked_poll(db: Session, proceeding: Proceeding, public_id: str, *, to_change: bool = True) -> Poll:
    """A poll of this hearing, to be changed, or locked against a change. Raises NotFound."""
    query = select(Poll).where(Poll.proceeding_id == proceeding.id, Poll.public_id == public_id)
    poll = db.scalar(query.with_for_update(read=not to_change))
    if poll is None:
        raise NotFound
    return poll


def item_of(db: Session, poll: Poll) -> AgendaItem | None:
    """The item it is on."""
    return db.get(AgendaItem, poll.item_id) if poll.item_id is not None else None


def tell_of(
    db: Session,
    proceeding: Proceeding,
    poll: Poll,
    act: str,
    *,
    at: datetime | None,
    commitments: Mapping[str, str] | None = None,
) -> None:
    """Append `poll.<act>`; of a poll on a closed item to the desk alone."""
    item = item_of(db, poll)
    closed = item is not None and item.audience != "public"
    tell(db, proceeding, f"poll.{act}", poll.public_id, closed=closed, at=at, commitments=commitments)
