"""The tables of a room's documents: texts, versions, every save, amendments, and the files they came from."""

from typing import Any

from sqlalchemy import ColumnElement

from consult.contributions.attachments.files.kinds import KINDS as KINDS_OF_FILES
from consult.core.db import condition
from consult.records.carried import Carried, named, of
from consult.records.package_checks import HASH, PUBLIC_ID, is_list, maybe, one_of
from consult.records.workspaces.fields import account, choice
from consult.workspaces.documents.models import (
    AMENDMENT_STATES,
    AMENDMENTS,
    AUDIENCES,
    STATES,
    STYLES,
    Amendment,
    Document,
    DocumentFile,
    DocumentVersion,
    Paragraph,
)
from consult.workspaces.writing.models import CONFLICTS, ParagraphConflict, ParagraphSave

CLIENT = "names one sending of a form"


def there() -> ColumnElement[bool]:
    """Of a document that was taken away, the public edition has nothing."""
    return Document.removed_at.is_(None)


def under_document(table: Any) -> tuple[tuple[Any, Any], ...]:
    """How a table hangs on its document."""
    return ((Document, Document.id == table.document_id),)


def under_paragraph(table: Any) -> tuple[tuple[Any, Any], ...]:
    """How a table hangs on its paragraph."""
    return ((Paragraph, Paragraph.id == table.paragraph_id), *under_document(Paragraph))


