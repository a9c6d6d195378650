"""A Word file as it was read, turned into the paragraphs of a document: with its tracked changes taken as one says."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from consult.core.differences import Piece
from consult.workspaces.documents.operations.making import NewParagraph

TRACKED = ("accepted", "original", "amendments")


class Suggested(NamedTuple):
    """A tracked change as an amendment: to the paragraph at a place of the text, -1 for before all, in the words of kinds."""

    place: int
    kind: str
    text: str


class Brought(NamedTuple):
    """What a file holds: its title, its paragraphs, the changes to be suggested, and what people are told of it."""

    title: str
    paragraphs: list[NewParagraph]
    suggested: list[Suggested]
    told: dict[str, int]


def brought(read: Mapping[str, Any], tracked: str) -> Brought:
    """The text of a file, its tracked changes taken as `accepted`, as `original`, or over the original as `amendments`."""
    paragraphs: list[NewParagraph] = []
    suggested: list[Suggested] = []
    for one in read["paragraphs"]:
        pieces = [Piece(kind, text) for kind, text in one["pieces"]]
        old, new = _side(pieces, "added"), _side(pieces, "removed")
        text = new if tracked == "accepted" else old
        if text:
            paragraphs.append(NewParagraph(text, one["style"]))
        if tracked == "amendments" and old != new:
            suggested.append(_suggested(len(paragraphs) - 1, old, new))
    return Brought(read["title"], paragraphs, suggested, dict(read["told"]))


def _side(pieces: Sequence[Piece], without: str) -> str:
    return "".join(one.text for one in pieces if one.kind != without).strip()


def _suggested(place: int, old: str, new: str) -> Suggested:
    if not old:
        return Suggested(place, "insert", new)
    return Suggested(place, "replace", new) if new else Suggested(place, "delete", "")
