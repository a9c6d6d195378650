"""What follows on the floor from decisions elsewhere: on registrations, and when the hearing closes."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.clock import now
from consult.core.errors import Conflict
from consult.hearings.floor.models import Speaker, Turn
from consult.hearings.floor.operations.chairing import Chaired, locked_floor
from consult.hearings.floor.operations.enlisting import enlist
from consult.hearings.floor.operations.giving import finish_turn
from consult.hearings.floor.parties import of_registration
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.hearings.registration.models import Registration
from consult.hearings.registration.operations.following import ACCEPTED, FORGOTTEN, GONE, PRESENT
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell


def know_speakers() -> None:
    """Let registrations reach the lists, in each process that may decide on them."""
    ACCEPTED[:] = [list_speaker]
    GONE[:] = [unlist_speakers]
    PRESENT[:] = [note_presence]
    FORGOTTEN[:] = [forget_speaker]


def list_speaker(db: Session, registration: Registration) -> None:
    """Put somebody accepted who wants to speak at the end of the list of their item, unless they wait there already."""
    if registration.wish != "speak" or registration.item_id is None:
        return
    item = db.get_one(AgendaItem, registration.item_id, with_for_update={"read": True})
    if item.state == "done":
        return
    try:
        row = enlist(db, item, of_registration(db, registration), "contribution")
    except Conflict:  # they asked on their own meanwhile
        return
    proceeding = db.get_one(Proceeding, registration.proceeding_id)
    tell(db, proceeding, "speaker.listed", row.public_id, closed=item.audience == "closed")


def unlist_speakers(db: Session, registration: Registration) -> None:
    """Take somebody who is gone from every list. Who has the floor keeps it until the chair takes it back."""
    withdrew = registration.state == "withdrawn"
    proceeding = db.get_one(Proceeding, registration.proceeding_id)
    query = select(Speaker).where(Speaker.registration_id == registration.id, Speaker.state.in_(("waiting", "passed")))
    for row in db.scalars(query.order_by(Speaker.id).with_for_update()):
        row.state = "left" if withdrew else "removed"
        item = db.get_one(AgendaItem, row.item_id)
        kind = "speaker.left" if withdrew else "speaker.removed"
        tell(db, proceeding, kind, row.public_id, closed=item.audience == "closed")


def note_presence(db: Session, registration: Registration) -> None:
    """Where somebody who checks in or out waits, the lists tell it."""
    proceeding = db.get_one(Proceeding, registration.proceeding_id)
    query = select(Speaker).where(Speaker.registration_id == registration.id, Speaker.state == "waiting")
    for row in db.scalars(query.order_by(Speaker.id).with_for_update()):
        row.present = registration.mode
        item = db.get_one(AgendaItem, row.item_id)
        kind = "speaker.present" if row.present else "speaker.absent"
        tell(db, proceeding, kind, row.public_id, closed=item.audience == "closed")


def forget_speaker(db: Session, registration: Registration) -> None:
    """The lists forget a name that was never public when its registration does."""
    query = select(Speaker).where(Speaker.registration_id == registration.id, Speaker.identity != "public")
    for row in db.scalars(query.order_by(Speaker.id).with_for_update()):
        row.name = row.organisation = ""


def clear_floor(db: Session, proceeding: Proceeding) -> None:
    """When a hearing closes, whoever speaks has spoken, the present item is done and its session closed."""
    if proceeding.kind != "hearing":
        return
    chaired = Chaired(db, proceeding, locked_floor(db, proceeding.id))
    query = select(Turn).where(Turn.proceeding_id == proceeding.id, Turn.ended_at.is_(None)).with_for_update()
    if (turn := db.scalar(query)) is not None:
        finish_turn(db, chaired, turn)
        chaired.floor.moves += 1
    if (item := chaired.current_item()) is not None:
        item.state, item.closed_at, chaired.floor.item_id = "done", now(), None
        chaired.tell("item.done", item.public_id, item)
    sessions = select(HearingSession).where(
        HearingSession.proceeding_id == proceeding.id, HearingSession.state == "open"
    )
    for session in db.scalars(sessions.with_for_update()):
        session.state, session.closed_at = "closed", now()
        chaired.tell("session.closed", session.public_id)
