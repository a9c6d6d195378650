"""Writing a line, attributed to who has the floor unless the note-taker says otherwise."""

from dataclasses import dataclass, replace
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.floor.queries import floor_of, turn_now
from consult.hearings.notes.models import KINDS, LATE, STEP, Line
from consult.hearings.notes.operations.columns import (
    checked_name,
    checked_words,
    hold_column,
    noted,
    refuse_agreed,
)
from consult.hearings.programme.models import AgendaItem
from consult.hearings.programme.queries import item_by_public_id
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell

PRESENT, NOBODY = "", "none"
UNSPOKEN = ("scene", "summary")  # what nobody says, unless the note-taker attributes it


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line as it is sent. `key` makes two sendings one.

    `turn` and `item` are public ids, PRESENT for who has the floor and the item under discussion, NOBODY for none. `speaker`
    is a typed name and goes before the turn. `original` is None where the language that the speaker announced decides.
    `automatic` says that a script filled in turn and item as its page knew them, which may be late.
    """

    key: str
    language: str
    kind: str
    text: str
    turn: str = PRESENT
    item: str = PRESENT
    speaker: str = ""
    original: bool | None = None
    automatic: bool = False


class Written(NamedTuple):
    """A line that is stored; `dup` says that it was before."""

    id: str
    version: int
    dup: bool = False


def write_line(db: Session, actor: Actor, *, proceeding_id: int, new: NewLine) -> Written:
    """Add a line at the end of its language, or behind the last line of an earlier turn.

    Raises NotFound for whoever takes no minutes here, Closed before the opening, Invalid for a choice that is not there,
    Conflict where the text is agreed or the key was used for another line.
    """
    hearing = noted(db, actor, proceeding_id)
    hold_column(db, hearing, new.language)
    words = checked_words(new.text)
    if new.kind not in KINDS:
        raise Invalid("kind", "no_such_choice")
    if (before := _written_before(db, actor, hearing, new, words)) is not None:
        return before
    new = _kept_in(db, hearing, new)
    name = checked_name(db, hearing, new.speaker)
    turn = None if name else found_turn(db, hearing, new.turn, new.kind, new.item)
    item = _found_item(db, actor, hearing, new.item, turn)
    refuse_agreed(db, item.id if item else None, new.language)
    line = Line(
        proceeding_id=hearing.id,
        item_id=item.id if item else None,
        turn_id=turn.id if turn else None,
        language=new.language,
        position=_position(db, hearing.id, new.language, turn),
        kind=new.kind,
        speaker=name,
        original=_is_original(db, hearing, new, turn),
        text=words,
        key=new.key or None,
        written_at=now(),
        written_by=actor.account_id,
    )
    db.add(line)
    db.flush()
    tell(db, hearing, "line.written", line.public_id, closed=item is not None and item.audience == "closed")
    return Written(line.public_id, line.version)


def _kept_in(db: Session, hearing: Proceeding, new: NewLine) -> NewLine:
    """While a closed item is dealt with, what a page attributes by itself belongs to that: it may not have heard of it yet."""
    if not new.automatic:
        return new
    now_at = floor_of(db, hearing.id).item_id
    item = db.get(AgendaItem, now_at) if now_at is not None else None
    if item is None or item.audience == "public" or new.item == item.public_id:
        return new
    return replace(new, turn=PRESENT, item=PRESENT)


def found_turn(db: Session, hearing: Proceeding, wanted: str, kind: str, item: str = PRESENT) -> Turn | None:
    """The turn a line belongs to: the present one, a named one, or none. Raises Invalid for one that is not there."""
    if wanted == NOBODY or (wanted == PRESENT and (kind in UNSPOKEN or item != PRESENT)):
        return None
    if wanted == PRESENT:
        return turn_now(db, hearing.id)
    turn = db.scalar(select(Turn).where(Turn.proceeding_id == hearing.id, Turn.public_id == wanted))
    if turn is None:
        raise Invalid("turn", "no_such_choice")
    return turn


def _found_item(db: Session, actor: Actor, hearing: Proceeding, wanted: str, turn: Turn | None) -> AgendaItem | None:
    if turn is not None:
        item = db.get_one(AgendaItem, turn.item_id)
        if wanted not in (PRESENT, item.public_id):
            raise Invalid("turn", "no_such_choice")
        return item
    if wanted == PRESENT:
        now_at = floor_of(db, hearing.id).item_id
        return db.get(AgendaItem, now_at) if now_at is not None else None
    return None if wanted == NOBODY else item_by_public_id(db, actor, hearing, wanted)


def _is_original(db: Session, hearing: Proceeding, new: NewLine, turn: Turn | None) -> bool:
    if new.original is not None:
        return new.original
    spoken = db.scalar(select(Speaker.language).where(Speaker.id == turn.speaker_id)) if turn else hearing.language
    return bool(spoken == new.language)


def _position(db: Session, proceeding_id: int, language: str, turn: Turn | None) -> int:
    """Behind everything, or, where others have spoken since, behind the last line of the turn."""
    column = select(Line.position, Line.turn_id).where(Line.proceeding_id == proceeding_id, Line.language == language)
    newest = db.execute(column.order_by(Line.position.desc(), Line.id.desc()).limit(1)).first()
    if newest is None:
        return STEP
    if turn is None or turn.ended_at is None or newest.turn_id == turn.id:
        return int(newest.position) + STEP
    own = column.where(Line.turn_id == turn.id).order_by(Line.position.desc())
    last = db.scalar(own.limit(1))
    return int(newest.position) + STEP if last is None else int(last) + LATE


def _written_before(db: Session, actor: Actor, hearing: Proceeding, new: NewLine, words: str) -> Written | None:
    """The line that the same key made. Raises Conflict where it was somebody else's, or another text."""
    if not new.key:
        return None
    found = db.scalar(select(Line).where(Line.proceeding_id == hearing.id, Line.key == new.key))
    if found is None:
        return None
    if found.written_by != actor.account_id or (found.version == 1 and found.text != words):
        raise Conflict("key_used")
    return Written(found.public_id, found.version, dup=True)
