"""The secret calendar address of an account: made, made anew, and taken back."""

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.hearings.programme.models import CalendarAddress


def make_calendar_address(db: Session, actor: Actor, *, token_hash: str) -> None:
    """Let this token open the actor's calendar; an earlier one opens nothing any more. Raises NotFound without account."""
    account_id = _own(db, actor)
    db.add(CalendarAddress(account_id=account_id, token_hash=token_hash, made_at=now()))


def revoke_calendar_address(db: Session, actor: Actor) -> None:
    """Let no token open the actor's calendar any more. Raises NotFound without account."""
    _own(db, actor)


def _own(db: Session, actor: Actor) -> int:
    """The actor's account, whose earlier address ends."""
    if actor.account_id is None:
        raise NotFound
    own = (CalendarAddress.account_id == actor.account_id, CalendarAddress.ended_at.is_(None))
    db.execute(update(CalendarAddress).where(*own).values(ended_at=now()))
    return actor.account_id
