"""Giving the floor, and taking it back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor, system
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.hearings.floor import clock
from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.floor.operations.chairing import Chaired, take_chair
from consult.hearings.floor.operations.enlisting import enlist
from consult.hearings.floor.parties import Named, Party, of_name, of_person, of_registration
from consult.hearings.floor.states import SPEAKER, after
from consult.hearings.programme.models import HearingPerson
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.statements import deliver_statement
from consult.hearings.registration.statement_queries import statement_ready

HOUSE = system("floor")


def give_floor(db: Session, actor: Actor, *, proceeding_id: int, seen: int, speaker: str) -> int:
    """Give the floor to somebody of the list of the present item; who spoke before gets the time that was left.

    Raises Conflict while somebody has it, or for a speaker of another item.
    """
    chaired = take_chair(db, actor, proceeding_id, seen)
    _give(chaired, chaired.speaker(speaker))
    return chaired.floor.moves


def give_floor_to(
    db: Session,
    actor: Actor,
    *,
    proceeding_id: int,
    seen: int,
    kind: str = "contribution",
    person: str | None = None,
    registration: str | None = None,
    named: Named | None = None,
) -> int:
    """Give the floor on the present item to somebody who is not on its list: of the panel, registered, or a typed name."""
    chaired = take_chair(db, actor, proceeding_id, seen)
    chaired.require_no_turn()
    item = chaired.current_item()
    if item is None:
        raise Conflict("no_item_is_current")
    _give(chaired, enlist(db, item, party_of(chaired, person, registration, named), kind))
    return chaired.floor.moves


def end_turn(db: Session, actor: Actor, *, proceeding_id: int, seen: int) -> int:
    """Take the floor back; the time is kept, and a statement sent ahead is delivered. Raises Conflict where nobody has it."""
    chaired = take_chair(db, actor, proceeding_id, seen, to_change=True)
    end_present(chaired)
    return chaired.floor.moves


def next_speaker(db: Session, actor: Actor, *, proceeding_id: int, seen: int, speaker: str) -> int:
    """Take the floor back and give it to somebody of the list, in one act."""
    chaired = take_chair(db, actor, proceeding_id, seen, to_change=True)
    end_present(chaired)
    db.flush()
    _give(chaired, chaired.speaker(speaker))
    return chaired.floor.moves


def party_of(chaired: Chaired, person: str | None, registration: str | None, named: Named | None) -> Party:
    """The one who is meant: a person of this hearing, somebody accepted, or a typed name. Raises NotFound for another."""
    proceeding = chaired.proceeding
    if person:
        one = chaired.db.scalar(
            select(HearingPerson).where(HearingPerson.public_id == person, HearingPerson.proceeding_id == proceeding.id)
        )
        if one is None:
            raise NotFound
        return of_person(one, proceeding.language)
    if registration:
        query = select(Registration).where(
            Registration.public_id == registration, Registration.proceeding_id == proceeding.id
        )
        row = chaired.db.scalar(query.with_for_update(read=True))
        if row is None or row.state != "accepted":
            raise NotFound
        return of_registration(chaired.db, row)
    return of_name(chaired.db, named or Named(""), proceeding)


def end_present(chaired: Chaired) -> None:
    """End the turn of who has the floor. Raises Conflict where nobody has it."""
    finish_turn(chaired.db, chaired, chaired.turn())


def finish_turn(db: Session, chaired: Chaired, turn: Turn) -> None:
    """End a turn that goes on: its speaker spoke, and what follows from that is done."""
    row = db.get_one(Speaker, turn.speaker_id, with_for_update=True)
    clock.end(turn, now())
    row.state = after(SPEAKER, "end_turn", row.state, "speaker")
    item = chaired.item_of(turn)
    chaired.tell("timer.changed", turn.public_id, item)
    chaired.tell("speaker.spoke", row.public_id, item)
    _deliver(db, row)


def _deliver(db: Session, row: Speaker) -> None:
    """What somebody sent ahead to be read out is delivered with the speech, and published."""
    if row.registration_id is None:
        return
    statement = statement_ready(db, row.registration_id, row.item_id)
    if statement is not None:
        deliver_statement(db, HOUSE, statement_id=statement.id)


def _give(chaired: Chaired, row: Speaker) -> None:
    db = chaired.db
    chaired.require_open()
    chaired.require_no_turn()
    if row.item_id != chaired.floor.item_id:
        raise Conflict("speaker_of_another_item")
    seconds = _seconds_left(db, row)
    row.state = after(SPEAKER, "give_floor", row.state, "speaker")
    turn = Turn(proceeding_id=row.proceeding_id, item_id=row.item_id, speaker_id=row.id, seconds=seconds)
    clock.start(turn, now())
    db.add(turn)
    db.flush()
    item = chaired.item_of(row)
    chaired.tell("speaker.called", row.public_id, item)
    chaired.tell("timer.changed", turn.public_id, item)


def _seconds_left(db: Session, row: Speaker) -> int:
    """The time that somebody gets: all of it, or for who was interrupted what was left."""
    if row.state != "spoke":
        return row.seconds
    last = db.scalar(select(Turn).where(Turn.speaker_id == row.id).order_by(Turn.id.desc()).limit(1))
    left = (last.left_ms or 0) // 1000 if last is not None else 0
    return left if left > 0 else row.seconds
