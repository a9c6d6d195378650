"""What goes with the answers when a draft is sent: the files that they name, and the paragraphs of a document."""

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.attachments.holding import files_in_force
from consult.contributions.models import Attachment, Contribution, Draft, Passage, Version
from consult.contributions.operations.submit import NewPassage


class Sent(NamedTuple):
    """The passages of a version, and the public ids of the files that belong to it."""

    passages: tuple[NewPassage, ...]
    files: tuple[str, ...]

    @property
    def has_document(self) -> bool:
        """Whether some of it was read from a document."""
        return any(one.question is None for one in self.passages)


def with_files(
    db: Session, draft: Draft | None, answers: Sequence[NewPassage], corrected: Contribution | None = None
) -> Sent:
    """The answers with what belongs to them: files that a `file` answer names, then the draft's document, paragraph by paragraph.

    A correction without a new document keeps the one that is there.
    """
    named = [str(one) for answer in answers for one in named_in(answer)]
    document = document_of(db, draft) if draft is not None else None
    if document is not None:
        paragraphs = tuple(NewPassage(text) for text in document.paragraphs or ())
        return Sent((*answers, *paragraphs), (*named, document.public_id))
    if corrected is None:
        return Sent(tuple(answers), tuple(named))
    kept = [one.public_id for one in files_in_force(db, corrected.id) if one.question is None]
    return Sent((*answers, *(_paragraphs(db, corrected) if kept else ())), (*named, *kept))


def document_of(db: Session, draft: Draft) -> Attachment | None:
    """The document of a draft, unless it was refused."""
    query = select(Attachment).where(Attachment.draft_id == draft.id, Attachment.question.is_(None))
    return db.scalar(query.where(Attachment.state != "refused").order_by(Attachment.id.desc()).limit(1))


def held_files(db: Session, draft: Draft | None, corrected: Contribution | None = None) -> tuple[str, ...]:
    """The public ids of the files that answers may name: those of the draft, and those that the corrected input has."""
    rows = list(db.scalars(select(Attachment).where(Attachment.draft_id == draft.id))) if draft is not None else []
    rows += files_in_force(db, corrected.id) if corrected is not None else []
    return tuple(one.public_id for one in rows if one.question is not None and one.state != "refused")


def named_in(answer: NewPassage) -> Sequence[str]:
    """The files that an answer names."""
    value = answer.value or {}
    return value.get("value") or () if value.get("type") == "file" else ()


def _paragraphs(db: Session, corrected: Contribution) -> list[NewPassage]:
    rows = db.scalars(
        select(Passage)
        .join(Version, Version.id == Passage.version_id)
        .where(Version.contribution_id == corrected.id, Version.number == corrected.latest, Passage.question.is_(None))
        .order_by(Passage.number)
    )
    return [NewPassage(row.text) for row in rows]
