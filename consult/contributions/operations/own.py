"""What an author may do with the own contribution: correct and withdraw it."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine
from consult.contributions.attachments.holding import files_in_force
from consult.contributions.drafts.ending import drop_correction
from consult.contributions.models import Contribution, Passage, Version
from consult.contributions.operations.listing import record, record_at_desk
from consult.contributions.operations.submit import NewPassage, add_version, check_open
from consult.contributions.publication import is_read_first
from consult.core.actors import Actor
from consult.core.errors import Conflict, NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.queries import locked_proceeding


def locked_own(db: Session, actor: Actor, reference: str) -> tuple[Proceeding, Contribution]:
    """The actor's own contribution with its proceeding, both locked. Raises NotFound for anybody else."""
    known = db.execute(
        select(Contribution.id, Contribution.proceeding_id).where(Contribution.reference == reference)
    ).one_or_none()
    if known is None:
        raise NotFound
    proceeding = locked_proceeding(db, actor, known.proceeding_id)
    row = db.scalars(select(Contribution).where(Contribution.id == known.id).with_for_update()).one()
    if not is_mine(actor, row):
        raise NotFound
    return proceeding, row


def correct_contribution(
    db: Session,
    actor: Actor,
    *,
    reference: str,
    seen: int,
    passages: tuple[NewPassage, ...],
    files: tuple[str, ...] | None = None,
) -> str:
    """Send a new version while the proceeding is open; the standing one stands until the new one is read.

    Gives the state. `seen` is the number of the version that was corrected: Conflict when a newer one came meanwhile,
    or when the contribution is declined, hidden or withdrawn. `files` are the public ids of those that belong to the new
    version; None when it keeps what it has.
    """
    proceeding, row = locked_own(db, actor, reference)
    check_open(proceeding)
    if row.kind == "statement":  # the record keeps it as it was delivered
        raise NotFound
    if row.latest != seen or row.state not in ("pending", "published"):
        raise Conflict("changed_meanwhile")
    return add_correction(db, proceeding, row, passages, files)


def add_correction(
    db: Session,
    proceeding: Proceeding,
    row: Contribution,
    passages: tuple[NewPassage, ...],
    files: tuple[str, ...] | None = None,
) -> str:
    """The next version of a locked contribution, which a moderator reads first where that is the rule; its state."""
    questionnaire = db.scalar(
        select(Version.questionnaire).where(Version.contribution_id == row.id, Version.number == row.latest)
    )
    row.latest += 1
    kept = tuple(one.public_id for one in files_in_force(db, row.id)) if files is None else files
    content = add_version(db, row, row.latest, passages, questionnaire, kept)
    read_first = is_read_first(proceeding, row) or row.redacting or _was_redacted(db, row)
    row.waiting = read_first
    if read_first and row.state == "published":
        record_at_desk(db, proceeding, row, "correction_received", content)
    else:
        row.version = row.latest
        record(db, proceeding, row, "edited", content)
    return row.state


def _was_redacted(db: Session, row: Contribution) -> bool:
    """Whether words of an earlier version are withheld: then somebody looks whether the new one says them again."""
    withheld = select(Passage.id).join(Version, Version.id == Passage.version_id)
    where = (Version.contribution_id == row.id, Passage.redacted.is_not(None))
    return db.scalar(withheld.where(*where).limit(1)) is not None


def withdraw_contribution(db: Session, actor: Actor, *, reference: str) -> None:
    """Take the own contribution back: it keeps its number and says so. Raises Conflict when that was done already."""
    proceeding, row = locked_own(db, actor, reference)
    if row.state in ("withdrawn", "erased"):
        raise Conflict("changed_meanwhile")
    row.state, row.reason, row.waiting, row.redacting, row.appealed = "withdrawn", None, False, False, False
    drop_correction(db, row)
    record(db, proceeding, row, "withdrawn")
