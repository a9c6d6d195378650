"""Flags that hide by themselves, where the body wants that: a decision like any other, taken by nobody."""

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from consult.bodies.models import Body
from consult.contributions.models import Contribution, Flag
from consult.core.clock import now
from consult.moderation.models import Decision
from consult.moderation.operations.acts import before, change, write_down
from consult.moderation.operations.deciding import undo_time
from consult.moderation.operations.telling import ask_to_tell
from consult.proceedings.models import Proceeding

AUTOMATIC = "automatic"
LOOKED_AT = ("approve", "keep", "restore")


def hide_by_flags(db: Session, proceeding: Proceeding, row: Contribution) -> None:
    """Hide an input that as many senders have flagged as its body says, for the reason that most of them gave.

    Never again where a person has approved, kept or restored it, or undone this: then flags only bring it back into the
    queue. The flags stay open, so that a moderator looks.
    """
    limit = db.scalar(select(Body.flags_hide).where(Body.id == proceeding.body_id))
    if limit is None or row.state != "published":
        return
    open_flags = (Flag.contribution_id == row.id, Flag.settled_at.is_(None))
    if (db.scalar(select(func.count(func.distinct(Flag.sender))).where(*open_flags)) or 0) < limit:
        return
    said_so = and_(Decision.act.in_(LOOKED_AT), Decision.undone_at.is_(None))
    took_back = and_(Decision.decided_role == AUTOMATIC, Decision.undone_at.is_not(None))
    looked = select(Decision.id).where(Decision.contribution_id == row.id, or_(said_so, took_back))
    if db.scalar(looked.limit(1)) is not None:
        return
    many = select(Flag.reason).where(*open_flags).group_by(Flag.reason).order_by(func.count().desc(), Flag.reason)
    reason, at = db.scalar(many.limit(1)), now()
    was = before(row)
    write_down(db, proceeding, row, change(row, "hide", reason))
    decision = Decision(
        contribution_id=row.id,
        version=row.latest,
        act="hide",
        reason=reason,
        note="",
        decided_role=AUTOMATIC,
        decided_at=at,
        final_at=at + undo_time(db, proceeding),
        before=was,
    )
    db.add(decision)
    ask_to_tell(db, decision)
