"""Filing a debate of another record: its session, the sections as items, and what was said as lines."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import new_public_id
from consult.core.localized import set_all_texts
from consult.hearings.notes.models import Line
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.hearings.record.models import Origin
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell
from consult.records.akn.debate import Saying, Section

TYPES = {"prayers": "opening", "adjournment": "closing", "oralStatements": "statements"}


def file_session(db: Session, actor: Actor, *, proceeding_id: int, day: date) -> int:
    """The one session of a debate, on its day; from when to when is not told, so it is the whole day. Its id."""
    proceeding = _draft(db, actor, proceeding_id)
    begins = datetime.combine(day, time(), UTC)
    row = HearingSession(
        proceeding_id=proceeding_id,
        number=1,
        zone=proceeding.zone,
        starts_local=f"{day}T00:00",
        starts_at=begins,
        ends_local=f"{day + timedelta(days=1)}T00:00",
        ends_at=begins + timedelta(days=1),
        state="closed",
    )
    db.add(row)
    db.flush()
    tell(db, proceeding, "session.closed", row.public_id)
    return row.id


def file_sections(
    db: Session, actor: Actor, *, proceeding_id: int, session_id: int | None, items: dict[int, int], rows: list[Section]
) -> dict[int, int]:
    """Sections as items that are done; number of a section → id of its item. `items` holds those before."""
    proceeding = _draft(db, actor, proceeding_id)
    made: dict[int, int] = {}
    for one in rows:
        parent = None if one.parent is None else made.get(one.parent) or items[one.parent]
        item = AgendaItem(
            proceeding_id=proceeding_id,
            parent_id=parent,
            session_id=session_id,
            position=one.number,
            label=one.label,
            type=TYPES.get(one.source["element"], "discussion"),
            state="done",
            list_open=False,
        )
        db.add(item)
        db.flush()
        made[one.number] = item.id
        texts = {"title": {proceeding.language: one.title}, "note": {proceeding.language: one.note}}
        set_all_texts(db, {item.owner: texts}, proceeding.language)
        db.add(Origin(proceeding_id=proceeding_id, owner=item.owner, source=one.source))
        tell(db, proceeding, "item.done", item.public_id)
    return made


def file_sayings(db: Session, actor: Actor, *, proceeding_id: int, items: dict[int, int], rows: list[Saying]) -> None:
    """What was said as lines, in the order of the document."""
    proceeding = _draft(db, actor, proceeding_id)
    at = now()
    values: list[dict[str, Any]] = [
        {
            "public_id": new_public_id(),
            "proceeding_id": proceeding_id,
            "item_id": items[one.section],
            "language": proceeding.language,
            "position": one.number,
            "kind": one.kind,
            "speaker": one.speaker,
            "original": True,
            "text": one.text,
            "written_at": at,
        }
        for one in rows
    ]
    ids = db.scalars(insert(Line).returning(Line.id, sort_by_parameter_order=True), values).all()
    origins = [
        {"proceeding_id": proceeding_id, "owner": f"line:{line}", "source": one.source}
        for line, one in zip(ids, rows, strict=True)
    ]
    db.execute(insert(Origin), origins)
    for value in values:
        tell(db, proceeding, "line.written", value["public_id"])


def _draft(db: Session, actor: Actor, proceeding_id: int) -> Proceeding:
    proceeding = locked_proceeding(db, actor, proceeding_id)
    require(actor, "proceeding:create", proceeding)
    return proceeding
