"""What else a search finds beside contributions: texts that rooms above keep, as far as this reader may read them now."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from consult.contributions.snippets import Piece
from consult.proceedings.models import Proceeding


class FoundText(NamedTuple):
    """A paragraph of a text: the title of that, its printed number or "", its address, and the place in it."""

    title: str
    language: str
    label: str
    url: str
    pieces: Sequence[Piece]


# (what is sought, the one proceeding that is searched or None) → what is found, the best first; set by app.py.
FINDERS: list[Callable[[str, Proceeding | None], Sequence[FoundText]]] = []


def texts_found(sought: str, inside: Proceeding | None = None) -> list[FoundText]:
    """All that is found, for the reader of this request."""
    return [one for find in FINDERS for one in find(sought, inside)] if sought else []
