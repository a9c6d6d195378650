"""Writing a table as CSV or JSON Lines while it is read, with what a manifest says of the file."""

import csv
import hashlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from typing import Any, BinaryIO

import orjson
from sqlalchemy.orm import Session

from consult.records.columns import Table

AT_ONCE = 1000
BUFFER = 1 << 18
DANGEROUS = frozenset("=+-@\t\r")
BOM = b"\xef\xbb\xbf"

Progress = Callable[[int], None]
Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """One file of an edition, as its manifest names it."""

    name: str
    rows: int | None
    bytes: int
    sha256: str


def read_rows(db: Session, table: Table) -> Iterator[Sequence[Row]]:
    """The rows of a table in its order, some at a time, so that memory does not grow with their number."""
    statement = table.statement.with_only_columns(*(column.read.label(column.name) for column in table.columns))
    result = db.execute(statement, execution_options={"yield_per": AT_ONCE})
    for rows in result.partitions():
        yield rows  # type: ignore[misc]


def write_csv(db: Session, table: Table, folder: Path, progress: Progress, tally: Counter[Row]) -> Written:
    """Write `<table>.csv`: UTF-8 with a byte order mark, CRLF, and an apostrophe before what a spreadsheet would run."""
    made = {place: column.made for place, column in enumerate(table.columns) if column.made}
    arrays = {place for place, column in enumerate(table.columns) if column.type in ("array", "object")}
    note = _notes(table, tally)

    def cells(row: Row) -> list[Any]:
        for place, make in made.items():
            if place not in arrays:
                row = (*row[:place], make(row[place]), *row[place + 1 :])
        return [f"'{cell}" if cell.__class__ is str and cell[:1] in DANGEROUS else cell for cell in row]

    def write(file: BinaryIO) -> int:
        count = 0
        file.write(BOM)
        text = TextIOWrapper(file, encoding="utf-8", newline="", write_through=False)
        writer = csv.writer(text)
        writer.writerow(column.name for column in table.columns)
        objects = [place for place, column in enumerate(table.columns) if column.type == "object"]
        for rows in read_rows(db, table):
            note(rows)
            if objects:
                rows = [_with_json(row, objects) for row in rows]
            writer.writerows(map(cells, rows))
            count += len(rows)
            progress(len(rows))
        text.flush()
        text.detach()
        return count

    return write_file(folder / f"{table.name}.csv", write)


def _with_json(row: Row, objects: Iterable[int]) -> Row:
    cells = list(row)
    for place in objects:
        if cells[place] is not None:
            cells[place] = orjson.dumps(cells[place]).decode()
    return tuple(cells)


def write_jsonl(db: Session, table: Table, folder: Path, progress: Progress, tally: Counter[Row]) -> Written:
    """Write `<table>.jsonl`: one JSON object to a line, nothing changed."""
    names = [column.name for column in table.columns]
    made = [(column.name, column.made) for column in table.columns if column.made]
    note = _notes(table, tally)

    def write(file: BinaryIO) -> int:
        count = 0
        for rows in read_rows(db, table):
            note(rows)
            lines = []
            for row in rows:
                line = dict(zip(names, row, strict=True))
                for name, make in made:
                    line[name] = make(line[name])
                lines.append(orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE))
            file.write(b"".join(lines))
            count += len(rows)
            progress(len(rows))
        return count

    return write_file(folder / f"{table.name}.jsonl", write)


def _notes(table: Table, tally: Counter[Row]) -> Callable[[Sequence[Row]], None]:
    """Counts what is withheld, by the row's state, confidentiality and identity, for the manifest."""
    names = [column.name for column in table.columns]
    if "withheld" not in names:
        return lambda _rows: None
    places = [names.index(name) for name in ("withheld", "state", "confidentiality")]
    first, second, third = places

    def note(rows: Sequence[Row]) -> None:
        tally.update([(row[first], row[second], row[third]) for row in rows])

    return note


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
