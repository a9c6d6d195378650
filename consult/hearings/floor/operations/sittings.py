"""Opening and closing sessions, and going through the agenda."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict
from consult.hearings.floor.operations.chairing import Chaired, take_chair
from consult.hearings.floor.states import ITEM, SESSION, after
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.hearings.programme.queries import item_rows


def open_session(db: Session, actor: Actor, *, proceeding_id: int, seen: int, session: str) -> int:
    """Open a session, or one that was closed again; what the floor counts now.

    Raises Conflict when it or another one is open, or the hearing is not.
    """
    chaired = take_chair(db, actor, proceeding_id, seen)
    chaired.require_open()
    row = chaired.session(session)
    state = after(SESSION, "open_session", row.state, "session")
    if _an_open_session(chaired):
        raise Conflict("another_session_open")
    row.state, row.closed_at = state, None
    row.opened_at = row.opened_at or now()
    chaired.tell("session.opened", row.public_id)
    return chaired.floor.moves


def close_session(db: Session, actor: Actor, *, proceeding_id: int, seen: int, session: str) -> int:
    """Close a session; the item that is dealt with is suspended. Raises Conflict while somebody has the floor."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    row = chaired.session(session)
    state = after(SESSION, "close_session", row.state, "session")
    chaired.require_no_turn()
    if (item := chaired.current_item()) is not None:
        _leave_item(chaired, item, "suspend_item")
    row.state, row.closed_at = state, now()
    chaired.tell("session.closed", row.public_id)
    return chaired.floor.moves


def open_item(db: Session, actor: Actor, *, proceeding_id: int, seen: int, item: str) -> int:
    """Take up an item: for the first time, or again. Raises Conflict while another one is dealt with or no session is open."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    row = chaired.item(item)
    if chaired.floor.item_id not in (None, row.id):
        raise Conflict("another_item_is_current")
    _take_up(chaired, row)
    return chaired.floor.moves


def suspend_item(db: Session, actor: Actor, *, proceeding_id: int, seen: int, item: str) -> int:
    """Break off an item, to be taken up again. Raises Conflict while somebody has the floor."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    _leave_item(chaired, chaired.item(item), "suspend_item")
    return chaired.floor.moves


def finish_item(db: Session, actor: Actor, *, proceeding_id: int, seen: int, item: str) -> int:
    """Conclude an item. Raises Conflict while somebody has the floor."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    _leave_item(chaired, chaired.item(item), "finish_item")
    return chaired.floor.moves


def next_item(db: Session, actor: Actor, *, proceeding_id: int, seen: int) -> int:
    """Conclude the present item and take up the next of the agenda. Raises Conflict when there is none."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    current = chaired.current_item()
    following = item_after(item_rows(db, proceeding_id), current)
    if following is None:
        raise Conflict("no_next_item")
    if current is not None:
        _leave_item(chaired, current, "finish_item")
    _take_up(chaired, chaired.item(following.public_id))
    return chaired.floor.moves


def item_after(rows: list[AgendaItem], current: AgendaItem | None) -> AgendaItem | None:
    """The first item after the present one that is still to come, headings of others left out."""
    headings = {row.parent_id for row in rows}
    ids = [row.id for row in rows]
    rest = rows[ids.index(current.id) + 1 :] if current is not None else rows
    return next((row for row in rest if row.state in ("planned", "suspended") and row.id not in headings), None)


def _take_up(chaired: Chaired, row: AgendaItem) -> None:
    chaired.require_open()
    state = after(ITEM, "open_item", row.state, "item")
    if _has_sessions(chaired) and not _an_open_session(chaired):
        raise Conflict("no_open_session")
    row.state, row.closed_at = state, None
    row.opened_at = row.opened_at or now()
    chaired.floor.item_id = row.id
    chaired.tell("item.opened", row.public_id, row)


def _leave_item(chaired: Chaired, row: AgendaItem, move: str) -> None:
    state = after(ITEM, move, row.state, "item")
    if row.id == chaired.floor.item_id:
        chaired.require_no_turn()
        chaired.floor.item_id = None
    row.state = state
    if state == "done":
        row.closed_at = now()
    chaired.tell("item.done" if state == "done" else "item.suspended", row.public_id, row)


def _has_sessions(chaired: Chaired) -> bool:
    query = select(HearingSession.id).where(HearingSession.proceeding_id == chaired.proceeding.id).limit(1)
    return chaired.db.scalar(query) is not None


def _an_open_session(chaired: Chaired) -> bool:
    query = select(HearingSession.id).where(HearingSession.proceeding_id == chaired.proceeding.id)
    return chaired.db.scalar(query.where(HearingSession.state == "open").limit(1)) is not None
