"""Settling what came too late: its words go into the paragraph, or it is set aside and stays in the history."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.policy.access import holds
from consult.proceedings.telling import tell
from consult.workspaces.documents.models import Paragraph
from consult.workspaces.documents.operations.ground import checked_text
from consult.workspaces.writing.models import ParagraphConflict
from consult.workspaces.writing.operations.ground import (
    Place,
    check_there,
    held_paragraph,
    refuse_written_by_others,
)
from consult.workspaces.writing.operations.saving import Saved, write


def merge_conflict(
    db: Session, actor: Actor, *, document_id: int, conflict: str, seen: int, text: str, client_id: str
) -> Saved:
    """Save the text in which both versions were brought together, on revision `seen`; the conflict is settled by it.

    Raises NotFound, Closed, Invalid, Conflict where it is settled already, the paragraph was saved since or is gone, or somebody
    writes it now.
    """
    place, row = _open_conflict(db, actor, document_id, conflict)
    check_there(place)
    words = checked_text(text)
    if row.state == "merged" and words == place.paragraph.text:
        return Saved("same", place.paragraph.revision, dup=True)
    _check_open(row)
    if place.paragraph.revision != seen:
        raise Conflict("saved_meanwhile")
    refuse_written_by_others(db, actor, place.paragraph)
    same = words == place.paragraph.text
    done = Saved("same", seen) if same else write(db, actor, place, words, client_id)
    _settle(db, actor, place, row, "merged")
    return done


def set_aside(db: Session, actor: Actor, *, document_id: int, conflict: str) -> None:
    """Leave the paragraph as it is; the words that came too late stay in its history.

    Raises NotFound for whoever neither wrote them nor leads the room, Closed, Conflict where it is settled already.
    """
    place, row = _open_conflict(db, actor, document_id, conflict)
    if row.saved_by != actor.account_id and not holds(actor, "room:lead", place.proceeding.where):
        raise NotFound
    _check_open(row)
    _settle(db, actor, place, row, "set_aside")


def _open_conflict(db: Session, actor: Actor, document_id: int, public_id: str) -> tuple[Place, ParagraphConflict]:
    query = select(Paragraph.key).join(ParagraphConflict, ParagraphConflict.paragraph_id == Paragraph.id)
    key = db.scalar(query.where(ParagraphConflict.public_id == public_id, Paragraph.document_id == document_id))
    if key is None:
        raise NotFound
    place = held_paragraph(db, actor, document_id, key)
    row = db.scalar(select(ParagraphConflict).where(ParagraphConflict.public_id == public_id).with_for_update())
    if row is None:
        raise NotFound
    return place, row


def _check_open(row: ParagraphConflict) -> None:
    if row.state != "open":
        raise Conflict("conflict_settled")


def _settle(db: Session, actor: Actor, place: Place, row: ParagraphConflict, state: str) -> None:
    row.state, row.settled_by, row.settled_at = state, actor.account_id, now()
    tell(db, place.proceeding, "paragraph.settled", place.paragraph.key)
