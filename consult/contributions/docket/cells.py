"""Cells: contributions that are alike in everything that the docket is filtered by, counted together.

A cell is a text that the database itself makes of a row's columns; as many rows as there may be, there are few cells. What
each of a few rows alone has (an organisation, a code, its day) is in no cell.
"""

from functools import lru_cache
from typing import NamedTuple

BETWEEN = "\x1f"
WHOLE = ""  # in place of a day: all days together


def _said(column: str) -> str:
    return f"coalesce({column}, '')"


def _yes(condition: str) -> str:
    return f"CASE WHEN {condition} THEN '1' ELSE '' END"


# In the order of Cell. `target` is last, for it alone is named from outside.
_PARTS = (
    "kind",
    "state",
    _yes("identity = 'public'"),
    "confidentiality",
    _yes("place IS NOT NULL"),
    _said("late"),
    _said("mark"),
    _yes("code IS NOT NULL"),
    "CASE enclosed WHEN 2 THEN '2' WHEN 1 THEN '1' ELSE '0' END",
    _said("category"),
    "on_behalf",
    _said("country"),
    "language",
    _said("target"),
)
CELL = f" || '{BETWEEN}' || ".join(_PARTS)
COLUMNS = (
    "kind", "state", "identity", "confidentiality", "place", "late", "mark", "code", "enclosed",
    "category", "on_behalf", "country", "language", "target",
)  # fmt: skip


class Cell(NamedTuple):
    """What the rows of a cell have in common; what is empty is None. `named` tells that the name is public."""

    kind: str
    state: str
    named: bool
    confidentiality: str
    listed: bool
    late: str | None
    mark: str | None
    coded: bool
    enclosed: int
    category: str | None
    on_behalf: str
    country: str | None
    language: str
    target: str | None


@lru_cache(maxsize=50_000)
def cell(text: str) -> Cell:
    """A cell from its text."""
    kind, state, named, private, listed, late, mark, coded, enclosed, category, behalf, country, language, target = (
        text.split(BETWEEN, 13)
    )
    return Cell(
        kind,
        state,
        named == "1",
        private,
        listed == "1",
        late or None,
        mark or None,
        coded == "1",
        int(enclosed),
        category or None,
        behalf,
        country or None,
        language,
        target or None,
    )


def for_others(text: str) -> bool:
    """Whether the rows of a cell were sent on behalf of somebody else than their author."""
    return cell(text).on_behalf != "self"
