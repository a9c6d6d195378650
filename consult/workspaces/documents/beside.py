"""What higher rooms show beside a document: registered where the parts of a room are put together."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.documents.place import Place


class Tool(NamedTuple):
    """A template that is printed under each standing paragraph as `p`, with `tool` made once for the page from the place."""

    template: str
    made: Callable[[Place, Sequence[Paragraph]], Any]


# Tools under each paragraph of the text as it is now (writing it, its lock, its conflicts); None from `made` prints nothing.
TOOLS: list[Tool] = []
# Who writes in some documents at this moment: names by the id of the document, for their list.
WRITERS: list[Callable[[Session, Sequence[Document]], Mapping[int, Sequence[str]]]] = []


def tools(place: Place, rows: Sequence[Paragraph]) -> list[tuple[str, Any]]:
    """Each tool that has something for this page: its template and what it prints."""
    made = [(one.template, one.made(place, rows)) for one in TOOLS]
    return [(template, found) for template, found in made if found is not None]


def writers(db: Session, documents: Sequence[Document]) -> dict[int, list[str]]:
    """Who writes in each of these documents now."""
    found: dict[int, list[str]] = {}
    for ask in WRITERS:
        for document_id, names in ask(db, documents).items():
            found.setdefault(document_id, []).extend(names)
    return found
