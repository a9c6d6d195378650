"""Undoing a decision for as long as its author has not been told: the state before is given back, exactly."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Flag
from consult.contributions.operations.listing import record_at_desk, standing
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.moderation.models import Decision, Escalation
from consult.moderation.operations.acts import STATE_ACTS, Noted, write_down
from consult.moderation.waiting import note_what_waits
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

# The act of the ledger by which each state is given back.
GIVEN_BACK = {"pending": "recalled", "published": "restored", "hidden": "hidden", "declined": "declined"}


def undo_decision(db: Session, actor: Actor, *, decision: str) -> str:
    """Undo a decision by its public id, before its `final_at`; the reference of what was decided on.

    Raises NotFound for whoever may not moderate there, Conflict when it is too late (`undo_over`), when it was undone already,
    when another decision came after it, or when its author corrected or withdrew what was decided on.
    """
    known = db.execute(
        select(Decision.contribution_id, Contribution.proceeding_id)
        .join(Contribution, Contribution.id == Decision.contribution_id)
        .where(Decision.public_id == decision)
    ).one_or_none()
    if known is None:
        raise NotFound
    proceeding = locked_proceeding(db, actor, known.proceeding_id)
    require(actor, "contribution:moderate", proceeding)
    row = db.scalars(select(Contribution).where(Contribution.id == known.contribution_id).with_for_update()).one()
    undo_locked(db, actor, proceeding, row, decision)
    return row.reference


def undo_locked(db: Session, actor: Actor, proceeding: Proceeding, row: Contribution, decision: str) -> None:
    """The same where the right was asked for, and proceeding and contribution are locked."""
    one = db.scalars(select(Decision).where(Decision.public_id == decision).with_for_update()).one()
    in_force = select(func.max(Decision.id)).where(Decision.contribution_id == row.id, Decision.undone_at.is_(None))
    check_undo(row, one, db.scalar(in_force) or 0)
    one.undone_at, one.undone_by = now(), actor.account_id
    noted = give_back(row, one)
    _unsettle(db, row, one)
    note_what_waits(db, row)
    write_down(db, proceeding, row, noted)
    _ask_again(db, proceeding, row, one)


def _ask_again(db: Session, proceeding: Proceeding, row: Contribution, decision: Decision) -> None:
    """What the secretariat was asked, and this decision settled, is open again."""
    settled = select(Escalation).where(
        Escalation.contribution_id == row.id, Escalation.settled_at == decision.decided_at
    )
    for one in db.scalars(settled):
        one.answer, one.settled_at, one.settled_by, one.settled_role = "", None, None, None
        row.escalated = True
        record_at_desk(db, proceeding, row, "escalated", standing(db, row))


def check_undo(row: Contribution, decision: Decision, latest: int) -> None:
    """Raises Conflict, with what stands against it, where the state before cannot be given back any more.

    `latest` is the id of the last decision in force on the contribution, 0 where there is none.
    """
    if decision.undone_at is not None:
        raise Conflict("undone_already")
    if row.state in ("withdrawn", "erased"):
        raise Conflict(f"{row.state}_meanwhile")
    if row.redacting:
        raise Conflict("proposal_waits")  # nothing is made public before its second person
    if latest > decision.id:
        raise Conflict("decided_meanwhile")
    if row.latest != decision.version:
        raise Conflict("corrected_meanwhile")
    if decision.before is None or decision.act not in STATE_ACTS:
        raise Conflict("not_undoable")
    if now() >= decision.final_at:
        raise Conflict("undo_over")


def give_back(row: Contribution, decision: Decision) -> Noted:
    """Give the state before back to a row; what the ledger is told of that."""
    was = decision.before or {}
    state, version = row.state, row.version
    row.state, row.version, row.waiting, row.reason = (was[name] for name in ("state", "version", "waiting", "reason"))
    if row.state != state:
        return Noted(GIVEN_BACK[row.state])
    return Noted("edited") if row.version != version else Noted("undone", desk_only=True)


def _unsettle(db: Session, row: Contribution, decision: Decision) -> None:
    """The flags that this decision settled are open again."""
    settled = update(Flag).where(Flag.contribution_id == row.id, Flag.settled_at == decision.decided_at)
    db.execute(settled.values(settled_at=None).execution_options(synchronize_session=False))
    still_open = select(func.count()).where(Flag.contribution_id == row.id, Flag.settled_at.is_(None))
    row.flags = db.scalar(still_open) or 0
