"""Locks: one writer of a paragraph at a time, seen by everybody, and never for ever."""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid, NotFound
from consult.proceedings.telling import tell
from consult.workspaces.documents.models import Paragraph
from consult.workspaces.writing.models import ParagraphLock
from consult.workspaces.writing.operations.ground import (
    Place,
    being_written,
    check_there,
    held_paragraph,
    keep_text,
    lock_row,
)
from consult.workspaces.writing.queries import lock_of

LASTS = timedelta(seconds=90)  # of a window that renews it while its writer types
LASTS_ALONE = timedelta(minutes=10)  # of a page that runs no script and so cannot renew it
LONGEST_TOKEN = 64


class Taken(NamedTuple):
    """A lock that is held: until when, and the revision and text that the writer begins with."""

    until: datetime
    revision: int
    text: str


def take_lock(
    db: Session, actor: Actor, *, document_id: int, key: str, token: str, alone: bool = False, over: bool = False
) -> Taken:
    """Begin to write a paragraph in the window `token`; the same window again goes on.

    `alone` says that the window cannot renew it by itself, `over` takes it over from another window of one's own. Raises
    NotFound, Closed, Conflict while somebody else writes (`name`, `until`), one's own other window does, or it is gone.
    """
    place = held_paragraph(db, actor, document_id, key)
    check_there(place)
    if actor.account_id is None or not 8 <= len(token) <= LONGEST_TOKEN:
        raise Invalid("window", "no_such_choice")
    held = lock_of(db, place.paragraph.id)
    if held is not None and held.account_id != actor.account_id:
        raise being_written(held)
    if held is not None and held.token != token and not over:
        raise Conflict("own_other_window", until=held.until)
    _drop_old(db, place)
    keep_text(db, actor, place.paragraph)
    until = now() + (LASTS_ALONE if alone else LASTS)
    _write(db, actor.account_id, place, token, until)
    if held is None or held.token != token:
        tell(db, place.proceeding, "paragraph.locked", place.paragraph.key)
    return Taken(until, place.paragraph.revision, place.paragraph.text)


def renew_lock(db: Session, actor: Actor, *, document_id: int, key: str, token: str) -> Taken:
    """Go on writing. One that ran out is had again where nobody has written since.

    Raises Conflict where it was ended, or somebody else writes now (`name`, `until`).
    """
    place = held_paragraph(db, actor, document_id, key)
    check_there(place)
    held, row = lock_of(db, place.paragraph.id), lock_row(db, place.paragraph)
    if held is not None and held.account_id != actor.account_id:
        raise being_written(held)
    if row is None or row.account_id != actor.account_id or row.token != token:
        raise Conflict("lock_lost")
    row.expires_at = max(row.expires_at, now() + LASTS)
    if held is None:
        tell(db, place.proceeding, "paragraph.locked", place.paragraph.key)
    return Taken(row.expires_at, place.paragraph.revision, place.paragraph.text)


def release_lock(db: Session, actor: Actor, *, document_id: int, key: str, token: str) -> None:
    """Stop writing in this window; nothing where it holds no lock. Raises NotFound, Closed."""
    place = held_paragraph(db, actor, document_id, key)
    if drop_own(db, actor, place.paragraph, token):
        tell(db, place.proceeding, "paragraph.unlocked", place.paragraph.key)


def break_lock(db: Session, actor: Actor, *, document_id: int, key: str) -> None:
    """End the turn of whoever writes a paragraph; their page is told, and what they typed can still be saved.

    Raises NotFound for whoever does not lead the room, Closed, Conflict where nobody writes.
    """
    place = held_paragraph(db, actor, document_id, key, "room:lead")
    row = lock_row(db, place.paragraph)
    if row is None:
        raise Conflict("nobody_writes")
    db.delete(row)
    tell(db, place.proceeding, "paragraph.unlocked", place.paragraph.key)


def drop_own(db: Session, actor: Actor, paragraph: Paragraph, token: str) -> bool:
    """Take away the lock of this window; whether there was one."""
    row = lock_row(db, paragraph)
    if row is None or row.account_id != actor.account_id or row.token != token:
        return False
    db.delete(row)
    db.flush()
    return True


def _drop_old(db: Session, place: Place) -> None:
    """Rows of this document whose time is long over go, so that none is left for ever."""
    of_document = select(Paragraph.id).where(Paragraph.document_id == place.document.id)
    old = ParagraphLock.expires_at < now() - LASTS_ALONE
    db.execute(delete(ParagraphLock).where(ParagraphLock.paragraph_id.in_(of_document), old))
    db.flush()


def _write(db: Session, account_id: int | None, place: Place, token: str, until: datetime) -> None:
    if account_id is None:
        raise NotFound
    row = lock_row(db, place.paragraph)
    if row is None:
        row = ParagraphLock(paragraph_id=place.paragraph.id, account_id=account_id, taken_at=now())
        db.add(row)
    if (row.account_id, row.token) != (account_id, token):
        row.account_id, row.token, row.taken_at = account_id, token, now()
    row.expires_at = until
    db.flush()
