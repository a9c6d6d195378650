"""What the chair of a hearing decides: whether comments are taken, apart from the hearing itself."""

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict, NotFound
from consult.policy.access import require
from consult.proceedings.operations import record
from consult.proceedings.queries import locked_proceeding


def close_comments(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Take no more comments while the hearing goes on. Raises Conflict when they are closed already."""
    _set_comments(db, actor, proceeding_id, to=False)


def open_comments(db: Session, actor: Actor, *, proceeding_id: int) -> None:
    """Take comments again, as long as the hearing is open. Raises Conflict when they are open already."""
    _set_comments(db, actor, proceeding_id, to=True)


def _set_comments(db: Session, actor: Actor, proceeding_id: int, *, to: bool) -> None:
    row = locked_proceeding(db, actor, proceeding_id, to_change=True)
    if row.kind != "hearing":
        raise NotFound
    require(actor, "proceeding:open", row)
    if row.comments_open == to:
        raise Conflict("wrong_state")
    row.comments_open = to
    record(db, row, "comments_opened" if to else "comments_closed")
