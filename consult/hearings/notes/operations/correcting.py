"""Correcting and removing a line; what it said before is kept."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.hearings.notes.models import KINDS, Line, LineVersion
from consult.hearings.notes.operations.columns import (
    checked_name,
    checked_words,
    hold_column,
    noted,
    refuse_agreed,
)
from consult.hearings.notes.operations.writing import found_turn
from consult.hearings.programme.models import AgendaItem
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell


@dataclass(frozen=True, slots=True)
class Correction:
    """A new wording of a line; what is None stays as it is. `turn` is a public id or `none`, `speaker` a typed name."""

    text: str
    kind: str | None = None
    turn: str | None = None
    speaker: str | None = None
    original: bool | None = None


def correct_line(db: Session, actor: Actor, *, proceeding_id: int, line: str, seen: int, correction: Correction) -> int:
    """Give a line another wording and keep the earlier one; the number of its version.

    `seen` is the version that the note-taker read: Conflict where it was corrected meanwhile, was removed, or is agreed.
    """
    hearing, row, item = _held(db, actor, proceeding_id, line, seen)
    words, kind = checked_words(correction.text), correction.kind or row.kind
    if kind not in KINDS:
        raise Invalid("kind", "no_such_choice")
    name, turn_id = _attributed(db, hearing, row, kind, correction)
    original = row.original if correction.original is None else correction.original
    if (row.text, row.kind, row.speaker, row.turn_id, row.original) == (words, kind, name, turn_id, original):
        return row.version
    db.add(_kept(row))
    row.text, row.kind, row.speaker, row.turn_id, row.original = words, kind, name, turn_id, original
    row.version += 1
    row.corrected_at, row.corrected_by = now(), actor.account_id
    tell(db, hearing, "line.corrected", row.public_id, closed=_is_closed(item))
    return row.version


def remove_line(db: Session, actor: Actor, *, proceeding_id: int, line: str, seen: int) -> None:
    """Take a line out of the minutes; those who note still find it. Raises Conflict as for a correction."""
    hearing, row, item = _held(db, actor, proceeding_id, line, seen)
    db.add(_kept(row))
    row.state = "removed"
    row.version += 1
    row.corrected_at, row.corrected_by = now(), actor.account_id
    tell(db, hearing, "line.removed", row.public_id, closed=_is_closed(item))


def _held(
    db: Session, actor: Actor, proceeding_id: int, public_id: str, seen: int
) -> tuple[Proceeding, Line, AgendaItem | None]:
    hearing = noted(db, actor, proceeding_id)
    here = (Line.proceeding_id == hearing.id, Line.public_id == public_id)
    language = db.scalar(select(Line.language).where(*here))
    if language is None:
        raise NotFound
    hold_column(db, hearing, language)
    row = db.scalars(select(Line).where(*here).with_for_update()).one()
    if row.version != seen or row.state != "written":
        raise Conflict("changed_meanwhile")
    refuse_agreed(db, row.item_id, row.language)
    return hearing, row, db.get(AgendaItem, row.item_id) if row.item_id is not None else None


def _attributed(
    db: Session, hearing: Proceeding, row: Line, kind: str, correction: Correction
) -> tuple[str | None, int | None]:
    """(typed name, turn) of the corrected line; a typed name goes before a turn."""
    name = checked_name(db, hearing, correction.speaker) if correction.speaker is not None else row.speaker
    if correction.turn is None:
        return name, None if name else row.turn_id
    turn = None if name else found_turn(db, hearing, correction.turn or "none", kind)
    if turn is not None and turn.item_id != row.item_id:
        raise Invalid("turn", "no_such_choice")
    return name, turn.id if turn else None


def _kept(row: Line) -> LineVersion:
    return LineVersion(
        line_id=row.id,
        number=row.version,
        kind=row.kind,
        turn_id=row.turn_id,
        speaker=row.speaker,
        original=row.original,
        text=row.text,
        written_at=row.corrected_at or row.written_at,
        written_by=row.corrected_by if row.corrected_at else row.written_by,
    )


def _is_closed(item: AgendaItem | None) -> bool:
    return item is not None and item.audience == "closed"
