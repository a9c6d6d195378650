"""The lines of the minutes as readers read them; who asked that the name be withheld is never named by a line."""

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.notes.models import Agreement, Line, LineVersion
from consult.hearings.programme.access import readable
from consult.hearings.programme.models import AgendaItem
from consult.hearings.registration.models import Registration
from consult.policy.access import holds
from consult.proceedings.models import Proceeding


@dataclass(frozen=True, slots=True)
class Said:
    """One line: `item` and `turn` are public ids, `identity` that of the turn's speaker (`public`, `secretariat`) or None.

    Of a speaker who asked for that, neither `name` nor `organisation` is told.
    """

    id: str
    item: str | None
    turn: str | None
    language: str
    position: int
    kind: str
    name: str | None
    organisation: str | None
    category: str | None
    identity: str | None
    original: bool
    state: str
    text: str
    version: int
    written_at: datetime
    corrected_at: datetime | None
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Wording:
    """An earlier wording of a line."""

    number: int
    name: str | None
    identity: str | None
    kind: str
    text: str
    written_at: datetime


LINES: Select[*tuple[Any, ...]] = (
    select(Line, AgendaItem, Turn.public_id.label("turn"), Speaker)
    .join(Proceeding, Proceeding.id == Line.proceeding_id)
    .outerjoin(AgendaItem, AgendaItem.id == Line.item_id)
    .outerjoin(Turn, Turn.id == Line.turn_id)
    .outerjoin(Speaker, Speaker.id == Turn.speaker_id)
)
ORDER = (Line.position, Line.id)


def lines_of(
    db: Session, actor: Actor, proceeding: Proceeding, languages: Collection[str], *, item_id: int | None = None
) -> list[Said]:
    """The lines in some languages that the actor, who may see the hearing, may read, in their order."""
    query = _readable(actor, proceeding).where(Line.language.in_(languages), Line.state == "written")
    if item_id is not None:
        query = query.where(Line.item_id == item_id)
    return _told(db, proceeding.id, db.execute(query.order_by(*ORDER)).all())


def newest_lines(db: Session, actor: Actor, proceeding: Proceeding, language: str, most: int) -> list[Said]:
    """The last so many lines in a language, in their order."""
    query = _readable(actor, proceeding).where(Line.language == language, Line.state == "written")
    rows = db.execute(query.order_by(Line.position.desc(), Line.id.desc()).limit(most)).all()
    return _told(db, proceeding.id, rows[::-1])


def languages_noted(db: Session, actor: Actor, proceeding: Proceeding) -> dict[str, int]:
    """The languages in which there are lines that the actor may read, with how many, the one with most lines first."""
    count = func.count()
    query = (
        select(Line.language, count)
        .join(Proceeding, Proceeding.id == Line.proceeding_id)
        .outerjoin(AgendaItem, AgendaItem.id == Line.item_id)
        .where(Line.proceeding_id == proceeding.id, Line.state == "written", _open_to(actor))
        .group_by(Line.language)
    )
    return {row[0]: row[1] for row in db.execute(query.order_by(count.desc(), Line.language))}


def line_by_public_id(db: Session, actor: Actor, proceeding: Proceeding, public_id: str) -> Said:
    """One line. Raises NotFound where the actor may not read it; a removed one is there for those who note."""
    query = _readable(actor, proceeding).where(Line.public_id == public_id)
    if not holds(actor, "hearing:note", proceeding.where):
        query = query.where(Line.state == "written")
    found = _told(db, proceeding.id, db.execute(query).all())
    if not found:
        raise NotFound
    return found[0]


