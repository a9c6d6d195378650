"""The agenda as a tree: siblings in order, what lies below an item, and the printed numbers."""

from collections.abc import Sequence

from consult.core.errors import Invalid
from consult.hearings.programme.models import AgendaItem

MOST_ITEMS = 300
MOST_DEPTH = 4


class Tree:
    """The items of one hearing. `rows` are in the order of the tree, as `item_rows` gives them."""

    def __init__(self, rows: Sequence[AgendaItem]) -> None:
        self.rows = list(rows)

    def by_public_id(self, public_id: str | None) -> AgendaItem | None:
        """The item with this public id."""
        return next((row for row in self.rows if row.public_id == public_id), None)

    def parent(self, row: AgendaItem) -> AgendaItem | None:
        """The item above."""
        return next((one for one in self.rows if one.id == row.parent_id), None)

    def parts(self, parent_id: int | None) -> list[AgendaItem]:
        """The items right below one (None: those at the top), in order."""
        return sorted((row for row in self.rows if row.parent_id == parent_id), key=lambda row: (row.position, row.id))

    def below(self, row: AgendaItem) -> list[AgendaItem]:
        """Everything below an item, at any depth."""
        found: list[AgendaItem] = []
        for part in self.parts(row.id):
            found += [part, *self.below(part)]
        return found

    def depth(self, row: AgendaItem | None) -> int:
        """How many items stand on the way from the top to this one, itself included."""
        return 0 if row is None else 1 + self.depth(self.parent(row))

    def height(self, row: AgendaItem) -> int:
        """How many levels an item and its parts take."""
        return 1 + max((self.height(part) for part in self.parts(row.id)), default=0)

    def place(self, row: AgendaItem, parent: AgendaItem | None, before: AgendaItem | None = None) -> None:
        """Put an item below another one (or at the top), before a sibling or at the end.

        Raises Invalid (field `parent`) where it would come below itself or too deep, or push what has begun to another place.
        """
        if parent is not None:
            if parent.id == row.id or parent in self.below(row):
                raise Invalid("parent", "below_itself")
            if parent.state == "done":
                raise Invalid("parent", "item_is_over")
        if self.depth(parent) + self.height(row) > MOST_DEPTH:
            raise Invalid("parent", "too_deep", limit=MOST_DEPTH)
        parent_id = parent.id if parent is not None else None
        was = [one.id for one in self.parts(parent_id)]
        row.parent_id = parent_id
        siblings = [one for one in self.parts(parent_id) if one is not row]
        at = siblings.index(before) if before in siblings and before is not None else len(siblings)
        siblings.insert(at, row)
        if any(one.state != "planned" and was[place : place + 1] != [one.id] for place, one in enumerate(siblings)):
            raise Invalid("parent", "item_is_over")
        for position, one in enumerate(siblings):
            one.position = position

    def number(self) -> list[AgendaItem]:
        """Print the numbers anew ("2", "2.1"); those whose number has changed.

        What has begun keeps the number under which it was called, although an item before it was taken away.
        """
        found: list[AgendaItem] = []
        self._number(None, "", found)
        return found

    def _number(self, parent_id: int | None, before: str, found: list[AgendaItem]) -> None:
        at = 0
        for row in self.parts(parent_id):
            at = max(at + 1, _last(row.label)) if self._has_begun(row) else at + 1
            label = f"{before}{at}"
            if row.label != label:
                row.label = label
                found.append(row)
            self._number(row.id, f"{label}.", found)

    def _has_begun(self, row: AgendaItem) -> bool:
        return any(one.state != "planned" for one in (row, *self.below(row)))

    def close_parts(self) -> None:
        """Below a closed item everything is closed."""
        for row in self.rows:
            if row.audience == "closed":
                for part in self.below(row):
                    part.audience = "closed"


def _last(label: str | None) -> int:
    """The number of an item among its siblings, as it is printed; 0 where none is yet."""
    return int((label or "0").rpartition(".")[2])
