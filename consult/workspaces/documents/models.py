"""Documents, the text as it is now, versions of it, amendments, and files that Word brought.

A comment on a paragraph is a contribution of kind `comment` whose target is the `key` of the paragraph. A key is random, is
never given twice, and stays with the paragraph through all versions.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.core.db import Base, PublicId, new_public_id
from consult.core.storage import HOLDERS
from consult.policy.access import Where

STATES = ("draft", "adopted", "withdrawn")
AUDIENCES = ("members", "public")
STYLES = ("heading1", "heading2", "heading3", "paragraph", "item", "subitem", "quote")
AMENDMENTS = ("insert", "delete", "replace")
AMENDMENT_STATES = ("open", "accepted", "rejected", "withdrawn", "lapsed")


class Document(Base):
    """A text of a room. `version` is the newest that was made, 0 before the first; one that was taken away keeps its row.

    A `public` one is read by everybody at an address of its own, in the newest version alone. `arranged` counts changes of
    the order of its paragraphs, so that a stale one is noticed.
    """

    __tablename__ = "room_document"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    proceeding_id: Mapped[int] = mapped_column(ForeignKey("proceeding.id"), index=True)
    title: Mapped[str]
    language: Mapped[str]
    state: Mapped[str] = mapped_column(default="draft")
    audience: Mapped[str] = mapped_column(default="members")
    version: Mapped[int] = mapped_column(default=0)
    amendments: Mapped[int] = mapped_column(default=0)
    arranged: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    @property
    def where(self) -> Where:
        """Its place in the scopes: whoever is in the room, and the guests of this document alone."""
        return Where(None, self.proceeding_id, None, self.id)


class Paragraph(Base):
    """One paragraph of the text as it is now. `label` is the printed number ("1", "1.2", "(a)") or empty.

    `revision` counts its saves: one made on an older revision never overwrites. A removed one stays, for its comments and
    amendments stand on it.
    """

    __tablename__ = "room_paragraph"
    __table_args__ = (Index("ix_room_paragraph_place", "document_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    document_id: Mapped[int] = mapped_column(ForeignKey("room_document.id"))
    position: Mapped[int]
    style: Mapped[str] = mapped_column(default="paragraph")
    label: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    revision: Mapped[int] = mapped_column(default=1)
    saved_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    saved_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class DocumentVersion(Base):
    """The text as it was when a version was made; immutable.

    `paragraphs` lists `{"key", "style", "label", "text"}` in order; `note` says what changed, `digest` is the SHA-256 of
    their RFC 8785 encoding, to which the ledger's entry commits under `salt`.
    """

    __tablename__ = "room_document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("room_document.id"))
    number: Mapped[int]
    note: Mapped[str] = mapped_column(default="")
    paragraphs: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    digest: Mapped[str]
    salt: Mapped[str]
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]


class Amendment(Base):
    """A change of one paragraph that somebody suggests: `insert` after it, `delete` it, or `replace` its text.

    `number` counts those of a document. `key` is None for an insertion at the very beginning. `was` is the text that its
    author saw. A decision never changes; one whose paragraph went otherwise has `lapsed`. `taken` are the words that were
    accepted, where they are others than were suggested.
    """

    __tablename__ = "amendment"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    document_id: Mapped[int] = mapped_column(ForeignKey("room_document.id"))
    number: Mapped[int]
    kind: Mapped[str]
    key: Mapped[str | None] = mapped_column(PublicId(), index=True)
    was: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="open")
    made_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    made_at: Mapped[datetime]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None]
    decision: Mapped[str] = mapped_column(default="")
    taken: Mapped[str | None]


class DocumentFile(Base):
    """The Word file that a document was read from, as it came; what could not be read is listed in `told`."""

    __tablename__ = "room_document_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    public_id: Mapped[str] = mapped_column(PublicId(), unique=True, default=new_public_id)
    document_id: Mapped[int] = mapped_column(ForeignKey("room_document.id"), index=True)
    name: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(index=True)
    told: Mapped[list[Any]] = mapped_column(JSON, default=list)
    brought_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    brought_at: Mapped[datetime]


HOLDERS.append((DocumentFile.public_id, DocumentFile.digest))
