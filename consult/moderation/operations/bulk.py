"""One act on many: it is asked for, gathered, confirmed, and goes on in chunks until it is done or cancelled."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, delete, func, insert, select, update
from sqlalchemy.orm import Session

from consult.contributions.access import FIELDS, visible
from consult.contributions.models import Contribution, Version
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import enqueue
from consult.moderation.bulk_models import Bulk, BulkLine
from consult.moderation.likeness.clauses import waits
from consult.moderation.likeness.models import Likeness, TextGroup
from consult.moderation.models import NEED_REASON, REASONS, Decision
from consult.moderation.operations.acts import STATE_ACTS
from consult.moderation.queries import Filter, matching_ids
from consult.policy.access import require_somewhere
from consult.proceedings.access import held_in_sql
from consult.proceedings.models import Proceeding

GATHERED_AT_ONCE = 2000
MOST_CHOSEN = 1000
AT_ONCE = 100  # so many are decided while their moderator waits; more are work for the worker
GO_ON = "bulk"
UNCONFIRMED = timedelta(days=1)


def propose_bulk(
    db: Session,
    actor: Actor,
    *,
    act: str,
    asked: Mapping[str, Any],
    looked_at: datetime,
    seen: int,
    reason: str | None = None,
    note: str = "",
) -> str:
    """Ask for one act on many; nothing is decided yet. `asked` holds one of `references`, `group` and `filter`.

    Gives the public id. Raises NotFound for whoever moderates nowhere, Invalid for an unknown act, a missing reason, or for
    no or more than a thousand references.
    """
    require_somewhere(actor, "contribution:moderate")
    if actor.account_id is None:
        raise NotFound
    if act not in STATE_ACTS:
        raise Invalid("act", "no_such_choice")
    if act in NEED_REASON and reason not in REASONS:
        raise Invalid("reason", "required")
    if "references" in asked and not asked["references"]:
        raise Invalid("references", "nothing_ticked")
    if len(asked.get("references", ())) > MOST_CHOSEN:
        raise Invalid("references", "too_many", limit=MOST_CHOSEN)
    row = Bulk(
        account_id=actor.account_id,
        act=act,
        reason=reason if act in NEED_REASON else None,
        note=note,
        asked=dict(asked),
        looked_at=min(looked_at, now()),
        seen=seen,
        asked_at=now(),
    )
    db.add(row)
    db.flush()
    return row.public_id


def gather_bulk(db: Session, actor: Actor, *, public_id: str, limit: int = GATHERED_AT_ONCE) -> bool:
    """Note the next of those that were seen; whether there may be more."""
    bulk = own_bulk(db, actor, public_id)
    if bulk.state != "gathering":
        return False
    rows = db.execute(
        _asked_for(actor, bulk).where(Contribution.id > bulk.after).order_by(Contribution.id).limit(limit)
    ).all()
    lines = [
        {"bulk_id": bulk.id, "contribution_id": row[0], "seen": row[1], "state": "waiting"}
        for row in rows
        if row[1] is not None
    ]
    if lines:
        db.execute(insert(BulkLine), lines)
    if len(rows) < limit:
        bulk.state = "proposed"
    else:
        bulk.after = rows[-1][0]
    return bulk.state == "gathering"


def _asked_for(actor: Actor, bulk: Bulk) -> Select[Any, Any]:
    """`(id, version that was seen)` of what was chosen; the version is None for what came after it was looked at."""
    if "filter" in bulk.asked:
        return matching_ids(actor, Filter(**bulk.asked["filter"]), bulk.looked_at)
    seen = select(func.max(Version.number)).where(
        Version.contribution_id == Contribution.id, Version.sent_at <= bulk.looked_at
    )
    chosen = select(Contribution.id, seen.scalar_subquery()).join(
        Proceeding, Proceeding.id == Contribution.proceeding_id
    )
    return chosen.where(visible(actor), held_in_sql(actor, "contribution:moderate"), _named(actor, bulk.asked))


def _named(actor: Actor, asked: Mapping[str, Any]) -> ColumnElement[bool]:
    if "references" in asked:
        return Contribution.reference.in_(asked["references"])
    of_group = select(Likeness.contribution_id).join(TextGroup, TextGroup.id == Likeness.group_id)
    of_group = of_group.where(TextGroup.public_id == asked["group"])
    return Contribution.id.in_(of_group) & waits() & FIELDS["text"].where(actor)


def start_bulk(db: Session, actor: Actor, *, public_id: str) -> int:
    """Confirm it; how many will be decided. The worker goes on with it, also after a crash. Raises Conflict when it has begun."""
    bulk = own_bulk(db, actor, public_id)
    if bulk.state != "proposed":
        raise Conflict("wrong_state")
    bulk.state, bulk.begun_at = "running", now()
    enqueue(db, GO_ON, {"bulk": bulk.public_id})
    return lines_in(db, bulk, "waiting")


def cancel_bulk(db: Session, actor: Actor, *, public_id: str) -> None:
    """Stop it: what was decided stays decided, and can be undone. Raises Conflict when it is over."""
    bulk = own_bulk(db, actor, public_id)
    if bulk.state not in ("gathering", "proposed", "running"):
        raise Conflict("wrong_state")
    bulk.state, bulk.ended_at = "cancelled", now()


def undo_bulk(db: Session, actor: Actor, *, public_id: str, references: list[str] | None = None) -> int:
    """Ask for its decisions to be undone, all or those on these references; how many. The worker does it.

    Raises Conflict while it is running, and when the time for all of it is over.
    """
    bulk = own_bulk(db, actor, public_id)
    if bulk.state not in ("done", "cancelled"):
        raise Conflict("wrong_state")
    still = select(Decision.contribution_id).where(
        Decision.bulk == bulk.public_id, Decision.undone_at.is_(None), Decision.final_at > now()
    )
    wanted = update(BulkLine).where(
        BulkLine.bulk_id == bulk.id, BulkLine.state == "decided", BulkLine.contribution_id.in_(still)
    )
    if references is not None:
        named = select(Contribution.id).where(Contribution.reference.in_(references))
        wanted = wanted.where(BulkLine.contribution_id.in_(named))
    db.execute(wanted.values(state="undoing").execution_options(synchronize_session=False))
    count = lines_in(db, bulk, "undoing")
    if not count:
        raise Conflict("undo_over")
    bulk.state = "undoing"
    enqueue(db, GO_ON, {"bulk": bulk.public_id})
    return count


def drop_unconfirmed(db: Session, actor: Actor) -> int:
    """Forget what was asked for more than a day ago and never confirmed; how many."""
    old = select(Bulk.id).where(Bulk.state.in_(("gathering", "proposed")), Bulk.asked_at < now() - UNCONFIRMED)
    ids = list(db.scalars(old.order_by(Bulk.id).with_for_update()))
    db.execute(delete(BulkLine).where(BulkLine.bulk_id.in_(ids)))
    db.execute(delete(Bulk).where(Bulk.id.in_(ids)))
    return len(ids)


def own_bulk(db: Session, actor: Actor, public_id: str) -> Bulk:
    """The own bulk, locked. Raises NotFound for anybody else but the worker, who goes on with it."""
    found = db.scalar(select(Bulk).where(Bulk.public_id == public_id).with_for_update())
    if found is None or not (actor.system or found.account_id == actor.account_id):
        raise NotFound
    return found


def lines_in(db: Session, bulk: Bulk, state: str) -> int:
    """How many of its lines are in a state."""
    query = select(func.count()).where(BulkLine.bulk_id == bulk.id, BulkLine.state == state)
    return db.scalar(query) or 0
