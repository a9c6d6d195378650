"""Small tables as CSV: UTF-8 with a byte order mark, and no cell that a spreadsheet would run."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: Any) -> str:
    """A value as a cell: an apostrophe before what a spreadsheet would take for a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text


def csv_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """The file, a line at a time."""
    yield b"\xef\xbb\xbf" + ",".join(columns).encode() + b"\r\n"
    for row in rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([safe_cell(value) for value in row])
        yield out.getvalue().encode()
