"""Reading a Pol.is export: comments.csv, votes.csv and summary.csv, checked whole before anything is written."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from consult.records.refusals import Broken, Refused

COMMENTS = ("timestamp", "datetime", "comment-id", "author-id", "agrees", "disagrees", "moderated", "comment-body")
VOTES = ("timestamp", "datetime", "comment-id", "voter-id", "vote")
STATES = {-1: "declined", 0: "pending", 1: "published"}
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_MILLISECOND = 253_402_300_799_999  # the year 9999


@dataclass(slots=True)
class PolisComment:
    """One row of comments.csv. `rows` counts all vote rows by value, `last` the last one of each participant."""

    number: int
    author: str
    submitted_at: datetime
    moderated: int
    text: str
    columns: tuple[int, int]
    rows: Counter[int] = field(default_factory=Counter)
    last: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class PolisVote:
    """One row of votes.csv; `is_current` when it is the last of its participant on its comment."""

    comment: int
    voter: str
    value: int
    cast_at: datetime
    is_current: bool = False


@dataclass(slots=True)
class PolisSet:
    """One conversation."""

    comments: list[PolisComment]
    votes: list[PolisVote]
    summary: dict[str, str]


def read_polis(folder: Path) -> PolisSet:
    """Read and check a folder. Raises Broken with file, line and reason at the first row that cannot be taken."""
    if not folder.is_dir():
        raise Refused(f"{folder} is not a folder: name one with comments.csv and votes.csv")
    comments = _comments(folder / "comments.csv")
    votes = _votes(folder / "votes.csv", {comment.number: comment for comment in comments})
    return PolisSet(comments, votes, _summary(folder / "summary.csv"))


def _comments(path: Path) -> list[PolisComment]:
    found: dict[int, PolisComment] = {}
    for line, row in _rows(path, COMMENTS):
        number = _number(path, line, "comment-id", row[2])
        if number in found:
            raise Broken(path.name, line, f"comment-id {number} stands twice")
        moderated = _number(path, line, "moderated", row[6])
        if moderated not in STATES:
            raise Broken(path.name, line, f"moderated must be -1, 0 or 1, not {row[6]!r}")
        if "\x00" in row[7]:
            raise Broken(path.name, line, "the text holds a NUL character")
        columns = _number(path, line, "agrees", row[4]), _number(path, line, "disagrees", row[5])
        author = str(_number(path, line, "author-id", row[3]))
        found[number] = PolisComment(number, author, _moment(path, line, row[0]), moderated, row[7], columns)
    return list(found.values())


def _votes(path: Path, comments: dict[int, PolisComment]) -> list[PolisVote]:
    votes: list[PolisVote] = []
    last: dict[tuple[int, str], PolisVote] = {}
    for line, row in _rows(path, VOTES):
        comment = comments.get(_number(path, line, "comment-id", row[2]))
        if comment is None:
            raise Broken(path.name, line, f"comment-id {row[2]} is not in comments.csv")
        value = _number(path, line, "vote", row[4])
        if value not in (-1, 0, 1):
            raise Broken(path.name, line, f"vote must be -1, 0 or 1, not {row[4]!r}")
        voter = str(_number(path, line, "voter-id", row[3]))
        vote = PolisVote(comment.number, voter, value, _moment(path, line, row[0]))
        comment.rows[value] += 1
        before = last.get((vote.comment, voter))
        if before is None or vote.cast_at >= before.cast_at:
            last[vote.comment, voter] = vote
        votes.append(vote)
    for vote in last.values():
        vote.is_current = True
        comments[vote.comment].last[vote.value] += 1
    return votes


def _summary(path: Path) -> dict[str, str]:
    """The pairs of summary.csv, which may be missing; its line ends inside quotes are kept."""
    if not path.exists():
        return {}
    found = {}
    for line, row in _csv(path):
        if len(row) != 2:
            raise Broken(path.name, line, f"2 columns expected, {len(row)} found")
        if "\x00" in row[1]:
            raise Broken(path.name, line, "the text holds a NUL character")
        found[row[0]] = row[1]
    return found


def _rows(path: Path, header: tuple[str, ...]) -> Iterator[tuple[int, list[str]]]:
    rows = _csv(path)
    line, first = next(rows, (1, []))
    if tuple(first) != header:
        raise Broken(path.name, line, f"the columns must be {','.join(header)}")
    for line, row in rows:
        if len(row) != len(header):
            raise Broken(path.name, line, f"{len(header)} columns expected, {len(row)} found")
        yield line, row


def _csv(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file, each with the number of the line on which it begins; lines are counted from 1."""
    try:
        with path.open("rb") as file:
            reader = csv.reader(_lines(path, file), strict=True)
            begins = 1
            try:
                for row in reader:
                    if row:
                        yield begins, row
                    begins = reader.line_num + 1
            except csv.Error as error:
                raise Broken(path.name, begins, f"not CSV ({error})") from error
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}") from error


def _lines(path: Path, file: Iterable[bytes]) -> Iterator[str]:
    for line, raw in enumerate(file, start=1):
        try:
            yield raw.decode("utf-8-sig" if line == 1 else "utf-8")
        except UnicodeDecodeError as error:
            raise Broken(path.name, line, f"not UTF-8 (byte {error.start + 1} of the line)") from error


def _number(path: Path, line: int, column: str, raw: str) -> int:
    digits = raw.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 15):
        raise Broken(path.name, line, f"{column} must be a whole number, not {raw[:40]!r}")
    return int(raw)


def _moment(path: Path, line: int, raw: str) -> datetime:
    milliseconds = _number(path, line, "timestamp", raw)
    if not 0 <= milliseconds <= LAST_MILLISECOND:
        raise Broken(path.name, line, f"timestamp must be in milliseconds since 1970, not {raw!r}")
    return EPOCH + timedelta(milliseconds=milliseconds)
