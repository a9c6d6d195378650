"""Reading files: those of an own draft, those of a version, and the content behind an address."""

from typing import NamedTuple

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session, aliased

from consult.contributions.access import FIELDS, is_mine, visible
from consult.contributions.disclosure import is_confided
from consult.contributions.drafts.queries import Which, kept_draft
from consult.contributions.models import Attachment, Contribution, Draft, Passage, Version
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.proceedings.models import Proceeding
from consult.staff_log.showing import show


class DraftFile(NamedTuple):
    """A file of a draft as its author is shown it."""

    public_id: str
    question: str | None
    name: str
    media_type: str
    size: int
    alt: str
    state: str
    problem: str | None
    keeps_original: bool
    paragraphs: list[str] | None


def draft_files(db: Session, actor: Actor, which: Which) -> list[DraftFile]:
    """The files of the actor's draft, in the order of their coming; none without a draft."""
    kept = kept_draft(db, actor, which)
    if kept is None:
        return []
    return files_of_drafts(db, kept.parts)


def files_of_drafts(db: Session, parts: tuple[str, ...]) -> list[DraftFile]:
    """The same for the drafts of these public ids, of which the caller knows that they are the actor's."""
    rows = db.scalars(
        select(Attachment)
        .join(Draft, Draft.id == Attachment.draft_id)
        .where(Draft.public_id.in_(parts))
        .order_by(Attachment.id)
    )
    return [DraftFile(*(getattr(row, name) for name in DraftFile._fields)) for row in rows]


def in_version(number: ColumnElement[int]) -> ColumnElement[bool]:
    """Whether an attachment belongs to the version of this number of its contribution."""
    return and_(
        Attachment.first_version <= number, or_(Attachment.last_version.is_(None), Attachment.last_version >= number)
    )


def _is_redacted() -> ColumnElement[bool]:
    """Whether words are withheld from the answer that a file belongs to, or from the document: then the file is, too."""
    passage, version = aliased(Passage), aliased(Version)
    same = or_(passage.question == Attachment.question, and_(passage.question.is_(None), Attachment.question.is_(None)))
    return exists().where(
        version.contribution_id == Attachment.contribution_id,
        version.number == Contribution.version,
        passage.version_id == version.id,
        passage.redacted.is_not(None),
        same,
    )


def readable(actor: Actor) -> ColumnElement[bool]:
    """The files whose copy this actor is given: what `disclose` says, over attachments with contributions and proceedings."""
    theirs = FIELDS["unredacted"].where(actor)
    return and_(
        FIELDS["files"].where(actor),
        Attachment.state == "clean",
        or_(~Attachment.is_source, FIELDS["originals"].where(actor)),
        or_(theirs, and_(in_version(Contribution.version.expression), ~_is_redacted())),
    )


def name_told(actor: Actor) -> ColumnElement[str | None]:
    """The name of a file as its sender called it, where the reader may know who that is; else None."""
    return case((FIELDS["name"].where(actor), Attachment.name), else_=None)


class Served(NamedTuple):
    """The content behind an address."""

    digest: str
    media_type: str
    name: str


def served_file(db: Session, actor: Actor, public_id: str, *, original: bool = False) -> Served:
    """The copy for readers, or with `original` what was sent. Raises NotFound for whom it is not, as for what is absent."""
    told = FIELDS["originals"].where(actor) if original else readable(actor)
    row = db.execute(
        select(Attachment, Contribution, name_told(actor).label("called"))
        .join(Contribution, Contribution.id == Attachment.contribution_id)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .where(Attachment.public_id == public_id, visible(actor), told, Attachment.state == "clean")
    ).one_or_none()
    if row is None:
        raise NotFound
    file, contribution, called = row
    _note(actor, contribution, called, original)
    digest = file.digest if original and file.keeps_original else None if original else file.public_digest
    if digest is None:
        raise NotFound
    return Served(
        digest, file.media_type, called or neutral_name(contribution.reference, file.public_id, file.media_type)
    )


def _note(actor: Actor, row: Contribution, called: str | None, original: bool) -> None:
    """A file is the text of its contribution; what was sent tells of its sender, too."""
    mine = is_mine(actor, row)
    if actor.account_id is not None and is_confided(row, True, called is not None or original, mine=mine):
        show(row.reference)


def neutral_name(reference: str, public_id: str, media_type: str) -> str:
    """A name that tells nobody's."""
    from consult.contributions.attachments.files.kinds import KINDS

    return f"{reference}-{public_id[:4]}.{KINDS[media_type].ending}"
