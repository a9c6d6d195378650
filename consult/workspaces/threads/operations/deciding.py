"""Marking a message as a decision of the room, and taking the mark away: its history stays."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.operations.submit import check_open
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell
from consult.workspaces.threads.models import DecisionMark


def mark_decision(db: Session, actor: Actor, *, proceeding_id: int, reference: str) -> None:
    """Say that a message states a decision of the room.

    Raises NotFound for whoever does not lead the room, and for what is no message of it; Closed outside the dates; Conflict
    where it is marked already or its words are not there any more.
    """
    proceeding, row = _message(db, actor, proceeding_id, reference)
    if row.state != "published" or _mark(db, row) is not None:
        raise Conflict("changed_meanwhile")
    db.add(DecisionMark(contribution_id=row.id, marked_by=actor.account_id, marked_at=now()))
    tell(db, proceeding, "decision.marked", row.reference)


def unmark_decision(db: Session, actor: Actor, *, proceeding_id: int, reference: str) -> None:
    """Take the mark away. Raises as `mark_decision`, Conflict where there is none."""
    proceeding, row = _message(db, actor, proceeding_id, reference)
    mark = _mark(db, row)
    if mark is None:
        raise Conflict("changed_meanwhile")
    mark.ended_by, mark.ended_at = actor.account_id, now()
    tell(db, proceeding, "decision.unmarked", row.reference)


def _message(db: Session, actor: Actor, proceeding_id: int, reference: str) -> tuple[Proceeding, Contribution]:
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "room:lead", proceeding)
    check_open(proceeding)
    same = Contribution.reference == reference, Contribution.proceeding_id == proceeding.id
    said = Contribution.kind == "comment", Contribution.place.is_not(None)
    row = db.scalar(select(Contribution).where(*same, *said).with_for_update())
    if row is None or proceeding.kind != "workspace":
        raise NotFound
    return proceeding, row


def _mark(db: Session, row: Contribution) -> DecisionMark | None:
    query = select(DecisionMark).where(DecisionMark.contribution_id == row.id, DecisionMark.ended_at.is_(None))
    return db.scalar(query.with_for_update())
