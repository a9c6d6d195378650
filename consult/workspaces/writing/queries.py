"""Who writes which paragraph, what was saved when, and what waits to be merged."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.actors import in_force
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.policy.access import require
from consult.policy.matrix import MATRIX
from consult.proceedings.access import may_see
from consult.proceedings.models import Proceeding
from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.writing.models import ParagraphConflict, ParagraphLock, ParagraphSave

PAGE = 30


class Held(NamedTuple):
    """Who writes a paragraph, in which window, and until when unless they go on."""

    paragraph_id: int
    account_id: int
    name: str
    token: str
    until: datetime


class Late(NamedTuple):
    """A version that came too late, with the text it was made on, where that is known."""

    row: ParagraphConflict
    by: str | None
    settled_by: str | None
    base: str | None


class Kept(NamedTuple):
    """One save of a paragraph, with what stood there before it; `before` is None for the first that is known."""

    row: ParagraphSave
    by: str | None
    before: str | None


def written_document(db: Session, actor: Actor, proceeding: Proceeding, public_id: str) -> Document:
    """A document for those in its room, also one that was taken away. Raises NotFound for everybody else."""
    require(actor, "room:read", proceeding)
    query = select(Document).where(Document.public_id == public_id, Document.proceeding_id == proceeding.id)
    found = db.scalar(query)
    if found is None or not may_see(actor, proceeding):
        raise NotFound
    return found


def paragraph_of(db: Session, document: Document, key: str) -> Paragraph:
    """A paragraph of a document that was found, also one that was taken away. Raises NotFound where there is none."""
    found = db.scalar(select(Paragraph).where(Paragraph.document_id == document.id, Paragraph.key == key))
    if found is None:
        raise NotFound
    return found


def locks_in_force() -> Select[int, int, str, str, datetime]:
    """The locks that hold now, to be narrowed: not run out, of somebody who may still write in the room.

    A right that ended takes the lock with it in the same moment, whoever ended it.
    """
    may_write = exists().where(
        Grant.id.in_(in_force()),
        Grant.account_id == ParagraphLock.account_id,
        Grant.role.in_(MATRIX["room:write"]),
        Grant.scope == "proceeding",
        Grant.scope_id == Document.proceeding_id,
    )
    return (
        select(
            ParagraphLock.paragraph_id,
            ParagraphLock.account_id,
            Account.name,
            ParagraphLock.token,
            ParagraphLock.expires_at,
        )
        .join(Account, Account.id == ParagraphLock.account_id)
        .join(Paragraph, Paragraph.id == ParagraphLock.paragraph_id)
        .join(Document, Document.id == Paragraph.document_id)
        .where(ParagraphLock.expires_at > now(), Account.ended_at.is_(None), may_write)
    )


def lock_of(db: Session, paragraph_id: int) -> Held | None:
    """Who writes a paragraph now."""
    row = db.execute(locks_in_force().where(ParagraphLock.paragraph_id == paragraph_id)).one_or_none()
    return Held(*row) if row is not None else None


def locks_of(db: Session, document: Document) -> dict[int, Held]:
    """Who writes the paragraphs of a document now, by the id of the paragraph."""
    rows = db.execute(locks_in_force().where(Paragraph.document_id == document.id))
    return {row[0]: Held(*row) for row in rows}


def conflicts_of(db: Session, document: Document, state: str = "open") -> dict[int, list[Late]]:
    """What came too late in a document and stands in one state, by the id of the paragraph, the oldest first."""
    query = _late().where(Paragraph.document_id == document.id, ParagraphConflict.state == state)
    found: defaultdict[int, list[Late]] = defaultdict(list)
    for one in _lates(db, query):
        found[one.row.paragraph_id].append(one)
    return dict(found)


def conflicts_on(db: Session, paragraph: Paragraph) -> list[Late]:
    """All that came too late for a paragraph, in every state, the oldest first."""
    return _lates(db, _late().where(ParagraphConflict.paragraph_id == paragraph.id))


def conflict_by_public_id(db: Session, document: Document, public_id: str) -> tuple[Late, Paragraph]:
    """One version that came too late, and its paragraph. Raises NotFound where there is none."""
    query = _late().where(Paragraph.document_id == document.id, ParagraphConflict.public_id == public_id)
    found = _lates(db, query)
    if not found:
        raise NotFound
    return found[0], db.get_one(Paragraph, found[0].row.paragraph_id)


def _late() -> Select[ParagraphConflict]:
    query = select(ParagraphConflict).join(Paragraph, Paragraph.id == ParagraphConflict.paragraph_id)
    return query.order_by(ParagraphConflict.id)


def _lates(db: Session, query: Select[ParagraphConflict]) -> list[Late]:
    rows = db.scalars(query).all()
    names = names_of(db, [who for row in rows for who in (row.saved_by, row.settled_by)])
    bases = _texts_at(db, rows)
    return [
        Late(row, names.get(row.saved_by), names.get(row.settled_by), bases.get((row.paragraph_id, row.seen)))
        for row in rows
    ]


def _texts_at(db: Session, rows: Sequence[ParagraphConflict]) -> dict[tuple[int, int], str]:
    wanted = {row.paragraph_id for row in rows}
    if not wanted:
        return {}
    query = select(ParagraphSave.paragraph_id, ParagraphSave.revision, ParagraphSave.text)
    seen = {row.seen for row in rows}
    found = db.execute(query.where(ParagraphSave.paragraph_id.in_(wanted), ParagraphSave.revision.in_(seen)))
    return {(row.paragraph_id, row.revision): row.text for row in found}


def text_at(db: Session, paragraph: Paragraph, revision: int) -> str | None:
    """What a paragraph said at one revision; None where there was no such."""
    if revision == paragraph.revision:
        return paragraph.text
    query = select(ParagraphSave.text).where(ParagraphSave.paragraph_id == paragraph.id)
    return db.scalar(query.where(ParagraphSave.revision == revision))


def history_of(db: Session, paragraph: Paragraph, page: int) -> tuple[list[Kept], int]:
    """A page of the saves of a paragraph, the newest first, and how many there are; `page` counts from 1."""
    of = ParagraphSave.paragraph_id == paragraph.id
    count = db.scalar(select(func.count()).where(of)) or 0
    query = select(ParagraphSave).where(of).order_by(ParagraphSave.revision.desc())
    rows = db.scalars(query.offset((page - 1) * PAGE).limit(PAGE + 1)).all()
    names = names_of(db, [row.saved_by for row in rows])
    texts = [row.text for row in rows[1:]]
    before = [*texts, None] if len(rows) <= PAGE else texts
    found = [Kept(row, names.get(row.saved_by), was) for row, was in zip(rows[:PAGE], before, strict=False)]
    return found, count


def names_of(db: Session, accounts: Collection[int | None]) -> dict[int | None, str]:
    """The names of some accounts."""
    wanted = {one for one in accounts if one is not None}
    if not wanted:
        return {}
    return {row.id: row.name for row in db.execute(select(Account.id, Account.name).where(Account.id.in_(wanted)))}


class ToMerge(NamedTuple):
    """A document in which versions wait to be merged, and how many."""

    public_id: str
    title: str
    language: str
    number: int


def brief(db: Session, actor: Actor, proceeding: Proceeding) -> list[ToMerge]:
    """The documents of a room in which versions wait to be merged, for its overview."""
    require(actor, "room:read", proceeding)
    query = (
        select(Document.public_id, Document.title, Document.language, func.count())
        .join(Paragraph, Paragraph.document_id == Document.id)
        .join(ParagraphConflict, ParagraphConflict.paragraph_id == Paragraph.id)
        .where(
            Document.proceeding_id == proceeding.id, Document.removed_at.is_(None), ParagraphConflict.state == "open"
        )
        .group_by(Document.public_id, Document.title, Document.language)
        .order_by(Document.title, Document.public_id)
    )
    return [ToMerge(*row) for row in db.execute(query)]


def mark_of(db: Session, actor: Actor) -> str:
    """The public id of whoever reads: by it a script knows what this person has typed from what somebody else has."""
    return db.scalar(select(Account.public_id).where(Account.id == actor.account_id)) or ""


def writers_in(db: Session, documents: Sequence[Document]) -> dict[int, list[str]]:
    """Who writes in each of some documents now, by the id of the document."""
    wanted = [one.id for one in documents]
    query = locks_in_force().add_columns(Paragraph.document_id).where(Paragraph.document_id.in_(wanted))
    found: defaultdict[int, list[str]] = defaultdict(list)
    for row in db.execute(query.order_by(ParagraphLock.taken_at)):
        if row.name not in found[row.document_id]:
            found[row.document_id].append(row.name)
    return dict(found)