DOCUMENTS = Carried(
    "documents",
    Document,
    "the texts that the room worked on",
    (
        of(Document.public_id, "name for machines", check=PUBLIC_ID),
        of(Document.title, "title"),
        of(Document.language, "language, BCP 47"),
        choice(Document.state, "how it stands", STATES),
        choice(Document.audience, "who reads it", AUDIENCES),
        of(Document.version, "number of the newest version, 0 before the first"),
        of(Document.amendments, "how many amendments were suggested"),
        of(Document.arranged, "changes of the order of its paragraphs"),
        account(Document.made_by, "who made it", "made_by"),
        of(Document.made_at, "instant in UTC"),
        of(Document.removed_at, "instant in UTC at which it was taken away"),
    ),
    (Document.made_at, Document.id),
    open_to_all=there,
)
PARAGRAPHS = Carried(
    "document_paragraphs",
    Paragraph,
    "the text as it stands now, paragraph by paragraph",
    (
        of(Paragraph.key, "name for machines, the same through all versions", check=PUBLIC_ID),
        named(Paragraph.document_id, Document, "the document", "document"),
        of(Paragraph.position, "place in the document"),
        choice(Paragraph.style, "what it is", STYLES),
        of(Paragraph.label, "printed number"),
        of(Paragraph.text, "the wording that stands"),
        of(Paragraph.revision, "how often it was saved"),
        account(Paragraph.saved_by, "who saved it last", "saved_by"),
        of(Paragraph.saved_at, "instant in UTC"),
        of(Paragraph.removed_at, "instant in UTC at which it was taken away"),
    ),
    (Document.made_at, Document.id, Paragraph.position, Paragraph.id),
    under=under_document(Paragraph),
)
VERSIONS = Carried(
    "document_versions",
    DocumentVersion,
    "the whole text each time that a version was made",
    (
        named(DocumentVersion.document_id, Document, "the document", "document"),
        of(DocumentVersion.number, "number of the version"),
        of(DocumentVersion.note, "what changed"),
        of(DocumentVersion.paragraphs, "key, style, label and text of each paragraph in order", check=is_list),
        of(DocumentVersion.digest, "SHA-256 of the RFC 8785 encoding of the paragraphs", check=HASH),
        of(DocumentVersion.salt, "salt of the commitment of the ledger"),
        account(DocumentVersion.made_by, "who made it", "made_by"),
        of(DocumentVersion.made_at, "instant in UTC"),
    ),
    (Document.made_at, Document.id, DocumentVersion.number),
    under=under_document(DocumentVersion),
    open_to_all=there,
)
AMENDMENT = Carried(
    "document_amendments",
    Amendment,
    "changes that were suggested, and what was decided on each",
    (
        of(Amendment.public_id, "name for machines", check=PUBLIC_ID),
        named(Amendment.document_id, Document, "the document", "document"),
        of(Amendment.number, "number in the document"),
        choice(Amendment.kind, "what it does", AMENDMENTS),
        of(Amendment.key, "the paragraph, or the one before; none: the beginning", check=maybe(PUBLIC_ID)),
        of(Amendment.was, "the wording that its author saw"),
        of(Amendment.text, "the wording suggested"),
        of(Amendment.taken, "the wording that was accepted, if another"),
        of(Amendment.reason, "why it was suggested"),
        choice(Amendment.state, "how it ended or stands", AMENDMENT_STATES),
        account(Amendment.made_by, "who suggested it", "made_by"),
        of(Amendment.made_at, "instant in UTC"),
        account(Amendment.decided_by, "who decided", "decided_by"),
        of(Amendment.decided_at, "instant in UTC"),
        of(Amendment.decision, "the reason given"),
    ),
    (Document.made_at, Document.id, Amendment.number),
    under=under_document(Amendment),
    open_to_all=there,
)
SAVES = Carried(
    "paragraph_saves",
    ParagraphSave,
    "what each paragraph said after each save",
    (
        named(ParagraphSave.paragraph_id, Paragraph, "the paragraph", "paragraph", by="key"),
        of(ParagraphSave.revision, "which save of the paragraph"),
        of(ParagraphSave.text, "the wording"),
        account(ParagraphSave.saved_by, "who saved it", "saved_by"),
        of(ParagraphSave.saved_at, "instant in UTC"),
    ),
    (ParagraphSave.saved_at, ParagraphSave.id),
    under=under_paragraph(ParagraphSave),
    left_out={"client_id": CLIENT},
)
CONFLICT = Carried(
    "paragraph_conflicts",
    ParagraphConflict,
    "saves that came too late, kept until somebody settled them",
    (
        of(ParagraphConflict.public_id, "name for machines", check=PUBLIC_ID),
        named(ParagraphConflict.paragraph_id, Paragraph, "the paragraph", "paragraph", by="key"),
        of(ParagraphConflict.seen, "the save on which its author wrote"),
        of(ParagraphConflict.text, "the wording"),
        choice(ParagraphConflict.state, "how it stands", CONFLICTS),
        account(ParagraphConflict.saved_by, "who wrote it", "saved_by"),
        of(ParagraphConflict.saved_at, "instant in UTC"),
        account(ParagraphConflict.settled_by, "who settled it", "settled_by"),
        of(ParagraphConflict.settled_at, "instant in UTC"),
    ),
    (ParagraphConflict.saved_at, ParagraphConflict.id),
    under=under_paragraph(ParagraphConflict),
    left_out={"client_id": CLIENT},
)
FILES = Carried(
    "document_files",
    DocumentFile,
    "the files from which documents were read; each lies in documents/ under its name for machines",
    (
        of(DocumentFile.public_id, "name for machines", check=PUBLIC_ID),
        named(DocumentFile.document_id, Document, "the document", "document"),
        of(DocumentFile.name, "name of the file"),
        of(DocumentFile.media_type, "what kind of file it is", check=one_of(*KINDS_OF_FILES)),
        of(DocumentFile.size, "bytes"),
        of(DocumentFile.digest, "SHA-256 of the file", check=HASH),
        of(DocumentFile.told, "what could not be read", check=is_list),
        account(DocumentFile.brought_by, "who brought it", "brought_by"),
        of(DocumentFile.brought_at, "instant in UTC"),
    ),
    (DocumentFile.brought_at, DocumentFile.id),
    under=under_document(DocumentFile),
    # A file of Word tells in its properties who wrote it: it is no part of an edition without names.
    kept_unnamed=lambda: condition(False),
)
