"""What writing shows beside a document: the way to write each paragraph, who writes where now, what waits to be merged."""

from collections.abc import Sequence
from typing import NamedTuple

from consult.web.site import actor, reading
from consult.workspaces.documents.models import Paragraph
from consult.workspaces.documents.place import Place
from consult.workspaces.writing.queries import conflicts_of, locks_of
from consult.workspaces.writing.words import lock_words


class Beside(NamedTuple):
    """By key of the paragraph: who writes it in words, and how many versions wait; and whether the reader may write."""

    locks: dict[str, str]
    waiting: dict[str, int]
    writable: bool


def beside(place: Place, rows: Sequence[Paragraph]) -> Beside | None:
    """For those in the room; a guest learns nothing of who writes."""
    if place.slug is None:
        return None
    locks, late = locks_of(reading(), place.document), conflicts_of(reading(), place.document)
    own = actor().account_id
    return Beside(
        {row.key: lock_words(locks[row.id], locks[row.id].account_id == own) for row in rows if row.id in locks},
        {row.key: len(late[row.id]) for row in rows if row.id in late},
        place.open and place.may("room:write"),
    )
