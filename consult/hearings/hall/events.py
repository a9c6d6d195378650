"""What those who follow a hearing are told of its floor: from the rows as they are now, the same for each reader of a stream.

Outsiders (every stream but that of the desk) learn of a closed item its label and state alone and nothing of its speakers, and
of whoever is known to the secretariat alone neither name nor organisation.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from consult.contributions.access import DESK, OPEN
from consult.contributions.disclosure import Discloser
from consult.contributions.models import Contribution
from consult.contributions.queries import with_first_passage
from consult.contributions.streams import HOUSE, TOLD, Data, data_of
from consult.core.clock import now, rfc3339
from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.hall.models import Screen
from consult.hearings.notes.models import Line
from consult.hearings.notes.streams import line_data
from consult.hearings.programme.models import AgendaItem
from consult.hearings.programme.queries import item_rows, plan_of, sessions_of, texts_of
from consult.hearings.programme.timing import Hours, hours_of
from consult.live.streams import Event, Stream
from consult.proceedings.models import Proceeding

GONE = ("left", "removed")
Told = dict[str, dict[str, Any]]


def is_desk(stream: Stream) -> bool:
    """Whether those who follow read what outsiders do not."""
    return stream.audience == "desk"


def hearing_data(db: Session, stream: Stream, _references: Collection[str] | None = None) -> Told:
    """How the hearing is held now, by its public id."""
    proceeding = db.get_one(Proceeding, stream.scope_id)
    plan = plan_of(db, proceeding.id)
    return {
        proceeding.public_id: {
            "state": proceeding.phase(now()),
            "comments_open": proceeding.comments_open,
            "slow_mode": plan.slow_mode,
            "guests": plan.guests,
        }
    }


def session_data(db: Session, stream: Stream, references: Collection[str] | None = None) -> Told:
    """Each session, or those that are named, in their order."""
    return {
        row.public_id: {
            "state": row.state,
            "number": row.number,
            "starts_at": rfc3339(row.starts_at),
            "ends_at": rfc3339(row.ends_at),
        }
        for row in sessions_of(db, stream.scope_id)
        if references is None or row.public_id in references
    }


def item_data(db: Session, stream: Stream, references: Collection[str] | None = None) -> Told:
    """Each item, or those that are named, in the order of the agenda; `order` is its place in it."""
    rows = item_rows(db, stream.scope_id)
    hours = hours_of(rows, sessions_of(db, stream.scope_id))
    wanted = [row for row in rows if references is None or row.public_id in references]
    shown = [row for row in wanted if is_desk(stream) or row.audience != "closed"]
    titles = {owner: texts.get("title", {}) for owner, texts in texts_of(db, [row.owner for row in shown]).items()}
    places = {row.id: order for order, row in enumerate(rows)}
    return {row.public_id: _item(row, places[row.id], hours[row.id], row in shown, titles) for row in wanted}


def _item(row: AgendaItem, order: int, hours: Hours, is_shown: bool, titles: dict[str, Any]) -> dict[str, Any]:
    told = {
        "state": row.state,
        "label": row.label,
        "order": order,
        "depth": hours.depth,
        "starts_at": rfc3339(hours.starts_at) if hours.starts_at else None,
    }
    if not is_shown:
        return {**told, "closed": True}
    return {**told, "type": row.type, "list_open": row.list_open, "titles": dict(titles.get(row.owner, {}))}


def speaker_data(db: Session, stream: Stream, references: Collection[str] | None = None) -> Told:
    """Those who asked for the floor, or those that are named, in the order of their asking; who is gone only with the state."""
    query = _of_shown_items(select(Speaker, AgendaItem.public_id.label("item")), stream, Speaker.item_id)
    query = query.where(Speaker.proceeding_id == stream.scope_id).order_by(Speaker.id)
    query = query.where(Speaker.state.not_in(GONE) if references is None else Speaker.public_id.in_(list(references)))
    return {row.Speaker.public_id: _speaker(row.Speaker, row.item, is_desk(stream)) for row in db.execute(query)}


def _speaker(row: Speaker, item: str, at_desk: bool) -> dict[str, Any]:
    if row.state in GONE:
        return {"state": row.state}
    is_told = at_desk or row.identity == "public"
    return {
        "state": row.state,
        "kind": row.kind,
        "item": item,
        "name": row.name if is_told else None,
        "identity": row.identity,
        "organisation": (row.organisation or None) if is_told else None,
        "category": row.category,
        "country": row.country,
        "language": row.language,
        "position": row.position,
        "seconds": row.seconds,
        "present": row.present,
    }


def timer_data(db: Session, stream: Stream, references: Collection[str] | None = None) -> Told:
    """Every turn on the floor, or those that are named, in the order of their beginning; a running one ends at `ends_at`."""
    query = select(Turn, AgendaItem.public_id.label("item"), Speaker.public_id.label("speaker"))
    query = _of_shown_items(query.join(Speaker, Speaker.id == Turn.speaker_id), stream, Turn.item_id)
    query = query.where(Turn.proceeding_id == stream.scope_id).order_by(Turn.id)
    if references is not None:
        query = query.where(Turn.public_id.in_(list(references)))
    return {row.Turn.public_id: _timer(row) for row in db.execute(query)}


def _timer(row: Row[Any]) -> dict[str, Any]:
    turn: Turn = row.Turn
    state = "ended" if turn.ended_at is not None else "running" if turn.ends_at is not None else "paused"
    return {
        "speaker": row.speaker,
        "item": row.item,
        "state": state,
        "ends_at": rfc3339(turn.ends_at) if state == "running" and turn.ends_at is not None else None,
        "left_ms": turn.left_ms if state == "paused" else None,
        "seconds": turn.seconds,
        "spoken_ms": turn.spoken_ms,
    }


def _of_shown_items(query: Any, stream: Stream, item_id: Any) -> Any:
    query = query.join(AgendaItem, AgendaItem.id == item_id)
    return query if is_desk(stream) else query.where(AgendaItem.audience != "closed")


def screen_data(db: Session, stream: Stream, _references: Collection[str] | None = None) -> Told:
    """What the projector shows beside the floor, by the public id of the hearing; nothing that may not be read any more."""
    proceeding = db.get_one(Proceeding, stream.scope_id)
    chosen = db.get(Screen, proceeding.id)
    if chosen is None or chosen.kind is None or chosen.reference is None:
        return {proceeding.public_id: {"kind": None}}
    told: dict[str, Any] = {"kind": chosen.kind, "reference": chosen.reference}
    if chosen.kind != "poll":
        words = words_of(db, stream, chosen.reference)
        told = {**told, "words": words} if words else {"kind": None}
    return {proceeding.public_id: told}


def words_of(db: Session, stream: Stream, reference: str) -> dict[str, Any] | None:
    """What readers of a stream may have of one published contribution, None where that is nothing."""
    query = with_first_passage(HOUSE, stream.scope_id).where(Contribution.reference == reference)
    row = db.execute(query).one_or_none()
    if row is None:
        return None
    reading = Discloser(DESK if is_desk(stream) else OPEN).disclose(row, (row,))
    is_told = reading.state == "published" and reading.state in TOLD[stream.audience] and reading.text is not None
    return data_of(reading) if is_told else None


# In this order a client can make sense of each by what came before.
WHOLE = (
    ("hearing", hearing_data),
    ("session", session_data),
    ("item", item_data),
    ("speaker", speaker_data),
    ("timer", timer_data),
    ("screen", screen_data),
)
TELLERS: dict[str, Data] = dict(WHOLE)
LINES = 60  # of the minutes, in all languages together, for who begins anew


def whole(db: Session, stream: Stream) -> list[Event]:
    """The state of a hearing as events without a number; nothing for a proceeding of another kind."""
    if db.get_one(Proceeding, stream.scope_id).kind != "hearing":
        return []
    return [event for of, data in WHOLE for event in as_events(f"{of}.told", data(db, stream))]


def lines_whole(db: Session, stream: Stream) -> list[Event]:
    """The newest lines of the minutes as events without a number, in their order."""
    query = select(Line.public_id).where(Line.proceeding_id == stream.scope_id, Line.state == "written")
    newest = list(db.scalars(query.order_by(Line.position.desc(), Line.id.desc()).limit(LINES)))
    told = line_data(db, stream, newest) if newest else {}
    return [{"kind": "line.told", "ref": one, "data": told[one]} for one in reversed(newest) if one in told]


def as_events(kind: str, told: Told) -> Sequence[Event]:
    """Data by reference as events without a number."""
    return [{"kind": kind, "ref": reference, "data": data} for reference, data in told.items()]
