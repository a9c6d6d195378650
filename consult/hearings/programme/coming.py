"""Many hearings at once: what each is called, its next session, and what is held under a consultation or workspace."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.hearings.programme.models import AgendaItem, HearingSession, Plan
from consult.hearings.programme.queries import in_tree_order
from consult.proceedings.access import visible
from consult.proceedings.models import Proceeding


def forms_of(db: Session, proceeding_ids: Sequence[int]) -> dict[int, str]:
    """What these hearings are called (FORMS)."""
    rows = db.execute(select(Plan.proceeding_id, Plan.form).where(Plan.proceeding_id.in_(proceeding_ids)))
    return dict.fromkeys(proceeding_ids, "hearing") | {row[0]: row[1] for row in rows}


def next_sessions(db: Session, proceeding_ids: Sequence[int], at: datetime) -> dict[int, HearingSession]:
    """Of each of these hearings the session that goes on or comes next, where there is one."""
    found: dict[int, HearingSession] = {}
    known = (HearingSession.proceeding_id.in_(proceeding_ids), HearingSession.state.in_(("planned", "open")))
    query = select(HearingSession).where(*known, HearingSession.ends_at > at).order_by(HearingSession.starts_at)
    for row in db.scalars(query):
        found.setdefault(row.proceeding_id, row)
    return found


def held_under(db: Session, actor: Actor, proceeding_id: int) -> list[Proceeding]:
    """The hearings under a consultation or workspace that the actor may see, drafts left out."""
    query = select(Proceeding).join(Plan, Plan.proceeding_id == Proceeding.id)
    rows = query.where(visible(actor), Plan.under_id == proceeding_id, Proceeding.state != "draft")
    return list(db.scalars(rows.order_by(Proceeding.opens_at, Proceeding.id)))


def seen_above(db: Session, actor: Actor, plan: Plan) -> Proceeding | None:
    """What a hearing is held under, where the actor may see it."""
    if plan.under_id is None:
        return None
    return db.scalar(select(Proceeding).where(Proceeding.id == plan.under_id, visible(actor)))


def open_items(db: Session, proceeding_ids: Sequence[int]) -> dict[int, list[AgendaItem]]:
    """The agendas of these hearings in the order of the tree, without anything that is closed."""
    rows: defaultdict[int, list[AgendaItem]] = defaultdict(list)
    query = select(AgendaItem).where(AgendaItem.proceeding_id.in_(proceeding_ids), AgendaItem.audience == "public")
    for row in db.scalars(query.order_by(AgendaItem.position, AgendaItem.id)):
        rows[row.proceeding_id].append(row)
    return {number: in_tree_order(items) for number, items in rows.items()}
