"""Undoing the decisions of a bulk on many contributions at once: the same checks as for one, in a few statements for all."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Flag
from consult.contributions.operations.listing import record_at_desk
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict
from consult.moderation.bulk_models import Bulk
from consult.moderation.letter_models import Appeal
from consult.moderation.models import Decision, Escalation
from consult.moderation.operations.acts import Noted
from consult.moderation.operations.undoing import check_undo, give_back
from consult.moderation.operations.writing_many import Found, contents_of, write_many
from consult.moderation.waiting import note_what_waits
from consult.proceedings.models import Proceeding

Undone = dict[int, tuple[Proceeding, Contribution, Decision, Noted]]


def undo_many(db: Session, acting: Actor, bulk: Bulk, found: Found) -> dict[int, str]:
    """Undo the decisions of this bulk on these, which are locked; why those that stand do so."""
    query = select(Decision).where(Decision.bulk == bulk.public_id, Decision.contribution_id.in_(found))
    decisions = {one.contribution_id: one for one in db.scalars(query.order_by(Decision.id).with_for_update())}
    latest = _latest(db, list(found))
    problems: dict[int, str] = {}
    undone: Undone = {}
    for one, (room, row) in found.items():
        decision = decisions[one]
        try:
            check_undo(row, decision, latest[one])
        except Conflict as error:
            problems[one] = error.problem
        else:
            db.expunge(row)  # written below, all at once
            undone[one] = (room, row, decision, give_back(row, decision))
    _end(db, acting, undone)
    settled = _open_flags_again(db, undone)
    asked = _asked(db, undone)
    for one, (_room, row, _decision, _noted) in undone.items():
        row.flags = settled.get(one, row.flags)
        row.escalated = row.escalated or one in asked
    write_many(db, [(room, row, noted) for room, row, _decision, noted in undone.values()])
    _ask_again(db, undone, asked)
    _note_appeals(db, undone)
    return problems


def _latest(db: Session, ids: list[int]) -> dict[int, int]:
    """The last decision in force on each of these."""
    query = select(Decision.contribution_id, func.max(Decision.id)).where(
        Decision.contribution_id.in_(ids), Decision.undone_at.is_(None)
    )
    found = {row[0]: row[1] for row in db.execute(query.group_by(Decision.contribution_id))}
    return {one: found.get(one, 0) for one in ids}


def _end(db: Session, acting: Actor, undone: Undone) -> None:
    ids = [decision.id for _room, _row, decision, _noted in undone.values()]
    ended = update(Decision).where(Decision.id.in_(ids)).values(undone_at=now(), undone_by=acting.account_id)
    db.execute(ended.execution_options(synchronize_session=False))


def _moments(undone: Undone) -> dict[datetime, list[int]]:
    """What was decided in the same moment: a bulk has few of them."""
    found: dict[datetime, list[int]] = {}
    for one, (_room, _row, decision, _noted) in undone.items():
        found.setdefault(decision.decided_at, []).append(one)
    return found


def _open_flags_again(db: Session, undone: Undone) -> dict[int, int]:
    """Open the flags that these decisions settled; how many are open on each contribution that has any."""
    for at, ids in _moments(undone).items():
        settled = update(Flag).where(Flag.contribution_id.in_(ids), Flag.settled_at == at)
        db.execute(settled.values(settled_at=None).execution_options(synchronize_session=False))
    still_open = select(Flag.contribution_id, func.count()).where(
        Flag.contribution_id.in_(undone), Flag.settled_at.is_(None)
    )
    found = {row[0]: row[1] for row in db.execute(still_open.group_by(Flag.contribution_id))}
    return {one: found.get(one, 0) for one in undone}


def _asked(db: Session, undone: Undone) -> dict[int, list[Escalation]]:
    """What the secretariat was asked, and these decisions settled."""
    found: dict[int, list[Escalation]] = {}
    for at, ids in _moments(undone).items():
        query = select(Escalation).where(Escalation.contribution_id.in_(ids), Escalation.settled_at == at)
        for one in db.scalars(query.order_by(Escalation.id)):
            found.setdefault(one.contribution_id, []).append(one)
    return found


def _ask_again(db: Session, undone: Undone, asked: dict[int, list[Escalation]]) -> None:
    contents = contents_of(db, [undone[one][1] for one in asked]) if asked else {}
    for one, escalations in asked.items():
        room, row, _decision, _noted = undone[one]
        for escalation in escalations:
            escalation.answer, escalation.settled_at, escalation.settled_by = "", None, None
            escalation.settled_role = None
            record_at_desk(db, room, row, "escalated", contents[one])


def _note_appeals(db: Session, undone: Undone) -> None:
    """What was appealed against may be lifted by this, or stand again."""
    for one in _appealed(db, undone):
        note_what_waits(db, db.get_one(Contribution, one))


def _appealed(db: Session, undone: Iterable[int]) -> Sequence[int]:
    return db.scalars(select(Appeal.contribution_id).where(Appeal.contribution_id.in_(undone)).distinct()).all()
