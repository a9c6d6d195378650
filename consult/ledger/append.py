"""Appending to streams: operations say what happened, the unit of work takes the numbers last."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, update
from sqlalchemy.orm import Session

from consult.core.clock import now
from consult.core.db import Base
from consult.core.prepared import Inserting, Prepared, cursor_in
from consult.ledger.commitments import entry_hash
from consult.ledger.models import Entry, Stream

Numbered = Callable[[Session, int, int | None], None]


@dataclass(frozen=True, slots=True)
class Pending:
    """An entry that still wants its number. With `docket` it gets a docket number too; `then` is told both."""

    stream_id: int
    kind: str
    reference: str
    happened_at: datetime
    commitments: Mapping[str, str] = field(default_factory=dict)
    docket: bool = False
    then: Numbered | None = None


def append(db: Session, entry: Pending) -> None:
    """Note an entry for the end of this transaction, in the order of the calls within a stream."""
    db.info.setdefault("pending_entries", []).append(entry)


def take_numbers(db: Session) -> dict[str, int]:
    """Number and write what was appended, streams in the order of their ids; the last seq of each by public id."""
    by_stream: defaultdict[int, list[Pending]] = defaultdict(list)
    for entry in db.info.pop("pending_entries", ()):
        by_stream[entry.stream_id].append(entry)
    written = [_numbered(db, stream_id, by_stream[stream_id]) for stream_id in sorted(by_stream)]
    if written:
        cursor = cursor_in(db)
        _ENTER.run_many(cursor, [row for _stream, rows in written for row in rows])
        _SET_HEAD.run_many(
            cursor, [{"stream": rows[-1]["stream_id"], "head": rows[-1]["hash"]} for _stream, rows in written]
        )
    for write in db.info.pop("when_numbered", ()):
        write(db)
    return {stream: rows[-1]["seq"] for stream, rows in written}


def when_numbered(db: Session, write: Callable[[Session], None]) -> None:
    """Run this once when all numbers of the transaction are taken: for what many of them write, in one go."""
    db.info.setdefault("when_numbered", {})[write] = None


_STREAM = Base.metadata.tables[Stream.__tablename__]
# Prepared, for every write of the site passes here.
_TAKE = Prepared(
    update(_STREAM)
    .where(_STREAM.c.id == bindparam("stream"))
    .values(
        last_seq=_STREAM.c.last_seq + bindparam("entries"), last_docket=_STREAM.c.last_docket + bindparam("dockets")
    )
    .returning(_STREAM.c.public_id, _STREAM.c.last_seq, _STREAM.c.last_docket, _STREAM.c.head_hash)
)
_SET_HEAD = Prepared(update(_STREAM).where(_STREAM.c.id == bindparam("stream")).values(head_hash=bindparam("head")))
_ENTER = Inserting(Base.metadata.tables[Entry.__tablename__])


def _numbered(db: Session, stream_id: int, entries: list[Pending]) -> tuple[str, list[dict[str, Any]]]:
    """The rows of a stream's new entries, and its public id; whoever waits for a number is told it."""
    dockets = sum(entry.docket for entry in entries)
    values = {"stream": stream_id, "entries": len(entries), "dockets": dockets}
    ((public_id, last_seq, last_docket, head),) = _TAKE.raw(cursor_in(db), **values)
    seq, docket = last_seq - len(entries), last_docket - dockets
    recorded_at, rows = now(), []
    for entry in entries:
        seq += 1
        docket += entry.docket
        row = _row(public_id, entry, seq, recorded_at, head)
        head = row["hash"]
        rows.append(row)
        if entry.then:
            entry.then(db, seq, docket if entry.docket else None)
    return public_id, rows


def _row(stream: str, entry: Pending, seq: int, recorded_at: datetime, previous: str) -> dict[str, Any]:
    row: dict[str, Any] = {
        "stream_id": entry.stream_id,
        "seq": seq,
        "kind": entry.kind,
        "reference": entry.reference,
        "happened_at": entry.happened_at,
        "recorded_at": recorded_at,
        "commitments": dict(entry.commitments),
        "previous_hash": previous,
    }
    row["hash"] = entry_hash(stream, row)
    return row
