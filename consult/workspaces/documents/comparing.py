"""Two texts side by side: paragraphs aligned by their keys, and within each what was inserted and deleted."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from consult.core.differences import Piece, differences, gathered

Kept = Mapping[str, Any]  # {"key", "style", "label", "text"}, as a version keeps a paragraph
KINDS = ("same", "changed", "moved", "added", "removed")


class Row(NamedTuple):
    """One line of a comparison. `moved` says that the paragraph stands in another order; `restyled` that it became another
    kind of paragraph. `before` and `after` are the pieces of each side, empty where it has none."""

    kind: str
    old: Kept | None
    new: Kept | None
    before: list[Piece]
    after: list[Piece]
    pieces: list[Piece]
    moved: bool = False
    restyled: bool = False

    @property
    def key(self) -> str:
        """The key of the paragraph."""
        side = self.new or self.old or {}
        return str(side.get("key"))


class Counts(NamedTuple):
    """How many paragraphs changed, and how."""

    changed: int
    moved: int
    added: int
    removed: int


def compared(old: Sequence[Kept], new: Sequence[Kept]) -> list[Row]:
    """Each paragraph of either text once, in the order of the newer one; what was removed stands where it stood."""
    before = {one["key"]: one for one in old}
    after = {one["key"] for one in new}
    stayed = _in_order([one["key"] for one in old], [one["key"] for one in new])
    behind: dict[str | None, list[Kept]] = {}  # what was removed, by the last paragraph before it that still stands
    last: str | None = None
    for one in old:
        if one["key"] in after:
            last = one["key"] if one["key"] in stayed else last
        else:
            behind.setdefault(last, []).append(one)
    rows = [_removed(one) for one in behind.get(None, ())]
    for one in new:
        rows.append(_row(before.get(one["key"]), one, one["key"] not in stayed))
        rows += [_removed(gone) for gone in behind.get(one["key"], ())]
    return rows


def counts(rows: Sequence[Row]) -> Counts:
    """The sum of a comparison."""
    return Counts(
        sum(row.kind == "changed" for row in rows),
        sum(row.moved for row in rows),
        sum(row.kind == "added" for row in rows),
        sum(row.kind == "removed" for row in rows),
    )


def _row(old: Kept | None, new: Kept, moved: bool) -> Row:
    if old is None:
        pieces = [Piece("added", new["text"])]
        return Row("added", None, new, [], pieces, pieces)
    restyled = old["style"] != new["style"]
    if old["text"] == new["text"]:
        pieces = [Piece("same", new["text"])]
        kind = "changed" if restyled else "moved" if moved else "same"
        return Row(kind, old, new, pieces, pieces, pieces, moved, restyled)
    pieces = gathered(differences(old["text"], new["text"]))
    before = [one for one in pieces if one.kind != "added"]
    after = [one for one in pieces if one.kind != "removed"]
    return Row("changed", old, new, before, after, pieces, moved, restyled)


def _removed(old: Kept) -> Row:
    pieces = [Piece("removed", old["text"])]
    return Row("removed", old, None, pieces, [], pieces)


def _in_order(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """The longest run of keys that stand in the same order in both: all others that are in both have moved."""
    place = {key: number for number, key in enumerate(new)}
    common = [key for key in old if key in place]
    ends: list[int] = []  # the least place in which a run of each length ends
    at: list[int] = []  # the indices into `common` of these ends
    before: list[int | None] = []
    for index, key in enumerate(common):
        length = bisect_left(ends, place[key])
        before.append(at[length - 1] if length else None)
        if length == len(ends):
            ends.append(place[key])
            at.append(index)
        else:
            ends[length], at[length] = place[key], index
    found: set[str] = set()
    step = at[-1] if at else None
    while step is not None:
        found.add(common[step])
        step = before[step]
    return found
