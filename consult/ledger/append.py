"""Appending to streams: operations say what happened, the unit of work takes the numbers last."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlalchemy.orm import Session

from consult.core.clock import now
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
    return dict(_write_stream(db, stream_id, by_stream[stream_id]) for stream_id in sorted(by_stream))


def _write_stream(db: Session, stream_id: int, entries: list[Pending]) -> tuple[str, int]:
    dockets = sum(entry.docket for entry in entries)
    taken = db.execute(
        update(Stream)
        .where(Stream.id == stream_id)
        .values(last_seq=Stream.last_seq + len(entries), last_docket=Stream.last_docket + dockets)
        .returning(Stream.public_id, Stream.last_seq, Stream.last_docket, Stream.head_hash)
    ).one()
    seq, docket = taken.last_seq - len(entries), taken.last_docket - dockets
    head, recorded_at, rows = taken.head_hash, now(), []
    for entry in entries:
        seq += 1
        docket += entry.docket
        row = _row(taken.public_id, entry, seq, recorded_at, head)
        head = row["hash"]
        rows.append(row)
        if entry.then:
            entry.then(db, seq, docket if entry.docket else None)
    db.execute(insert(Entry), rows)
    db.execute(update(Stream).where(Stream.id == stream_id).values(head_hash=head))
    return taken.public_id, taken.last_seq


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
