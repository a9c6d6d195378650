"""Adding, changing and taking away the sittings of a hearing."""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.localized import LocalizedText, set_texts
from consult.hearings.programme.models import AgendaItem, HearingSession
from consult.hearings.programme.operations.changing import changed, check_seen, hearing_to_plan
from consult.hearings.programme.queries import sessions_of
from consult.hearings.programme.seen import fingerprint
from consult.hearings.programme.shape import NewSession, checked_session
from consult.proceedings.models import Proceeding

MOST_SESSIONS = 60


def add_session(db: Session, actor: Actor, *, proceeding_id: int, new: NewSession) -> str:
    """Plan a further sitting; its public id. Raises Invalid for what cannot be, also for a number in use."""
    hearing = hearing_to_plan(db, actor, proceeding_id)
    new, starts, ends = checked_session(new, hearing.languages)
    if len(sessions_of(db, hearing.id)) >= MOST_SESSIONS:
        raise Invalid("number", "too_many", limit=MOST_SESSIONS)
    _check_free(db, hearing.id, new.number)
    row = HearingSession(proceeding_id=hearing.id, state="planned")
    _write(db, hearing, row, new, starts, ends)
    changed(db, hearing, "hearing.changed", hearing.public_id)
    return row.public_id


def edit_session(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, seen: str, new: NewSession) -> None:
    """Change a sitting that is not over. Of one that goes on the beginning stays.

    Raises Conflict when it was changed meanwhile or is over, Invalid for what cannot be.
    """
    hearing = hearing_to_plan(db, actor, proceeding_id)
    row = session_to_change(db, hearing.id, public_id)
    check_seen(fingerprint(db, row), seen)
    new, starts, ends = checked_session(new, hearing.languages)
    if row.state == "open" and starts != row.starts_at:
        raise Invalid("starts_local", "has_begun")
    if new.number != row.number:
        _check_free(db, hearing.id, new.number)
    _write(db, hearing, row, new, starts, ends)
    changed(db, hearing, "hearing.changed", hearing.public_id)


def remove_session(db: Session, actor: Actor, *, proceeding_id: int, public_id: str, seen: str) -> None:
    """Take a planned sitting away; once the hearing is announced, calendars are told that it is cancelled.

    Its items stay on the agenda without a session. Raises Conflict when it was changed meanwhile, or has begun.
    """
    hearing = hearing_to_plan(db, actor, proceeding_id)
    row = session_to_change(db, hearing.id, public_id)
    check_seen(fingerprint(db, row), seen)
    if row.state != "planned":
        raise Conflict("has_begun")
    db.execute(update(AgendaItem).where(AgendaItem.session_id == row.id).values(session_id=None))
    if hearing.state == "draft":
        db.execute(delete(LocalizedText).where(LocalizedText.owner == row.owner))
        db.delete(row)
    else:
        row.state = "cancelled"
    changed(db, hearing, "hearing.changed", hearing.public_id)


def session_to_change(db: Session, proceeding_id: int, public_id: str) -> HearingSession:
    """A sitting that is not over. Raises NotFound where there is none, Conflict where it is over."""
    query = select(HearingSession).where(HearingSession.public_id == public_id)
    row = db.scalar(query.where(HearingSession.proceeding_id == proceeding_id, HearingSession.state != "cancelled"))
    if row is None:
        raise NotFound
    if row.state == "closed":
        raise Conflict("is_over")
    return row


def _check_free(db: Session, proceeding_id: int, number: int) -> None:
    if any(one.number == number for one in sessions_of(db, proceeding_id)):
        raise Invalid("number", "session_number_taken")


def _write(
    db: Session, hearing: Proceeding, row: HearingSession, new: NewSession, starts: datetime, ends: datetime
) -> None:
    row.number, row.zone = new.number, new.zone
    row.starts_local, row.starts_at, row.ends_local, row.ends_at = new.starts_local, starts, new.ends_local, ends
    db.add(row)
    db.flush()
    for name, texts in new.texts.items():
        set_texts(db, row.owner, name, texts, hearing.language, new.still)
