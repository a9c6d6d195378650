"""Saving a paragraph: on the revision that was seen as the next one, otherwise beside it as a version to merge."""

from typing import NamedTuple

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict
from consult.proceedings.telling import tell
from consult.workspaces.documents.models import Paragraph
from consult.workspaces.documents.operations.ground import Held as HeldDocument
from consult.workspaces.documents.operations.ground import checked_text, set_text
from consult.workspaces.writing.models import ParagraphConflict, ParagraphSave
from consult.workspaces.writing.operations.ground import Place, check_there, held_paragraph, keep_text
from consult.workspaces.writing.operations.locks import drop_own
from consult.workspaces.writing.queries import lock_of, text_at


class Saved(NamedTuple):
    """What became of a save: `saved` as `revision`, `same` (nothing was changed), or `conflict` under a public id.

    `dup` says that it was known already.
    """

    state: str
    revision: int
    conflict: str | None = None
    dup: bool = False


def save_paragraph(
    db: Session, actor: Actor, *, document_id: int, key: str, seen: int, text: str, client_id: str, token: str = ""
) -> Saved:
    """Keep a text that was written on revision `seen`; the lock of the window `token` ends with it.

    It becomes the next revision where `seen` is the newest and nobody else writes; else it is kept as a conflict that everybody
    sees, also when the paragraph or its document is gone. The same `client_id` gives the same answer.
    Raises NotFound, Closed, Invalid for a text that cannot be kept, Conflict for a key that came with another text.
    """
    place = held_paragraph(db, actor, document_id, key)
    words = checked_text(text)
    if (before := _known(db, place.paragraph, client_id, words)) is not None:
        return before
    keep_text(db, actor, place.paragraph)
    dropped = drop_own(db, actor, place.paragraph, token)
    if not place.is_gone and words in (place.paragraph.text, text_at(db, place.paragraph, seen)):
        if dropped:
            tell(db, place.proceeding, "paragraph.unlocked", key)
        return Saved("same", place.paragraph.revision)
    if _may_follow(db, actor, place, seen):
        return write(db, actor, place, words, client_id)
    return _set_beside(db, actor, place, seen, words, client_id)


def restore_text(
    db: Session, actor: Actor, *, document_id: int, key: str, revision: int, seen: int, client_id: str
) -> Saved:
    """Save once more what a paragraph said at an earlier revision. Raises as `save_paragraph`, Conflict where it is gone."""
    place = held_paragraph(db, actor, document_id, key)
    check_there(place)
    text = text_at(db, place.paragraph, revision)
    if text is None:
        raise Conflict("no_such_revision")
    return save_paragraph(db, actor, document_id=document_id, key=key, seen=seen, text=text, client_id=client_id)


def write(db: Session, actor: Actor, place: Place, words: str, client_id: str | None) -> Saved:
    """Make words the next revision of a held paragraph, and tell it."""
    keep_text(db, actor, place.paragraph)
    held = HeldDocument(place.document, place.proceeding)
    set_text(db, actor, held, place.paragraph, words, seen=place.paragraph.revision)
    keep_text(db, actor, place.paragraph)
    of = (ParagraphSave.paragraph_id == place.paragraph.id, ParagraphSave.revision == place.paragraph.revision)
    db.execute(update(ParagraphSave).where(*of).values(client_id=client_id))
    return Saved("saved", place.paragraph.revision)


def _may_follow(db: Session, actor: Actor, place: Place, seen: int) -> bool:
    if place.is_gone or seen != place.paragraph.revision:
        return False
    held = lock_of(db, place.paragraph.id)
    return held is None or held.account_id == actor.account_id


def _set_beside(db: Session, actor: Actor, place: Place, seen: int, words: str, client_id: str) -> Saved:
    row = ParagraphConflict(
        paragraph_id=place.paragraph.id,
        seen=seen,
        text=words,
        client_id=client_id,
        saved_by=actor.account_id,
        saved_at=now(),
    )
    db.add(row)
    db.flush()
    tell(db, place.proceeding, "paragraph.conflicted", place.paragraph.key)
    return Saved("conflict", place.paragraph.revision, row.public_id)


def _known(db: Session, paragraph: Paragraph, client_id: str, words: str) -> Saved | None:
    """The answer that this key was given before. Raises Conflict where it came with another text."""
    save = db.scalar(
        select(ParagraphSave).where(ParagraphSave.paragraph_id == paragraph.id, ParagraphSave.client_id == client_id)
    )
    of_late = (ParagraphConflict.paragraph_id == paragraph.id, ParagraphConflict.client_id == client_id)
    late = db.scalar(select(ParagraphConflict).where(*of_late))
    for known in (save, late):
        if known is not None and known.text != words:
            raise Conflict("key_used")
    if late is not None:
        return Saved("conflict", paragraph.revision, late.public_id, dup=True)
    return Saved("saved", save.revision, dup=True) if save is not None else None
