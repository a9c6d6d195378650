"""A text with its open amendments marked in it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from consult.core.differences import Piece, differences, gathered
from consult.workspaces.documents.models import Amendment, Paragraph


class Suggestion(NamedTuple):
    """One amendment as it would change the present text; `earlier` says that it was made on an earlier one."""

    amendment: Amendment
    pieces: list[Piece]
    earlier: bool


class Marked(NamedTuple):
    """A paragraph with what is suggested to it, and what is to be inserted after it."""

    paragraph: Any  # None for what is to be inserted at the very beginning
    suggestions: list[Suggestion]
    insertions: list[Suggestion]


def marked(rows: Sequence[Paragraph], amendments: Sequence[Amendment]) -> list[Marked]:
    """The standing paragraphs in order, each with those of the amendments that concern it, the lowest number first.

    `rows` may hold paragraphs that were taken away: what was to be inserted after one of those stands after its neighbour.
    """
    texts: defaultdict[str, list[Suggestion]] = defaultdict(list)
    behind: defaultdict[str | None, list[Suggestion]] = defaultdict(list)
    present = {row.key: row.text for row in rows if row.removed_at is None}
    for one in amendments:
        if one.kind == "insert":
            behind[one.key].append(suggestion(one, None))
        elif one.key in present:
            texts[one.key].append(suggestion(one, present[one.key]))
    found: list[Marked] = []
    if first := behind.pop(None, []):
        found.append(Marked(None, [], first))
    for row in rows:
        after = behind.get(row.key, [])
        if row.removed_at is None:
            found.append(Marked(row, texts.get(row.key, []), after))
        elif after and found:
            found[-1].insertions.extend(after)
        elif after:
            found.append(Marked(None, [], after))
    return found


def suggestion(amendment: Amendment, present: str | None) -> Suggestion:
    """What an amendment does to the words that it was made on; `present` are those that stand now, None for none."""
    if amendment.kind == "insert":
        return Suggestion(amendment, [Piece("added", amendment.text)], False)
    earlier = present is not None and present != amendment.was
    if amendment.kind == "delete":
        return Suggestion(amendment, [Piece("removed", amendment.was)], earlier)
    return Suggestion(amendment, gathered(differences(amendment.was, amendment.text)), earlier)
