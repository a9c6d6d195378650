"""Adding files to a draft, saying what they show, taking them away; and what the worker decides about them."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from consult.contributions.attachments.files.kinds import KINDS
from consult.contributions.attachments.holding import ask_for_sweeps, drop_file, let_go
from consult.contributions.attachments.limits import ALT_CHARACTERS, DRAFT_BYTES, DRAFT_FILES
from consult.contributions.attachments.storing import NewFile
from consult.contributions.drafts.operations import begin_draft, draft_of
from consult.contributions.drafts.queries import Which
from consult.contributions.late_queries import valid_pass
from consult.contributions.models import Attachment, Contribution, Draft
from consult.contributions.operations.listing import record, record_at_desk, standing
from consult.contributions.operations.submit import check_open
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.core.jobs import FORGET, enqueue
from consult.core.storage import Stored
from consult.core.text import clean_text
from consult.proceedings.models import Proceeding

EXAMINE_FILE = "examine_file"


def attach_file(
    db: Session,
    actor: Actor,
    *,
    which: Which,
    file: NewFile,
    most: int = DRAFT_FILES,
    questionnaire: str = "",
    language: str = "",
) -> tuple[str, str]:
    """Add a stored file to the actor's draft, which is begun where there is none; public ids of the file and of the draft.

    A document takes the place of the one before. Raises Invalid when the question (`most`) or the draft has enough; Closed
    outside the dates; Conflict `draft_gone` for a correction that was not begun.
    """
    proceeding, draft = draft_of(db, actor, which)
    if which.late_pass is None or valid_pass(db, proceeding, which.late_pass) is None:
        check_open(proceeding)
    if draft is None and which.corrects is not None:
        raise Conflict("draft_gone")
    if draft is None:
        draft = begin_draft(
            db, actor, proceeding, questionnaire, language or proceeding.language, late_pass=which.late_pass
        )
    return add_file(db, proceeding, draft, file, most), draft.public_id


def add_file(db: Session, proceeding: Proceeding, draft: Draft, file: NewFile, most: int) -> str:
    """Add a stored file to a locked draft; its public id. Raises Invalid when the question or the draft has enough."""
    if file.question is None:
        for before in db.scalars(_of(draft.id).where(Attachment.question.is_(None))).all():
            drop_file(db, before)
    _check_room(db, draft, file, most)
    row = _row(proceeding, draft, file)
    db.add(row)
    draft.saves += 1
    db.flush()
    enqueue(db, EXAMINE_FILE, {"file": row.public_id, FORGET: True})
    ask_for_sweeps(db)
    return row.public_id


def _row(proceeding: Proceeding, draft: Draft, file: NewFile) -> Attachment:
    keeps = file.keeps_original or "none" not in proceeding.identities
    return Attachment(
        proceeding_id=proceeding.id,
        draft_id=draft.id,
        question=file.question,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        digest=file.digest,
        alt=_checked_alt(file.alt),
        keeps_original=keeps,
        paragraphs=list(file.paragraphs) if file.paragraphs is not None else None,
        added_at=now().replace(minute=0, second=0, microsecond=0),
    )


def _check_room(db: Session, draft: Draft, file: NewFile, most: int) -> None:
    held = select(func.count(), func.coalesce(func.sum(Attachment.size), 0)).where(Attachment.draft_id == draft.id)
    count, size = db.execute(held).one()
    if count >= DRAFT_FILES:
        raise Invalid("file", "too_many_files", number=count + 1, limit=DRAFT_FILES)
    if size + file.size > DRAFT_BYTES:
        raise Invalid("file", "files_too_large", limit=DRAFT_BYTES // 1_000_000)
    if file.question is not None:
        answered = db.scalar(held.with_only_columns(func.count()).where(Attachment.question == file.question)) or 0
        if answered >= most:
            raise Invalid("file", "too_many_files", number=answered + 1, limit=most)


def add_undrafted(db: Session, proceeding: Proceeding, file: NewFile, *, is_source: bool = False) -> str:
    """A row for a stored file that comes with its contribution and no draft; its public id."""
    row = Attachment(
        proceeding_id=proceeding.id,
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        digest=file.digest,
        keeps_original=True,
        is_source=is_source,
        added_at=now().replace(minute=0, second=0, microsecond=0),
    )
    db.add(row)
    db.flush()
    enqueue(db, EXAMINE_FILE, {"file": row.public_id, FORGET: True})
    ask_for_sweeps(db)
    return row.public_id


def describe_file(db: Session, actor: Actor, *, which: Which, public_id: str, alt: str) -> None:
    """Say in words what a file of the own draft shows. Raises NotFound for any other file."""
    _own_file(db, actor, which, public_id).alt = _checked_alt(alt)


def remove_file(db: Session, actor: Actor, *, which: Which, public_id: str) -> None:
    """Take a file out of the own draft. Raises NotFound for any other file, also for one that was sent."""
    drop_file(db, _own_file(db, actor, which, public_id))


def _own_file(db: Session, actor: Actor, which: Which, public_id: str) -> Attachment:
    """The file, in a draft that counts as changed from now on."""
    _proceeding, draft = draft_of(db, actor, which)
    row = db.scalar(_of(draft.id).where(Attachment.public_id == public_id)) if draft is not None else None
    if row is None or draft is None:
        raise NotFound
    draft.saves += 1
    return row


def _of(draft_id: int) -> Select[Attachment]:
    return select(Attachment).where(Attachment.draft_id == draft_id).order_by(Attachment.id).with_for_update()


def _checked_alt(alt: str) -> str:
    text = " ".join(clean_text(alt, "alt").split())
    if len(text) > ALT_CHARACTERS:
        raise Invalid("alt", "too_long", length=len(text), limit=ALT_CHARACTERS)
    return text


def clear_file(db: Session, actor: Actor, *, public_id: str, digest: str, public: Stored) -> None:
    """The scanner found nothing, the copy is made: now readers get it. Nothing where the file was taken away meanwhile."""
    row = _waiting(db, public_id, digest)
    if row is None:
        return
    row.public_digest, row.public_size, row.state = *public, "clean"
    if not row.keeps_original:
        row.digest, row.size = public
        row.name = f"file.{KINDS[row.media_type].ending}"
        if digest != public.digest:
            let_go(db, [digest])
    _note(db, row, "file_cleared")


def refuse_file(db: Session, actor: Actor, *, public_id: str, digest: str, problem: str) -> None:
    """A file that nobody is given: with a virus, or of which no clean copy can be made. Its content goes."""
    row = _waiting(db, public_id, digest)
    if row is None:
        return
    let_go(db, [row.digest])
    row.state, row.problem, row.digest = "refused", problem, None
    _note(db, row, "file_refused")


def _waiting(db: Session, public_id: str, digest: str) -> Attachment | None:
    query = select(Attachment).where(Attachment.public_id == public_id, Attachment.state == "waiting")
    return db.scalar(query.where(Attachment.digest == digest).with_for_update())


def _note(db: Session, row: Attachment, act: str) -> None:
    """What has been filed commits to its files: once they change, the ledger says so."""
    if row.contribution_id is None:
        return
    db.flush()
    contribution = db.scalars(
        select(Contribution).where(Contribution.id == row.contribution_id).with_for_update()
    ).one()
    content = standing(db, contribution)
    if not any(one.id == row.id for one in content.files) or contribution.state == "erased":
        return
    if row.is_source:  # readers are not told of it, nor when it came
        record_at_desk(db, db.get_one(Proceeding, row.proceeding_id), contribution, act, content)
    else:
        record(db, db.get_one(Proceeding, row.proceeding_id), contribution, act, content)
