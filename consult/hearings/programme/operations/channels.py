"""Adding, changing and taking away the links that open outside."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Invalid, NotFound
from consult.hearings.programme.models import Channel
from consult.hearings.programme.operations.changing import changed, check_seen, hearing_to_plan
from consult.hearings.programme.queries import channels_of
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewChannel, checked_channel

MOST_CHANNELS = 30


def add_channel(db: Session, actor: Actor, *, proceeding_id: int, new: NewChannel) -> str:
    """Add a link at the end; its public id. Raises Invalid for what is not over https."""
    hearing = hearing_to_plan(db, actor, proceeding_id)
    new = checked_channel(new)
    if len(channels_of(db, hearing.id)) >= MOST_CHANNELS:
        raise Invalid("url", "too_many", limit=MOST_CHANNELS)
    last = db.scalar(select(func.max(Channel.position)).where(Channel.proceeding_id == hearing.id))
    row = Channel(proceeding_id=hearing.id, position=(last or 0) + 1, kind=new.kind, language=new.language, url=new.url)
    db.add(row)
    db.flush()
    changed(db, hearing, "hearing.changed", hearing.public_id)
    return row.public_id


def edit_channel(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, seen: str, new: NewChannel) -> None:
    """Change a link. Raises Conflict when it was changed meanwhile, Invalid for what is not over https."""
    hearing = hearing_to_plan(db, actor, proceeding_id)
    row = _channel(db, hearing.id, public_id)
    check_seen(fingerprint(db, row), seen)
    new = checked_channel(new)
    row.kind, row.language, row.url = new.kind, new.language, new.url
    changed(db, hearing, "hearing.changed", hearing.public_id)


def remove_channel(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, seen: str) -> None:
    """Take a link away. Raises Conflict when it was changed meanwhile."""
    hearing = hearing_to_plan(db, actor, proceeding_id)
    row = _channel(db, hearing.id, public_id)
    check_seen(fingerprint(db, row), seen)
    db.delete(row)
    changed(db, hearing, "hearing.changed", hearing.public_id)


def _channel(db: Session, proceeding_id: int, public_id: str) -> Channel:
    query = select(Channel).where(Channel.proceeding_id == proceeding_id, Channel.public_id == public_id)
    found = db.scalar(query)
    if found is None:
        raise NotFound
    return found
