"""Finding paragraphs of documents: of those that the reader may read at this moment, and of the public ones everybody.

What is sought is asked of the texts themselves, under the clauses of access: there is no index that could go on telling what was
removed, taken away or made private. Tokens of a text are kept by the text.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.snippets import Piece, snippet
from consult.core.actors import Actor
from consult.core.text import terms, tokens
from consult.proceedings.models import Proceeding
from consult.workspaces.documents.access import published, visible
from consult.workspaces.documents.models import Document, DocumentVersion, Paragraph

MOST = 20
KEPT = 20_000  # texts whose tokens are kept
MOST_OF_ONE = 5


class FoundParagraph(NamedTuple):
    """A paragraph that was found, and the place in it; `is_public` where only its public version is read."""

    document: Document
    proceeding: Proceeding
    key: str
    label: str
    is_public: bool
    pieces: list[Piece]


class _Text(NamedTuple):
    document: Document
    proceeding: Proceeding
    key: str
    label: str
    is_public: bool
    text: str


def found_paragraphs(
    db: Session, actor: Actor, query: str, *, proceeding_id: int | None = None, most: int = MOST
) -> list[FoundParagraph]:
    """Paragraphs in which every term stands, the best first; of one room alone where it is named."""
    sought = [" " + "  ".join(term.tokens) + ("" if term.prefix else " ") for term in terms(query)]
    if not sought:
        return []
    scored = [
        (-score, one.document.id, place, one)
        for place, one in enumerate(_texts(db, actor, proceeding_id))
        if (score := _score(_padded(one.text), sought))
    ]
    best = [one for *_order, one in sorted(scored, key=lambda line: line[:3])[:most]]
    return [FoundParagraph(*one[:5], snippet(one.text, query)) for one in best]


def _texts(db: Session, actor: Actor, proceeding_id: int | None) -> Iterator[_Text]:
    """The paragraphs of every document as this reader reads them: as it is now, else its newest public version."""
    inside = () if proceeding_id is None else (Document.proceeding_id == proceeding_id,)
    now = (
        select(Document, Proceeding, Paragraph.key, Paragraph.label, Paragraph.text)
        .join(Proceeding, Proceeding.id == Document.proceeding_id)
        .join(Paragraph, Paragraph.document_id == Document.id)
        .where(visible(actor), Paragraph.removed_at.is_(None), *inside)
        .order_by(Document.id, Paragraph.position, Paragraph.id)
    )
    known = set()
    for document, proceeding, key, label, text in db.execute(now):
        known.add(document.id)
        yield _Text(document, proceeding, key, label, False, text)
    if proceeding_id is None:
        yield from _published(db, actor, known)


def _published(db: Session, actor: Actor, known: set[int]) -> Iterator[_Text]:
    newest = (DocumentVersion.document_id == Document.id) & (DocumentVersion.number == Document.version)
    query = (
        select(Document, Proceeding, DocumentVersion.paragraphs)
        .join(Proceeding, Proceeding.id == Document.proceeding_id)
        .join(DocumentVersion, newest)
        .where(published(actor))
        .order_by(Document.id)
    )
    for document, proceeding, paragraphs in db.execute(query):
        if document.id not in known:
            for one in paragraphs:
                yield _Text(document, proceeding, one["key"], one["label"], True, one["text"])


@lru_cache(maxsize=KEPT)
def _padded(text: str) -> str:
    """The tokens of a text, each with a space of its own on both sides."""
    return f" {'  '.join(tokens(text))} "


def _score(padded: str, sought: Sequence[str]) -> int:
    """How often the terms stand there, against the length; 0 where one of them does not."""
    times = [padded.count(term) for term in sought]
    return sum(min(one, MOST_OF_ONE) for one in times) * 100_000 // (len(padded) + 200) if all(times) else 0
