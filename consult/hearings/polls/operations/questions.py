"""Live questions: supporting one, and what the chair makes of it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.operations.opinions import cast_vote
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import new_public_id
from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.floor.operations.chairing import take_chair
from consult.hearings.polls.models import HANDLINGS, Handling
from consult.hearings.polls.operations.admitting import check_may_take_part
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell


def support_question(db: Session, actor: Actor, *, proceeding_id: int, reference: str, supports: bool = True) -> None:
    """Support a published question once, or no longer. Raises NotFound where the actor may not read it, Closed outside the
    hearing's time and for guests where none are let in."""
    proceeding = locked_proceeding(db, actor, proceeding_id)
    _question(db, proceeding, reference)
    check_may_take_part(db, actor, proceeding)
    choice = "agree" if supports else "pass"
    cast_vote(db, actor, proceeding_id=proceeding_id, reference=reference, choice=choice)


def handle_question(db: Session, actor: Actor, *, proceeding_id: int, seen: int, reference: str, state: str) -> int:
    """Mark a published question as taken up, answered or dismissed, or as waiting again. Raises Conflict when it is so."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    proceeding = chaired.proceeding
    if state not in HANDLINGS:
        raise Invalid("state", "no_such_choice")
    question = _question(db, proceeding, reference)
    row = db.scalar(select(Handling).where(Handling.contribution_id == question.id).with_for_update())
    if (row.state if row is not None else "waiting") == state:
        raise Conflict("wrong_state")
    if row is None:
        row = Handling(contribution_id=question.id, public_id=new_public_id(), proceeding_id=proceeding.id)
        db.add(row)
    row.state, row.handled_at = state, now()
    tell(db, proceeding, f"handling.{state}", row.public_id, at=row.handled_at)
    return chaired.floor.moves


def _question(db: Session, proceeding: Proceeding, reference: str) -> Contribution:
    row = db.scalar(
        select(Contribution).where(
            Contribution.proceeding_id == proceeding.id,
            Contribution.reference == reference,
            Contribution.kind == "question",
        )
    )
    if row is None or row.state != "published" or row.place is None:
        raise NotFound
    return row
