"""The chair's switch for comments: whether they are taken, apart from the hearing itself."""

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict
from consult.hearings.floor.operations.chairing import take_chair
from consult.proceedings.operations import record


def close_comments(db: Session, actor: Actor, *, proceeding_id: int, seen: int) -> int:
    """Take no more comments while the hearing goes on. Raises Conflict when they are closed already."""
    return _set_comments(db, actor, proceeding_id, seen, to=False)


def open_comments(db: Session, actor: Actor, *, proceeding_id: int, seen: int) -> int:
    """Take comments again, as long as the hearing is open. Raises Conflict when they are open already."""
    return _set_comments(db, actor, proceeding_id, seen, to=True)


def _set_comments(db: Session, actor: Actor, proceeding_id: int, seen: int, *, to: bool) -> int:
    chaired = take_chair(db, actor, proceeding_id, seen, to_change=True)
    if chaired.proceeding.comments_open == to:
        raise Conflict("comments_are_open" if to else "comments_are_closed")
    chaired.proceeding.comments_open = to
    record(db, chaired.proceeding, "comments_opened" if to else "comments_closed")
    return chaired.floor.moves
