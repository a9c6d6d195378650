"""Making versions: the text as it is now, fixed for good."""

import hashlib
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.core.text import clean_text
from consult.ledger.commitments import canonical, commit, new_salt
from consult.proceedings.telling import tell
from consult.workspaces.documents.models import Document, DocumentVersion
from consult.workspaces.documents.operations.ground import check_in_force, held_document
from consult.workspaces.documents.queries import paragraphs_of

LONGEST_NOTE = 2_000


class MadeVersion(NamedTuple):
    """The number of a new version, and the hash of its text."""

    number: int
    digest: str


def make_version(
    db: Session, actor: Actor, *, document_id: int, note: str = "", seen: int | None = None
) -> MadeVersion:
    """Fix the text as it is now under the next number; the ledger commits to it.

    `seen` is the number of the newest version that was shown. Raises NotFound for whoever does not lead, Closed, Conflict
    where somebody made one meanwhile or the document was withdrawn, Invalid for an empty text.
    """
    held = held_document(db, actor, document_id, "room:lead")
    check_in_force(held.document)
    if seen is not None and seen != held.document.version:
        raise Conflict("changed_meanwhile")
    made = fix(db, actor, held.document, checked_note(note))
    commitments = {"version": commit(made.salt, made.digest)}
    tell(db, held.proceeding, "document.versioned", held.document.public_id, commitments=commitments)
    return MadeVersion(made.number, made.digest)


def fix(db: Session, actor: Actor, document: Document, note: str) -> DocumentVersion:
    """The row of the next version of a held document. Raises Invalid for an empty text."""
    paragraphs = present_text(db, document)
    if not paragraphs:
        raise Invalid("note", "nothing_in_it")
    document.version += 1
    row = DocumentVersion(
        document_id=document.id,
        number=document.version,
        note=note,
        paragraphs=paragraphs,
        digest=text_digest(paragraphs),
        salt=new_salt(),
        made_by=actor.account_id,
        made_at=now(),
    )
    db.add(row)
    return row


def present_text(db: Session, document: Document) -> list[dict[str, Any]]:
    """The text as it is now, in the shape of a version."""
    rows = paragraphs_of(db, document)
    return [{"key": one.key, "style": one.style, "label": one.label, "text": one.text} for one in rows]


def text_digest(paragraphs: list[dict[str, Any]]) -> str:
    """The SHA-256 in hex of a text in the shape of a version."""
    return hashlib.sha256(canonical(paragraphs)).hexdigest()


def checked_note(note: str, field: str = "note") -> str:
    """A note as it is kept. Raises Invalid for one that is too long."""
    words = clean_text(note, field)
    if len(words) > LONGEST_NOTE:
        raise Invalid(field, "too_long", length=len(words), limit=LONGEST_NOTE)
    return words
