"""What writing shows beside a document: the way to write each paragraph, and who writes where now."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from consult.web.site import reading
from consult.workspaces.documents.models import Document, Paragraph
from consult.workspaces.documents.place import Place
from consult.workspaces.writing.queries import Held, locks_of


def writes_here(place: Place, _rows: Sequence[Paragraph]) -> Mapping[int, Held] | None:
    """The locks by paragraph, for whoever may write the document now; None for everybody else."""
    if place.slug is None or not place.open or not place.may("room:write"):
        return None
    return locks_of(reading(), place.document)


def writing_now(db: Session, documents: Sequence[Document]) -> dict[int, list[str]]:
    """The names of those who hold a paragraph of each document now."""
    return {one.id: sorted({held.name for held in locks_of(db, one).values()}) for one in documents}
"""What stands under each paragraph on the page of a document: who writes it, and what waits to be merged."""

from collections.abc import Sequence
from typing import NamedTuple

from consult.web.site import actor, reading
from consult.workspaces.documents.models import Paragraph
from consult.workspaces.documents.place import Place
from consult.workspaces.writing.queries import conflicts_of, locks_of
from consult.workspaces.writing.words import lock_words


class Beside(NamedTuple):
    """By key of the paragraph: who writes it in words, and how many versions wait."""

    locks: dict[str, str]
    waiting: dict[str, int]


def beside(place: Place, rows: Sequence[Paragraph]) -> Beside | None:
    """For those in the room; a guest learns nothing of who writes."""
    if place.slug is None:
        return None
    locks, late = locks_of(reading(), place.document), conflicts_of(reading(), place.document)
    own = actor().account_id
    return Beside(
        {row.key: lock_words(locks[row.id], locks[row.id].account_id == own) for row in rows if row.id in locks},
        {row.key: len(late[row.id]) for row in rows if row.id in late},
    )
