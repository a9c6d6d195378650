"""Reading the record of a hearing: every reader gets what they may have of the agenda, the floor, the notes and the input."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.queries import readings, with_first_passage
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.localized import texts_for
from consult.hearings.floor.clock import spoken_ms
from consult.hearings.floor.models import Speaker
from consult.hearings.floor.queries import turns_of
from consult.hearings.notes.models import Agreement, Line
from consult.hearings.polls.models import Handling, Poll
from consult.hearings.programme.queries import Item, items_of, people_of, sessions_of
from consult.hearings.record.attendance import attendance_of
from consult.hearings.record.models import Origin
from consult.hearings.record.reading import Delivered, Part, Polled, Record, Speaking, Taken, Told
from consult.hearings.registration.models import Statement
from consult.policy.access import holds
from consult.proceedings.models import Proceeding

Group = tuple[Taken | None, list[Told]]
INPUTS = ("comment", "question")
NO_ITEM = Item(
    0, "", None, None, "", 0, "other", None, "public", "done", False, None, None, None, None
)  # of what was said and sent beside the agenda


def record_of(
    db: Session, actor: Actor, proceeding: Proceeding, languages: Sequence[str], *, most: int | None = None
) -> Record:
    """The record as the actor, who may see the hearing, may read it; titles in the first of these languages that they have.

    At most so many comments and questions are given, if a number is named; `more_inputs` counts the others.
    """
    parts = {item.id: Part(item) for item in items_of(db, actor, proceeding)}
    loose = Part(NO_ITEM)
    by_public_id = {part.item.public_id: part for part in parts.values()}
    open_parts = {key: part for key, part in parts.items() if not part.item.withheld}
    staff = holds(actor, "hearing:attend_closed", proceeding.where)
    turns = _turns(db, actor, proceeding, open_parts)
    _lines(db, proceeding, open_parts, loose, turns)
    _agreements(db, open_parts)
    _statements(db, actor, proceeding, open_parts, loose, turns)
    more = _inputs(db, actor, proceeding, by_public_id, loose, most)
    _polls(db, proceeding, open_parts, loose, languages)
    sessions = sessions_of(db, proceeding.id)
    words = texts_for(db, [one.owner for one in sessions], languages)
    return Record(
        sessions=[
            (one, {name: words[one.owner, name] for name in ("title", "place") if (one.owner, name) in words})
            for one in sessions
        ],
        people=people_of(db, proceeding.id),
        parts=list(parts.values()),
        loose=loose if loose.told or loose.statements or loose.inputs or loose.polls else None,
        attendance=attendance_of(db, proceeding.id, whole=staff),
        more_inputs=more,
    )


def _turns(
    db: Session, actor: Actor, proceeding: Proceeding, parts: dict[int, Part]
) -> dict[int, tuple[Taken, int | None]]:
    """The turns of items that may be read, into their parts; turn id → (turn, registration of its speaker)."""
    knows = holds(actor, "contribution:read_identity", proceeding.where)
    at, found = now(), {}
    for turn, speaker in turns_of(db, proceeding.id):
        if turn.item_id in parts:
            who = _speaking(speaker, knows)
            taken = Taken(turn.public_id, who, turn.started_at, turn.ended_at, spoken_ms(turn, at) // 1000)
            parts[turn.item_id].turns.append(taken)
            found[turn.id] = taken, speaker.registration_id
    return found


def _speaking(row: Speaker, knows: bool) -> Speaking:
    told = knows or row.identity == "public"
    return Speaking(
        row.public_id,
        row.kind,
        row.name if told else None,
        (row.organisation or None) if told else None,
        row.category,
        row.country,
        row.language,
        row.identity != "public",
    )


def _lines(
    db: Session,
    proceeding: Proceeding,
    parts: dict[int, Part],
    loose: Part,
    turns: dict[int, tuple[Taken, int | None]],
) -> None:
    """The lines that stand; one that was said by somebody whose name is withheld names nobody."""
    origins = {row.owner: row.source for row in db.scalars(select(Origin).where(Origin.proceeding_id == proceeding.id))}
    query = select(Line).where(Line.proceeding_id == proceeding.id, Line.state == "written")
    for row in db.scalars(query.order_by(Line.position, Line.id)):
        part = loose if row.item_id is None else parts.get(row.item_id)
        if part is None:
            continue
        turn = turns[row.turn_id][0] if row.turn_id in turns else None
        named = row.speaker if turn is None or not turn.who.is_withheld else None
        source = origins.get(f"line:{row.id}", {})
        part.told.append(
            Told(
                row.public_id,
                row.kind,
                turn,
                named,
                row.text,
                row.language,
                row.original,
                row.position,
                source,
            )
        )
    for key, part in parts.items():
        part.source = origins.get(f"item:{key}", {})


def _agreements(db: Session, parts: dict[int, Part]) -> None:
    query = select(Agreement).where(Agreement.item_id.in_(list(parts)), Agreement.ended_at.is_(None))
    found: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for row in db.scalars(query):
        found[row.item_id][row.language] = row.agreed_at
    for key, agreed in found.items():
        parts[key].agreed = agreed


def _statements(
    db: Session,
    actor: Actor,
    proceeding: Proceeding,
    parts: dict[int, Part],
    loose: Part,
    turns: dict[int, tuple[Taken, int | None]],
) -> None:
    """Statements that were delivered or sent instead, each with the turn of whoever registered with it."""
    query = with_first_passage(actor, proceeding.id).where(Contribution.kind == "statement")
    read = readings(actor, proceeding, db.execute(query.order_by(Contribution.reference)).all())
    of = {one.reference: one for one in read}
    told = select(Statement, Contribution.reference).join(Contribution, Contribution.id == Statement.contribution_id)
    query_of = told.where(Contribution.proceeding_id == proceeding.id, Statement.delivered_at.is_not(None))
    for row, reference in db.execute(query_of.order_by(Statement.delivered_at, Statement.id)):
        part = loose if row.item_id is None else parts.get(row.item_id)
        if part is None or reference not in of:
            continue
        spoken = (
            taken.public_id
            for taken, registration in turns.values()
            if registration == row.registration_id and registration is not None and taken in part.turns
        )
        part.statements.append(Delivered(of[reference], row.delivery, row.delivered_at, next(spoken, None)))


def _inputs(
    db: Session, actor: Actor, proceeding: Proceeding, parts: dict[str, Part], loose: Part, most: int | None
) -> int:
    """Comments and questions in the order of their public entries, as disclosed; how many more there are than are given."""
    query = with_first_passage(actor, proceeding.id).where(
        Contribution.kind.in_(INPUTS), Contribution.place.is_not(None)
    )
    rows = db.execute(query.order_by(Contribution.place).limit(most)).all()
    states = select(Contribution.reference, Handling.state).join(
        Contribution, Contribution.id == Handling.contribution_id
    )
    handled = {row.reference: row.state for row in db.execute(states.where(Handling.proceeding_id == proceeding.id))}
    for one in readings(actor, proceeding, rows):
        part = parts.get(one.target or "", loose)
        if not part.item.withheld:
            part.inputs.append(one)
            part.handled |= {one.reference: handled[one.reference]} if one.reference in handled else {}
    if most is None or len(rows) < most:
        return 0
    listed = (Contribution.kind.in_(INPUTS), Contribution.place.is_not(None))
    whole = select(func.count()).where(Contribution.proceeding_id == proceeding.id, *listed)
    return (db.scalar(whole) or 0) - len(rows)


def _polls(db: Session, proceeding: Proceeding, parts: dict[int, Part], loose: Part, languages: Sequence[str]) -> None:
    """Polls that were closed, with their results."""
    rows = db.scalars(
        select(Poll)
        .where(Poll.proceeding_id == proceeding.id, Poll.state == "closed")
        .order_by(Poll.closed_at, Poll.id)
    ).all()
    words = texts_for(db, [row.owner for row in rows], languages)
    for row in rows:
        part = loose if row.item_id is None else parts.get(row.item_id)
        if part is not None:
            choices = {
                key: words[row.owner, f"choice.{key}"] for key in row.choices if (row.owner, f"choice.{key}") in words
            }
            part.polls.append(Polled(row, words.get((row.owner, "question")), choices, row.result))


def sorted_by_turn(part: Part, language: str) -> list[Group]:
    """The turns of a part in their order, each with its lines in one language; None holds what was noted between turns.

    A line without a turn stays behind the line before it.
    """
    place = {turn.public_id: number for number, turn in enumerate(part.turns, start=1)}
    groups: list[list[Group]] = [[(None, [])]]
    groups += [[(turn, [])] for turn in part.turns]
    at = 0
    for line in part.lines(language):
        at = place[line.turn.public_id] if line.turn is not None else at
        _group(groups[at], line.turn)[1].append(line)
    return [one for group in groups for one in group if one[0] is not None or one[1]]


def _group(groups: list[Group], turn: Taken | None) -> Group:
    if groups[-1][0] is not turn:
        groups.append((turn, []))
    return groups[-1]
