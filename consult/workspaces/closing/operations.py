"""The end of a room: handing over its record, and that its last members stop reading it."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.bodies.models import Grant
from consult.bodies.operations import finish_grant
from consult.contributions.models import Contribution
from consult.core.actors import Actor
from consult.core.clock import next_local_hour, now
from consult.core.db import new_public_id
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import enqueue
from consult.core.text import clean_text
from consult.policy.access import require
from consult.proceedings.models import RELEASE_HOUR, Proceeding
from consult.proceedings.people.operations import moved
from consult.proceedings.queries import locked_proceeding
from consult.proceedings.telling import tell
from consult.workspaces.closing.models import Handover
from consult.workspaces.closing.queries import reading_ends
from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.rooms.models import Seat, SeatRequest
from consult.workspaces.rooms.operations.seating import vacate_seat
from consult.workspaces.threads.models import Discussion, Mention, ReadMark
from consult.workspaces.writing.models import ParagraphLock

HAND_OVER, END_READING, SWEEP_ROOMS = "hand_over_room", "end_reading", "sweep_rooms"
KEEPER = "secretary"  # who keeps a room after its last members: for handing over its record, and for nothing else
LONGEST = {"archive": 300, "note": 2_000}


def ask_handover(db: Session, actor: Actor, *, proceeding_id: int, archive: str, note: str = "") -> str:
    """Ask for the package that goes to an archive; its public id. A job makes it.

    Raises NotFound for whoever does not lead, Conflict while the room is open, Invalid for a missing name.
    """
    room = locked_proceeding(db, actor, proceeding_id, to_change=True)
    if room.kind != "workspace":
        raise NotFound
    require(actor, "room:lead", room)
    if room.phase(now()) != "closed":
        raise Conflict("room_not_closed")
    row = Handover(
        public_id=new_public_id(),
        proceeding_id=room.id,
        archive=_checked("archive", archive),
        note=_checked("note", note, required=False),
        edition="restricted",
        by_id=actor.account_id,
        at=now(),
    )
    db.add(row)
    db.flush()
    enqueue(db, HAND_OVER, {"handover": row.public_id}, key=f"{HAND_OVER}:{row.public_id}")
    return row.public_id


def note_handover(db: Session, actor: Actor, *, handover: str, digest: str, size: int) -> None:
    """Write down the package that was made; the ledger commits to its digest. Nothing when that was done already."""
    row = db.scalars(select(Handover).where(Handover.public_id == handover).with_for_update()).one()
    room = locked_proceeding(db, actor, row.proceeding_id)
    require(actor, "room:lead", room)
    if row.made_at is not None:
        return
    row.digest, row.content, row.size, row.made_at = digest, digest, size, now()
    tell(db, room, "room.handed_over", row.public_id, commitments={"package": digest})


def _checked(field: str, text: str, *, required: bool = True) -> str:
    words = clean_text(text, field)
    if required and not words:
        raise Invalid(field, "required")
    if len(words) > LONGEST[field]:
        raise Invalid(field, "too_long", length=len(words), limit=LONGEST[field])
    return words


def keep_when_closed(db: Session, room: Proceeding) -> None:
    """A room closes: ask for the job at the end of the last day of reading, where one is set."""
    ends = reading_ends(db, room) if room.kind == "workspace" else None
    if room.kind == "workspace":
        enqueue(db, SWEEP_ROOMS, {}, next_local_hour(RELEASE_HOUR, "UTC"), key=SWEEP_ROOMS)
    if ends is not None:
        enqueue(
            db, END_READING, {"proceeding_id": room.id}, ends, key=f"{END_READING}:{room.public_id}:{ends:%Y%m%d%H%M}"
        )


def end_reading(db: Session, actor: Actor, *, proceeding_id: int, at: datetime | None = None) -> int:
    """End every right to a closed room whose last day of reading is over but its keeper's; how many.

    What was read by whom, who was named and who asked to join is deleted with it; what was said and decided stays for the
    handing over, and so does the ledger. Nothing before that instant, or when the room was opened again.
    """
    room = locked_proceeding(db, actor, proceeding_id, to_change=True)
    require(actor, "room:lead", room)
    moment, ends = at or now(), reading_ends(db, room)
    if room.phase(moment) != "closed" or ends is None or moment < ends:
        return 0
    grants = _rights(db, room)
    for grant in grants:
        finish_grant(db, actor, grant)
    keepers = {one.account_id for one in _in_force(db, room) if one.role == KEEPER}
    for account_id in _seated(db, room) - keepers:
        vacate_seat(db, room, account_id, "term_ended")
    _forget(db, room)
    if grants:
        moved(db, "proceeding", room.id)
    return len(grants)


def _in_force(db: Session, room: Proceeding) -> list[Grant]:
    here = (Grant.scope == "proceeding", Grant.scope_id == room.id, Grant.ended_at.is_(None))
    return list(db.scalars(select(Grant).where(*here).order_by(Grant.id).with_for_update()))


def _rights(db: Session, room: Proceeding) -> list[Grant]:
    """The rights to the room but the keeper's, and those of the guests of its documents."""
    papers = select(Document.id).where(Document.proceeding_id == room.id)
    guests = (Grant.scope == "document", Grant.scope_id.in_(papers), Grant.ended_at.is_(None))
    found = db.scalars(select(Grant).where(*guests).order_by(Grant.id).with_for_update())
    return [*(one for one in _in_force(db, room) if one.role != KEEPER), *found]


def _seated(db: Session, room: Proceeding) -> set[int]:
    return set(db.scalars(select(Seat.account_id).where(Seat.proceeding_id == room.id, Seat.left_at.is_(None))))


def _forget(db: Session, room: Proceeding) -> None:
    """What served the members while they read, and is no part of the record."""
    discussions = select(Discussion.id).where(Discussion.proceeding_id == room.id)
    messages = select(Contribution.id).where(Contribution.proceeding_id == room.id)
    paragraphs = (
        select(Paragraph.id)
        .join(Document, Document.id == Paragraph.document_id)
        .where(Document.proceeding_id == room.id)
    )
    for step in (
        delete(ReadMark).where(ReadMark.discussion_id.in_(discussions)),
        delete(Mention).where(Mention.contribution_id.in_(messages)),
        delete(ParagraphLock).where(ParagraphLock.paragraph_id.in_(paragraphs)),
        delete(SeatRequest).where(SeatRequest.proceeding_id == room.id),
    ):
        db.execute(step.execution_options(synchronize_session=False))
