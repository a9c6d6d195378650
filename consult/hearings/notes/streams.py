"""What those who follow a hearing are told of its minutes: made from the rows as they are now."""

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.hearings.notes.models import Agreement, Line
from consult.hearings.notes.queries import LINES, Said, said, withheld_names
from consult.hearings.programme.models import AgendaItem
from consult.live.streams import Event, Stream


def line_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """The lines of some public ids on the wire; of a removed one its state alone, of a closed item to the desk alone."""
    query = LINES.where(Line.proceeding_id == stream.scope_id, Line.public_id.in_(references))
    rows = db.execute(query).all()
    withheld = withheld_names(db, stream.scope_id) if any(row[0].speaker for row in rows) else frozenset()
    found = [said(row, withheld) for row in rows]
    return {one.id: told(one) for one in found if stream.audience == "desk" or not one.is_closed}


def told(line: Said) -> dict[str, Any]:
    """One line on the wire, free of the language of the interface."""
    if line.state != "written":
        return {"state": line.state}
    return {
        "state": line.state,
        "item": line.item,
        "turn": line.turn,
        "language": line.language,
        "position": line.position,
        "kind": line.kind,
        "speaker": line.name,
        "organisation": line.organisation,
        "category": line.category,
        "identity": line.identity,
        "original": line.original,
        "text": line.text,
        "version": line.version,
    }


def minutes_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """In which languages the text of some items is agreed: `{languages}` by public id of the item."""
    query = select(AgendaItem.id, AgendaItem.public_id).where(
        AgendaItem.proceeding_id == stream.scope_id, AgendaItem.public_id.in_(references)
    )
    if stream.audience != "desk":
        query = query.where(AgendaItem.audience == "public")
    items = {row.id: row.public_id for row in db.execute(query)}
    agreed: defaultdict[str, list[str]] = defaultdict(list)
    in_force = select(Agreement).where(Agreement.item_id.in_(items), Agreement.ended_at.is_(None))
    for row in db.scalars(in_force.order_by(Agreement.language)):
        agreed[items[row.item_id]].append(row.language)
    return {one: {"languages": agreed[one]} for one in items.values()}
