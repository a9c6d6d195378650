"""Writing back: letters of the desk to an author, and what the author answers."""

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from consult.contributions.attachments.holding import ask_for_sweeps
from consult.contributions.attachments.operations import EXAMINE_FILE
from consult.contributions.attachments.storing import NewFile
from consult.contributions.models import Attachment, Contribution
from consult.contributions.operations.listing import desk_stream, record_at_desk, standing
from consult.contributions.operations.own import locked_own
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import FORGET, enqueue
from consult.core.text import clean_text
from consult.ledger.append import Pending, append
from consult.moderation.letter_models import QUESTIONS, Letter
from consult.moderation.operations.deciding import role_at
from consult.moderation.waiting import note_what_waits
from consult.policy.access import holds, require
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding

LONGEST = 4_000
MOST_ANSWERS = 10  # to one letter, so that a page that anybody with the codeword can use is no store
TELL = "tell_letter"


def write_letter(db: Session, actor: Actor, *, reference: str, kind: str, text: str) -> None:
    """Write to the author of an input. Answers that wait there are read with it.

    Raises NotFound for whoever may not moderate or read it, Conflict where it was erased or has nobody who could come back
    to read the letter, Invalid for an unknown kind, an empty text or one over 4,000 characters.
    """
    proceeding, row = _at_desk(db, actor, reference)
    if kind not in QUESTIONS:
        raise Invalid("kind", "no_such_choice")
    if row.state == "erased":
        raise Conflict("letter_after_erasure")
    if row.author_id is None and row.codeword_hash is None:
        raise Conflict("nobody_to_write_to")
    role = role_at(actor, proceeding)
    letter = _letter(row, kind, text)
    letter.written_by, letter.role = actor.account_id, role
    db.add(letter)
    _mark_seen(db, row, Letter.kind == "answer")
    db.flush()
    append(db, Pending(desk_stream(db, proceeding).id, f"{row.kind}.letter_sent", row.reference, now()))
    enqueue(db, TELL, {"letter": letter.id}, key=f"{TELL}:{letter.public_id}")


def answer_letter(db: Session, actor: Actor, *, reference: str, text: str, copy: NewFile | None = None) -> None:
    """Answer the desk as the author; its letters are read with it. `copy` is a stored file, where a clearer one was asked for.

    Raises NotFound for anybody else, Conflict without a letter, after ten answers to one, or once it was erased; Invalid for
    an empty text, one over 4,000 characters, or a file that nobody asked for.
    """
    proceeding, row = locked_own(db, actor, reference)
    if row.state == "erased":
        raise Conflict("letter_after_erasure")
    of_desk = select(Letter).where(Letter.contribution_id == row.id, Letter.kind != "answer")
    last = db.scalar(of_desk.order_by(Letter.id.desc()).limit(1))
    if last is None:
        raise Conflict("nothing_to_answer")
    after = select(func.count(Letter.id)).where(Letter.contribution_id == row.id, Letter.id > last.id)
    if (db.scalar(after) or 0) >= MOST_ANSWERS:
        raise Conflict("answers_enough")
    letter = _letter(row, "answer", text)
    if copy is not None:
        if last.kind != "clearer_copy":
            raise Invalid("file", "no_file_asked")
        letter.file = _attach_copy(db, proceeding, row, copy)
    db.add(letter)
    _mark_seen(db, row, Letter.kind != "answer")
    append(db, Pending(desk_stream(db, proceeding).id, f"{row.kind}.letter_answered", row.reference, now()))


def _attach_copy(db: Session, proceeding: Proceeding, row: Contribution, copy: NewFile) -> str:
    """Keep a file with the newest version, for the desk and its author alone; its public id.

    Of who gives no identity only the copy without metadata is kept.
    """
    file = Attachment(
        proceeding_id=proceeding.id,
        contribution_id=row.id,
        first_version=row.latest,
        name=copy.name,
        media_type=copy.media_type,
        size=copy.size,
        digest=copy.digest,
        keeps_original=row.identity != "none",
        is_source=True,
        added_at=now().replace(minute=0, second=0, microsecond=0),
    )
    db.add(file)
    db.flush()
    enqueue(db, EXAMINE_FILE, {"file": file.public_id, FORGET: True})
    ask_for_sweeps(db)
    if row.latest == row.version:
        record_at_desk(db, proceeding, row, "copy_received", standing(db, row))
    return file.public_id


def mark_read(db: Session, actor: Actor, *, reference: str) -> None:
    """Say as the author that the letters of the desk are read. Raises NotFound for anybody else."""
    _proceeding, row = locked_own(db, actor, reference)
    _mark_seen(db, row, Letter.kind != "answer")


def mark_answers_read(db: Session, actor: Actor, *, reference: str) -> None:
    """Say at the desk that the author's answers are read. Raises NotFound for whoever may not moderate or read it."""
    _proceeding, row = _at_desk(db, actor, reference)
    _mark_seen(db, row, Letter.kind == "answer")


def _at_desk(db: Session, actor: Actor, reference: str) -> tuple[Proceeding, Contribution]:
    known = db.scalar(select(Contribution.proceeding_id).where(Contribution.reference == reference))
    if known is None:
        raise NotFound
    proceeding = locked_proceeding(db, actor, known)
    require(actor, "contribution:moderate", proceeding)
    row = db.scalars(select(Contribution).where(Contribution.reference == reference).with_for_update()).one()
    if row.confidentiality != "public" and not holds(actor, "contribution:read_confidential", proceeding.where):
        raise NotFound
    return proceeding, row


def _letter(row: Contribution, kind: str, text: str) -> Letter:
    said = clean_text(text, "text")
    if not said:
        raise Invalid("text", "required")
    if len(said) > LONGEST:
        raise Invalid("text", "too_long", length=len(said), limit=LONGEST)
    return Letter(contribution_id=row.id, kind=kind, text=said, written_at=now())


def _mark_seen(db: Session, row: Contribution, which: ColumnElement[bool]) -> None:
    unseen = update(Letter).where(Letter.contribution_id == row.id, Letter.seen_at.is_(None), which)
    db.execute(unseen.values(seen_at=now()).execution_options(synchronize_session=False))
    note_what_waits(db, row)
