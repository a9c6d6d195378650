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
