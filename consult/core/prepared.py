"""Queries whose text is made once and run on the driver itself: for the few that are asked thousands of times a minute.

A statement passes SQLAlchemy each time in four to ten times what SQLite needs to answer it. Here that is paid once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Dialect, Select


class Cursor(NamedTuple):
    """A driver's own cursor, and how its database speaks."""

    driver: Any
    dialect: Dialect


Turn = Callable[[Any], Any]


class _Made:
    """A query for one database: its text, its values in order or by name, and what turns them on the way in and out."""

    def __init__(self, query: Select[*tuple[Any, ...]], dialect: Dialect) -> None:
        compiled: Any = query.compile(dialect=dialect)
        self.text = str(compiled)
        self.names: Sequence[str] | None = compiled.positiontup
        self.fixed = dict(compiled.params)
        ways_in = {
            name: one.type.dialect_impl(dialect).bind_processor(dialect) for one, name in compiled.bind_names.items()
        }
        self.ways_in = {name: turn for name, turn in ways_in.items() if turn is not None}
        ways_out = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in query.selected_columns]
        self.ways_out = [(place, turn) for place, turn in enumerate(ways_out) if turn is not None]

    def values(self, given: Mapping[str, Any]) -> Any:
        values = {**self.fixed, **given}
        for name, turn in self.ways_in.items():
            values[name] = turn(values[name])
        return values if self.names is None else [values[name] for name in self.names]


class Prepared:
    """A query with named parameters (`bindparam`), none of which is a list."""

    def __init__(self, query: Select[*tuple[Any, ...]]) -> None:
        self._query = query
        self._made: dict[str, _Made] = {}

    def raw(self, cursor: Cursor, **values: Any) -> list[Any]:
        """The rows as the driver gives them: good to be compared."""
        made = self._for(cursor.dialect)
        cursor.driver.execute(made.text, made.values(values))
        rows: list[Any] = cursor.driver.fetchall()
        return rows

    def rows(self, cursor: Cursor, **values: Any) -> Iterable[tuple[Any, ...]]:
        """The rows with values as SQLAlchemy would give them; turned column by column, for there are few to turn."""
        rows, turns = self.raw(cursor, **values), self._for(cursor.dialect).ways_out
        columns: list[Iterable[Any]] = list(zip(*rows, strict=True))
        for place, turn in turns if rows else ():
            columns[place] = map(turn, columns[place])
        return zip(*columns, strict=True)

    def _for(self, dialect: Dialect) -> _Made:
        made = self._made.get(dialect.name)
        if made is None:
            made = self._made[dialect.name] = _Made(self._query, dialect)
        return made
