"""What holds a file: a draft, then a contribution in some of its versions; and letting go of the content that nothing holds."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import Select, delete, or_, select, update
from sqlalchemy.orm import Session
from sqlalchemy.sql.expression import ColumnElement

from consult.contributions.models import Attachment, Contribution, Draft, Passage
from consult.core.clock import next_local_hour
from consult.core.errors import Invalid
from consult.core.jobs import FORGET, enqueue
from consult.core.storage import HOLDERS

FORGET_FILES = "forget_files"
SWEEP_FILES = "sweep_files"
SWEEP_HOUR = 3


def carry_files(db: Session, row: Contribution, number: int, named: Collection[str]) -> None:
    """Give a contribution the files that its version `number` names: those of its draft, and its own from before.

    What the version before had and this one does not name ends with that version. Raises Invalid for a file that is neither.
    """
    held = {one.public_id: one for one in files_in_force(db, row.id)}
    missing = [name for name in named if name not in held]
    new = db.scalars(_locked(Attachment.public_id.in_(missing))).all() if missing else []
    if len(new) != len(missing) or any(not _may_come(one, row) for one in new):
        raise Invalid("form", "no_such_file")
    for one in held.values():
        if one.public_id not in named:
            one.last_version = number - 1
    for one in new:
        one.draft_id, one.contribution_id, one.first_version, one.paragraphs = None, row.id, number, None
    db.flush()


def _may_come(one: Attachment, row: Contribution) -> bool:
    return one.contribution_id is None and one.proceeding_id == row.proceeding_id and one.state != "refused"


def _locked(where: ColumnElement[bool]) -> Select[Attachment]:
    return select(Attachment).where(where).order_by(Attachment.id).with_for_update()


def files_in_force(db: Session, contribution_id: int) -> Sequence[Attachment]:
    """The files of the newest version of a contribution."""
    query = select(Attachment).where(Attachment.contribution_id == contribution_id, Attachment.last_version.is_(None))
    return db.scalars(query.order_by(Attachment.id)).all()


def files_of_version(db: Session, contribution_id: int, number: int) -> Sequence[Attachment]:
    """The files of one version of a contribution."""
    until = or_(Attachment.last_version.is_(None), Attachment.last_version >= number)
    known = Attachment.contribution_id == contribution_id
    query = select(Attachment).where(known, Attachment.first_version <= number, until)
    return db.scalars(query.order_by(Attachment.public_id)).all()


def standing_files(db: Session, ids: Collection[int]) -> dict[int, list[Attachment]]:
    """The files of the versions that stand, by the ids of their contributions."""
    until = or_(Attachment.last_version.is_(None), Attachment.last_version >= Contribution.version)
    query = select(Attachment).join(Contribution, Contribution.id == Attachment.contribution_id)
    query = query.where(Contribution.id.in_(ids), Attachment.first_version <= Contribution.version, until)
    found: dict[int, list[Attachment]] = {}
    for row in db.scalars(query.order_by(Attachment.public_id)):
        found.setdefault(row.contribution_id or 0, []).append(row)
    return found


def enclosed(passages: Sequence[Passage], files: Sequence[Attachment]) -> int:
    """What the docket counts of these files: 2 that whoever may read files is told of one, 1 that only desk and author are."""
    redacted = {passage.question for passage in passages if passage.redacted is not None}
    others = [one for one in files if not one.is_source]  # a scan is told to neither
    told = any(one.question not in redacted and one.state != "refused" for one in others)
    return 2 if told else 1 if others else 0


def move_files(db: Session, source: Draft, target: Draft) -> None:
    """Let two drafts that become one keep the files of both."""
    db.execute(update(Attachment).where(Attachment.draft_id == source.id).values(draft_id=target.id))


def drop_files(db: Session, draft: Draft) -> None:
    """Take away the files of a draft that ends; those that were sent belong to it no more."""
    _drop(db, db.scalars(select(Attachment).where(Attachment.draft_id == draft.id).order_by(Attachment.id)).all())


def drop_file(db: Session, row: Attachment) -> None:
    """Take one file away."""
    _drop(db, [row])


def erase_files(db: Session, contribution: Contribution) -> None:
    """Erase what a contribution ever had of files, in any version; its rows stay, without name, words and content."""
    rows = db.scalars(select(Attachment).where(Attachment.contribution_id == contribution.id).with_for_update()).all()
    let_go(db, [digest for row in rows for digest in (row.digest, row.public_digest)])
    for row in rows:
        row.name, row.alt, row.paragraphs, row.size = "", "", None, 0
        row.digest = row.public_digest = row.public_size = None
        row.state, row.problem = "refused", "erased"


def _drop(db: Session, rows: Iterable[Attachment]) -> None:
    found = list(rows)
    let_go(db, [digest for row in found for digest in (row.digest, row.public_digest)])
    if found:
        db.execute(delete(Attachment).where(Attachment.id.in_([row.id for row in found])))


def let_go(db: Session, digests: Iterable[str | None]) -> None:
    """Ask for the removal of contents, as soon as this is committed and where nothing else holds them."""
    known = sorted({digest for digest in digests if digest is not None})
    if known:
        enqueue(db, FORGET_FILES, {"digests": known, FORGET: True})


def ask_for_sweeps(db: Session) -> None:
    """Let what nothing holds be swept every night from now on."""
    enqueue(db, SWEEP_FILES, {}, next_local_hour(SWEEP_HOUR, "UTC"), key=SWEEP_FILES)


def held_digests(db: Session, digests: Collection[str]) -> set[str]:
    """Those of some contents that a row holds."""
    found: set[str] = set()
    for _name, column in HOLDERS:
        found |= {digest for digest in db.scalars(select(column).where(column.in_(digests))) if digest is not None}
    return found


def all_digests(db: Session) -> dict[str, str]:
    """Every content that a row holds, and the public id of one that does."""
    found: dict[str, str] = {}
    for name, column in HOLDERS:
        found |= {digest: known for known, digest in db.execute(select(name, column).where(column.is_not(None)))}
    return found
