"""The next few of a bulk, in one transaction: decided or undone, each with its own entry, or refused with why."""

from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from consult.bodies.actors import actor_of_account
from consult.contributions.models import Contribution, Flag
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import Base, new_public_id
from consult.core.errors import Conflict, NotFound
from consult.core.prepared import Inserting, Prepared, cursor_in
from consult.moderation.bulk_models import Bulk, BulkLine
from consult.moderation.claim_queries import claimed_by_others
from consult.moderation.models import Decision
from consult.moderation.operations.acts import Noted, before, change
from consult.moderation.operations.bulk import own_bulk
from consult.moderation.operations.claiming import end_claims
from consult.moderation.operations.deciding import undo_time
from consult.moderation.operations.escalating import settle_escalation
from consult.moderation.operations.locking import role_at
from consult.moderation.operations.telling import ask_to_tell_all
from consult.moderation.operations.undoing_many import undo_many
from consult.moderation.operations.writing_many import Found, write_many
from consult.moderation.waiting import note_what_waits
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

_TABLES = Base.metadata.tables
_LINE = _TABLES[BulkLine.__tablename__]
_DECIDE = Inserting(_TABLES[Decision.__tablename__])
_SETTLE = Prepared(
    update(_LINE)
    .where(_LINE.c.bulk_id == bindparam("bulk"), _LINE.c.contribution_id == bindparam("contribution"))
    .values(state=bindparam("state"), problem=bindparam("problem"))
)


def go_on(db: Session, actor: Actor, *, public_id: str, limit: int) -> int:
    """Decide or undo at most `limit` of a bulk in the name of who asked, with the rights of now; how many. 0 when it is over.

    Each line is written with what became of it, so that after a crash nothing is decided twice.
    """
    bulk = own_bulk(db, actor, public_id)
    if bulk.state not in ("running", "undoing"):
        return 0
    acting = actor_of_account(db, bulk.account_id) if actor.system else actor
    of_state = "waiting" if bulk.state == "running" else "undoing"
    query = select(BulkLine.contribution_id, BulkLine.seen)
    query = query.where(BulkLine.bulk_id == bulk.id, BulkLine.state == of_state)
    lines = {row[0]: row[1] for row in db.execute(query.order_by(BulkLine.contribution_id).limit(limit))}
    if not lines:
        bulk.state, bulk.ended_at = "done", now()
        return 0
    found, problems = _locked(db, acting, list(lines))
    problems |= (
        _decide(db, acting, bulk, found, lines) if bulk.state == "running" else undo_many(db, acting, bulk, found)
    )
    done, kept = ("decided", "refused") if bulk.state == "running" else ("undone", "decided")
    rows = [
        {
            "bulk": bulk.id,
            "contribution": one,
            "state": kept if one in problems else done,
            "problem": problems.get(one),
        }
        for one in lines
    ]
    _SETTLE.run_many(cursor_in(db), rows)
    return len(lines)


def _locked(db: Session, acting: Actor, ids: list[int]) -> tuple[Found, dict[int, str]]:
    """The contributions where the actor moderates, with their proceedings, locked in one order; and those that are not."""
    rooms: dict[int, Proceeding | None] = {}
    wanted = select(Contribution.proceeding_id).where(Contribution.id.in_(ids)).distinct()
    for room in sorted(db.scalars(wanted)):
        try:
            proceeding = locked_proceeding(db, acting, room)
            require(acting, "contribution:moderate", proceeding)
            rooms[room] = proceeding
        except NotFound:
            rooms[room] = None
    query = select(Contribution).where(Contribution.id.in_(ids)).order_by(Contribution.id).with_for_update()
    rows = {row.id: (rooms[row.proceeding_id], row) for row in db.scalars(query)}
    known = {one: (room, row) for one, (room, row) in rows.items() if room is not None}
    return known, {one: "not_found" for one in ids if one not in known}


def _decide(db: Session, acting: Actor, bulk: Bulk, found: Found, seen: dict[int, int]) -> dict[int, str]:
    """Decide on these; why those that are not decided are not."""
    at, problems, decisions = now(), dict[int, str](), list[dict[str, Any]]()
    changed: list[tuple[Proceeding, Contribution, Noted]] = []
    rooms = {room.id: room for room, _row in found.values()}
    final = {one: at + undo_time(db, room) for one, room in rooms.items()}
    flagged = [row.id for _room, row in found.values() if row.flags]
    claimed = claimed_by_others(db, acting, list(found), at)
    appealed = [one for one, (_room, row) in found.items() if row.appealed]
    for one, (room, row) in found.items():
        db.expunge(row)  # written below, all at once
        try:
            was = before(row)
            _check(row, seen[one], one in claimed)
            noted = change(row, bulk.act, bulk.reason)
        except Conflict as error:
            problems[one] = _why(row, error)
            continue
        row.flags = 0
        changed.append((room, row, noted))
        decisions.append(_decision(bulk, acting, room, row, was, at, final[room.id]))
    for room, row, _noted in changed:
        settle_escalation(db, acting, room, row, at=at)
    write_many(db, changed)
    end_claims(db, [row.id for _room, row, _noted in changed], acting)
    _settle_flags(db, [one for one in flagged if one not in problems], at)
    _DECIDE.run_many(cursor_in(db), decisions)
    for one in (one for one in appealed if one not in problems):  # what was appealed against may be lifted by this
        note_what_waits(db, db.get_one(Contribution, one))
    made = select(Decision.id, Decision.public_id, Decision.final_at)
    ask_to_tell_all(db, db.execute(made.where(Decision.public_id.in_([one["public_id"] for one in decisions]))).all())  # type: ignore[arg-type]
    return problems


def _check(row: Contribution, seen: int, is_claimed: bool) -> None:
    if row.latest != seen:
        raise Conflict("corrected_meanwhile")
    if is_claimed:
        raise Conflict("claimed")


def _why(row: Contribution, error: Conflict) -> str:
    """What came between, as far as the row tells."""
    if row.state in ("withdrawn", "erased"):
        return f"{row.state}_meanwhile"
    return "decided_meanwhile" if error.problem == "changed_meanwhile" else error.problem


def _decision(
    bulk: Bulk,
    acting: Actor,
    room: Proceeding,
    row: Contribution,
    was: dict[str, Any],
    at: datetime,
    final_at: datetime,
) -> dict[str, Any]:
    return {
        "public_id": new_public_id(),
        "contribution_id": row.id,
        "version": row.latest,
        "act": bulk.act,
        "reason": bulk.reason,
        "note": bulk.note,
        "decided_by": acting.account_id,
        "decided_role": role_at(acting, room),
        "decided_at": at,
        "final_at": final_at,
        "undone_at": None,
        "undone_by": None,
        "before": was,
        "bulk": bulk.public_id,
    }


def _settle_flags(db: Session, ids: list[int], at: datetime) -> None:
    if ids:
        open_ones = update(Flag).where(Flag.contribution_id.in_(ids), Flag.settled_at.is_(None))
        db.execute(open_ones.values(settled_at=at).execution_options(synchronize_session=False))
