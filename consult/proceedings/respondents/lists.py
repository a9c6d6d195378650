"""A list of addresses as it is pasted or uploaded: one line for each, with errors by line."""

import csv
import io
from collections.abc import Collection
from typing import NamedTuple

from consult.accounts.operations import folded_email
from consult.core.errors import Invalid

HEADINGS = ("email", "e-mail", "address", "mail")
MOST_LINES = 5_000


class Row(NamedTuple):
    """An address and the language of its mail."""

    email: str
    language: str


class Wrong(NamedTuple):
    """A line that cannot be taken: its number from 1, what it holds, and the problem."""

    line: int
    text: str
    problem: str


def rows_of(
    text: str, languages: Collection[str], default: str, known: Collection[str]
) -> tuple[list[Row], list[Wrong]]:
    """The rows of a CSV of `address, language`, and the lines that cannot be taken.

    Comma, semicolon and tab separate; a first line of headings is passed over; the language may be missing. Raises Invalid
    for a list that is empty or too long.
    """
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > MOST_LINES:
        raise Invalid("addresses", "too_many", limit=MOST_LINES)
    rows: list[Row] = []
    wrong: list[Wrong] = []
    seen = set(known)
    for number, line in enumerate(lines, start=1):
        cells = _cells(line)
        if not any(cells) or (number == 1 and cells[0].casefold() in HEADINGS):
            continue
        problem, row = _row(cells, languages, default, seen)
        if row is None:
            wrong.append(Wrong(number, line.strip()[:200], problem))
        else:
            seen.add(row.email)
            rows.append(row)
    if not rows and not wrong:
        raise Invalid("addresses", "required")
    return rows, wrong


def _row(cells: list[str], languages: Collection[str], default: str, seen: set[str]) -> tuple[str, Row | None]:
    try:
        email = folded_email(cells[0])
    except Invalid as error:
        return error.problem, None
    language = cells[1].lower() if len(cells) > 1 and cells[1] else default
    if language not in languages:
        return "no_such_language", None
    if email in seen:
        return "on_the_list", None
    return "", Row(email, language)


def _cells(line: str) -> list[str]:
    separator = next((one for one in (";", "\t") if one in line), ",")
    try:
        found = next(csv.reader(io.StringIO(line), delimiter=separator), [""])
    except csv.Error:
        found = [line]
    return [cell.strip() for cell in found] or [""]
