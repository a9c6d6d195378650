"""Statements whose text is made once and run on the driver itself: for the few that run thousands of times a minute.

A statement passes SQLAlchemy each time in four to ten times what SQLite needs for it. Here that is paid once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import Column, Dialect, Executable, Table, bindparam, insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

Turn = Callable[[Any], Any]


class Cursor(NamedTuple):
    """A driver's own cursor, and how its database speaks."""

    driver: Any
    dialect: Dialect


def cursor_in(db: Session) -> Cursor:
    """The driver's cursor in the transaction of a session, after what the session still held back.

    There is one for each connection, for as long as that lives.
    """
    db.flush()
    known: tuple[object, Cursor] | None = db.info.get("consult.cursor")
    if known is not None and known[0] is db.get_transaction():
        return known[1]
    connection = db.connection()
    if "consult.cursor" not in connection.info:
        connection.info["consult.cursor"] = Cursor(connection.connection.cursor(), connection.dialect)
    cursor: Cursor = connection.info["consult.cursor"]
    db.info["consult.cursor"] = db.get_transaction(), cursor
    return cursor


class _Made:
    """A statement for one database: its text, its values in order or by name, what turns them on the way in and out."""

    def __init__(self, statement: Executable, dialect: Dialect) -> None:
        compiled: Any = statement.compile(dialect=dialect)  # type: ignore[attr-defined]
        self.text = str(compiled)
        self.names: Sequence[str] | None = compiled.positiontup
        self.fixed = {name: value for name, value in compiled.params.items() if value is not None}
        ways_in = {
            name: one.type.dialect_impl(dialect).bind_processor(dialect) for one, name in compiled.bind_names.items()
        }
        self.ways_in = {name: turn for name, turn in ways_in.items() if turn is not None}
        columns: Iterable[Any] = getattr(statement, "selected_columns", ())
        ways_out = [one.type.dialect_impl(dialect).result_processor(dialect, None) for one in columns]
        self.ways_out = [(place, turn) for place, turn in enumerate(ways_out) if turn is not None]

    def values(self, given: Mapping[str, Any]) -> Any:
        values = {**self.fixed, **given}
        for name, turn in self.ways_in.items():
            values[name] = turn(values[name])
        return values if self.names is None else [values[name] for name in self.names]


class Prepared:
    """A statement with named parameters (`bindparam`), none of which is a list.

    Every one of them has to be given. Errors of the driver are raised as SQLAlchemy's, without the values.
    """

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._made: dict[str, _Made] = {}

    def run(self, cursor: Cursor, values: Mapping[str, Any]) -> None:
        """Run it once."""
        made = self._for(cursor.dialect)
        try:
            cursor.driver.execute(made.text, made.values(values))
        except cursor.dialect.loaded_dbapi.Error as error:
            raise _told(error, cursor, made) from error

    def run_many(self, cursor: Cursor, rows: Sequence[Mapping[str, Any]]) -> None:
        """Run it for each of these rows."""
        made = self._for(cursor.dialect)
        try:
            cursor.driver.executemany(made.text, [made.values(values) for values in rows])
        except cursor.dialect.loaded_dbapi.Error as error:
            raise _told(error, cursor, made) from error

    def raw(self, cursor: Cursor, **values: Any) -> list[Any]:
        """The rows as the driver gives them: good to be compared, and for texts and whole numbers."""
        self.run(cursor, values)
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
            made = self._made[dialect.name] = _Made(self._statement, dialect)
        return made


class Inserting(Prepared):
    """New rows of a table. A column that is not given has its default, or NULL, and one that is computed is not; `run_many`
    takes whole rows alone."""

    def __init__(self, table: Table, *, returning: bool = False) -> None:
        columns = [column for column in table.c if not column.primary_key and column.computed is None]
        statement = insert(table).values({column.key: bindparam(column.key) for column in columns})
        super().__init__(statement.returning(table.c.id) if returning else statement)
        self._unsaid = {column.key: _default(column) for column in columns}

    def run(self, cursor: Cursor, values: Mapping[str, Any]) -> None:
        """Insert one row."""
        unsaid = {key: default() for key, default in self._unsaid.items() if key not in values}
        super().run(cursor, {**values, **unsaid})

    def new_id(self, cursor: Cursor, values: Mapping[str, Any]) -> int:
        """Insert one row; its id."""
        ((number,),) = self.raw(cursor, **values)
        return int(number)


def _default(column: Column[Any]) -> Callable[[], Any]:
    default: Any = column.default
    if default is None:
        return lambda: None
    return partial(default.arg, None) if default.is_callable else lambda: default.arg


def _told(error: BaseException, cursor: Cursor, made: _Made) -> BaseException:
    """A driver's error as SQLAlchemy tells it, by its kind."""
    return DBAPIError.instance(made.text, None, error, cursor.dialect.loaded_dbapi.Error, hide_parameters=True)