def wordings_of(db: Session, proceeding: Proceeding, public_id: str) -> list[Wording]:
    """The earlier wordings of a line that the reader was given before, the first one first."""
    query = (
        select(LineVersion, Speaker)
        .join(Line, Line.id == LineVersion.line_id)
        .outerjoin(Turn, Turn.id == LineVersion.turn_id)
        .outerjoin(Speaker, Speaker.id == Turn.speaker_id)
        .where(Line.proceeding_id == proceeding.id, Line.public_id == public_id)
    )
    withheld = withheld_names(db, proceeding.id)
    return [
        Wording(
            row.number, _name(row.speaker, speaker, withheld), _identity(row.speaker, speaker, withheld), row.kind, row.text,
            row.written_at,
        )
        for row, speaker in db.execute(query.order_by(LineVersion.number))
    ]  # fmt: skip


def removed_lines(db: Session, actor: Actor, proceeding: Proceeding, language: str) -> list[Said]:
    """What was removed from the lines of a language, for those who note."""
    if not holds(actor, "hearing:note", proceeding.where):
        raise NotFound
    query = _readable(actor, proceeding).where(Line.language == language, Line.state == "removed")
    return _told(db, proceeding.id, db.execute(query.order_by(*ORDER)).all())


def agreements_of(db: Session, proceeding_id: int) -> dict[tuple[str, str], Agreement]:
    """The agreements in force, by public id of the item and language."""
    query = (
        select(AgendaItem.public_id, Agreement)
        .join(AgendaItem, AgendaItem.id == Agreement.item_id)
        .where(AgendaItem.proceeding_id == proceeding_id, Agreement.ended_at.is_(None))
    )
    return {(item, row.language): row for item, row in db.execute(query)}


def mark_of(lines: Sequence[Said]) -> str:
    """What tells one state of a text from another, so that nobody agrees to what they have not read."""
    told = ",".join(f"{line.id}:{line.version}" for line in lines)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def withheld_names(db: Session, proceeding_id: int) -> frozenset[str]:
    """The names, in small letters, of those who take part in a hearing and asked that readers do not learn them."""
    names: set[str] = set()
    for table in (Speaker, Registration):
        asked = select(table.name).where(table.proceeding_id == proceeding_id, table.identity == "secretariat")
        names.update(name_key(name) for name in db.scalars(asked))
    return frozenset(names - {""})


def name_key(name: str) -> str:
    """A name as it is compared."""
    return " ".join(name.casefold().split())


def _readable(actor: Actor, proceeding: Proceeding) -> Select[*tuple[Any, ...]]:
    return LINES.where(Line.proceeding_id == proceeding.id, _open_to(actor))


def _open_to(actor: Actor) -> Any:
    return or_(Line.item_id.is_(None), readable(actor))


def _told(db: Session, proceeding_id: int, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[Said]:
    typed = any(row[0].speaker for row in rows)
    withheld = withheld_names(db, proceeding_id) if typed else frozenset()
    return [said(row, withheld) for row in rows]


def said(row: Row[*tuple[Any, ...]], withheld: frozenset[str]) -> Said:
    """A row of LINES as it is told; `withheld` are the names that no line may say."""
    line, item, turn, speaker = row.Line, row.AgendaItem, row.turn, row.Speaker
    named = speaker is not None and speaker.identity == "public"
    return Said(
        line.public_id,
        item.public_id if item else None,
        turn,
        line.language,
        line.position,
        line.kind,
        _name(line.speaker, speaker, withheld),
        speaker.organisation if speaker is not None and named else None,
        speaker.category if speaker is not None else None,
        _identity(line.speaker, speaker, withheld),
        line.original,
        line.state,
        line.text,
        line.version,
        line.written_at,
        line.corrected_at,
        item is not None and item.audience == "closed",
    )


def _name(typed: str | None, speaker: Speaker | None, withheld: frozenset[str]) -> str | None:
    if typed is not None:
        return None if name_key(typed) in withheld else typed
    return speaker.name if speaker is not None and speaker.identity == "public" else None


def _identity(typed: str | None, speaker: Speaker | None, withheld: frozenset[str]) -> str | None:
    if typed is not None:
        return "secretariat" if name_key(typed) in withheld else "public"
    return speaker.identity if speaker is not None else None
