"""Erasing what a contribution holds: its words, salts, index rows, files and who sent it; its number stays."""

from collections.abc import Callable

from sqlalchemy import String, cast, delete, select, update
from sqlalchemy.orm import Session

from consult.accounts.models import WebSession
from consult.contributions.attachments.holding import erase_files
from consult.contributions.drafts.ending import drop_correction
from consult.contributions.models import Contribution, Flag, Passage, SearchRow, Sending, Version
from consult.contributions.operations.listing import record
from consult.contributions.sweeping import SWEEP_ERASED
from consult.core.jobs import Job, enqueue
from consult.core.mail import KIND as MAIL
from consult.proceedings.models import Proceeding

Forgetter = Callable[[Session, Contribution], None]
FORGETTERS: list[Forgetter] = []
"""What the rooms above forget of a contribution that is erased, in its transaction: consult/forgetting.py names them all."""
KEPT_OF_SOURCE = ("edition", "withheld", "all_rows")  # what was left out of a public edition, and sums


def erase_contribution(db: Session, proceeding: Proceeding, row: Contribution, *, with_way_back: bool) -> None:
    """Forget everything that was said and who said it; what stays is that something was filed, under its number.

    `with_way_back` erases the codeword and the link to the account, too, so that nobody can come back to it. Raises
    RuntimeError where the rooms have not been told what to forget: half an erasure would look like a whole one.
    """
    if not FORGETTERS:
        raise RuntimeError("nobody has told what the rooms forget: know_forgetters() comes first")
    for forget in FORGETTERS:
        forget(db, row)
    drop_correction(db, row)
    erase_files(db, row)
    _forget_words(db, row)
    _forget_traces(db, row)
    _forget_sender(db, row, with_way_back)
    row.state, row.reason, row.waiting, row.redacting = "erased", None, False, False
    row.escalated = row.appealed = row.answered = row.is_distressing = False
    row.escalated = row.appealed = row.answered = row.is_distressing = False
    db.flush()
    db.expire_all()
    record(db, proceeding, row, "erased")
    asked = select(Job.id).where(Job.kind == SWEEP_ERASED, Job.state == "waiting", Job.attempts == 0)
    if db.scalar(asked.limit(1)) is None:
        enqueue(db, SWEEP_ERASED, {})


def _forget_words(db: Session, row: Contribution) -> None:
    """Words and salts of every version; an empty passage says that there was one."""
    db.execute(delete(SearchRow).where(SearchRow.contribution_id == row.id))
    versions = select(Version.id).where(Version.contribution_id == row.id)
    passages = Passage.version_id.in_(versions)
    db.execute(delete(Passage).where(passages, Passage.number > 1))
    empty = {"text": None, "value": None, "redacted": None, "question": None, "matrix_row": None, "instance": 1}
    db.execute(update(Passage).where(passages).values(**empty))
    db.execute(update(Version).where(Version.contribution_id == row.id).values(salts={}, questionnaire=None))
    db.execute(update(Flag).where(Flag.contribution_id == row.id).values(note=""))


def _forget_traces(db: Session, row: Contribution) -> None:
    """The hash of what was sent, and mails about it that have not left."""
    db.execute(delete(Sending).where(Sending.answer["reference"].as_string() == row.reference))
    about = cast(Job.values, String).contains(row.reference, autoescape=True)
    mails = update(Job).where(Job.kind == MAIL, Job.state == "waiting", about)
    db.execute(mails.values(state="done", values={}).execution_options(synchronize_session=False))


def _forget_sender(db: Session, row: Contribution, with_way_back: bool) -> None:
    row.author_name = row.organisation = row.coalition = row.country = row.category = None
    row.on_behalf, row.late_reason, row.flags = "self", None, 0
    row.source = {name: row.source[name] for name in KEPT_OF_SOURCE if name in row.source}
    if with_way_back:
        row.author_id = row.codeword_hash = None
        db.execute(delete(WebSession).where(WebSession.contribution_id == row.id))
