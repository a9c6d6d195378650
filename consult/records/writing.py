"""Writing a table as CSV or JSON Lines while it is read, with what a manifest says of the file."""

import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from sqlalchemy.orm import Session

from consult.records.columns import Column, Table

AT_ONCE = 500
BUFFER = 1 << 18
DANGEROUS = frozenset("=+-@\t\r")
BOM = b"\xef\xbb\xbf"
STORED = ("list", "object")  # kept as JSON

Progress = Callable[[int], None]
Row = Sequence[Any]
Make = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an edition, as its manifest names it."""

    name: str
    rows: int | None
    bytes: int
    sha256: str


def statement_text(db: Session, table: Table) -> str:
    """The SELECT of a table as the database's own shell would run it."""
    statement = table.statement.with_only_columns(*(column.read.label(column.name) for column in table.columns))
    compiled = statement.compile(dialect=db.get_bind().dialect, compile_kwargs={"literal_binds": True})
    return str(compiled)


def read_rows(db: Session, table: Table) -> Iterator[Sequence[Row]]:
    """The rows of a table in its order, some at a time, straight from the driver, so that memory does not grow with them."""
    connection = db.connection().connection.dbapi_connection
    assert connection is not None
    is_sqlite = db.get_bind().dialect.name == "sqlite"
    # A named cursor of psycopg stays on the server; SQLite's reads as it goes.
    cursor = connection.cursor() if is_sqlite else connection.cursor(name="export")
    with closing(cursor):
        cursor.execute(statement_text(db, table))
        while rows := cursor.fetchmany(AT_ONCE):
            yield rows


def write_csv(db: Session, table: Table, folder: Path, progress: Progress, tally: Counter[Any]) -> Written:
    """Write `<table>.csv`: UTF-8 with a byte order mark, CRLF, and an apostrophe before what a spreadsheet would run."""
    makes = [(place, make) for place, column in enumerate(table.columns) if (make := _for_csv(column))]
    line = csv_line(table)
    note = _notes(table, tally)

    def write(file: BinaryIO) -> int:
        count = 0
        file.write(BOM + ",".join(column.name for column in table.columns).encode() + b"\r\n")
        for rows in read_rows(db, table):
            note(rows)
            file.write("".join([line(row) for row in _made(rows, makes)]).encode())
            count += len(rows)
            progress(len(rows))
        return count

    return write_file(folder / f"{table.name}.csv", write)


def csv_line(table: Table) -> Callable[[Row], str]:
    """What makes a line of a row; twice as fast as the csv module on long texts, which it looks at letter by letter."""
    # Words of our own and numbers need neither quotes nor apostrophe; whatever people wrote may.
    free = [
        place
        for place, column in enumerate(table.columns)
        if column.type in STORED or (column.type == "string" and not column.values)
    ]
    form = ",".join(["%s"] * len(table.columns)) + "\r\n"

    def line(row: Row) -> str:
        cells = ["" if cell is None else cell for cell in row]
        for place in free:
            cell = cells[place]
            if cell:
                if cell[0] in DANGEROUS:
                    cells[place] = cell = f"'{cell}"
                if '"' in cell or "," in cell or "\n" in cell or "\r" in cell:
                    cells[place] = '"' + cell.replace('"', '""') + '"'
        return form % tuple(cells)

    return line


def write_jsonl(db: Session, table: Table, folder: Path, progress: Progress, tally: Counter[Any]) -> Written:
    """Write `<table>.jsonl`: one JSON object to a line, nothing changed."""
    names = [column.name for column in table.columns]
    makes = [(column.name, make) for column in table.columns if (make := _for_json(column))]
    note = _notes(table, tally)
    dumps, option = orjson.dumps, orjson.OPT_APPEND_NEWLINE

    def line(row: Row) -> bytes:
        value = dict(zip(names, row, strict=True))
        for name, make in makes:
            if value[name] is not None:
                value[name] = make(value[name])
        return dumps(value, option=option)

    def write(file: BinaryIO) -> int:
        count = 0
        for rows in read_rows(db, table):
            note(rows)
            file.write(b"".join([line(row) for row in rows]))
            count += len(rows)
            progress(len(rows))
        return count

    return write_file(folder / f"{table.name}.jsonl", write)


def _made(rows: Sequence[Row], makes: list[tuple[int, Make]]) -> Sequence[Row]:
    if not makes:
        return rows
    made = []
    for row in rows:
        cells = list(row)
        for place, make in makes:
            if cells[place] is not None:
                cells[place] = make(cells[place])
        made.append(cells)
    return made


def _for_csv(column: Column) -> Make | None:
    """What turns a value from the driver into a cell."""
    if column.type == "boolean":
        return lambda value: "true" if value else "false"
    if column.type in STORED:
        return lambda value: value if isinstance(value, str) else orjson.dumps(value).decode()
    return None if column.type == "array" else column.made


def _for_json(column: Column) -> Make | None:
    """What turns a value from the driver into a JSON value; SQLite gives objects as text and truth values as numbers."""
    if column.type == "boolean":
        return bool
    if column.type in STORED:
        return lambda value: orjson.loads(value) if isinstance(value, str) else value
    return cache(column.made) if column.type == "array" and column.made else column.made


def _notes(table: Table, tally: Counter[Any]) -> Callable[[Sequence[Row]], None]:
    """Counts what is withheld, by the row's state and confidentiality, for the manifest."""
    names = [column.name for column in table.columns]
    if "withheld" not in names:
        return lambda _rows: None
    facts = itemgetter(*(names.index(name) for name in ("withheld", "state", "confidentiality")))
    return lambda rows: tally.update(map(facts, rows))


def write_file(path: Path, write: Callable[[BinaryIO], int | None]) -> Written:
    """Write one file to the disk and say what it is."""
    with path.open("wb", buffering=BUFFER) as file:
        rows = write(file)
        file.flush()
        os.fsync(file.fileno())
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(path.name, rows, path.stat().st_size, digest)


def write_json(path: Path, value: Any) -> Written:
    """Write one JSON document, indented for people."""
    content = orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    def write(file: BinaryIO) -> None:
        file.write(content)

    return write_file(path, write)
