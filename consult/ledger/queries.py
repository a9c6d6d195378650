"""Reading streams: their heads, what follows a number, and checkpoints."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, bindparam, select
from sqlalchemy.orm import Session

from consult.ledger.models import Entry, Stream

_STREAM_OF = select(Stream).where(Stream.scope_id == bindparam("scope_id"), Stream.audience == bindparam("audience"))


def stream_of(db: Session, scope_id: int, audience: str) -> Stream | None:
    """The stream of a proceeding for one audience, if it has one."""
    return db.scalar(_STREAM_OF, {"scope_id": scope_id, "audience": audience})


_STREAMS_OF = select(Stream).where(Stream.scope_id == bindparam("scope_id"))


def streams_of(db: Session, scope_id: int) -> dict[str, Stream]:
    """The streams of a proceeding by their audience."""
    return {stream.audience: stream for stream in db.scalars(_STREAMS_OF, {"scope_id": scope_id})}


def stream_by_public_id(db: Session, public_id: str) -> Stream | None:
    """The stream behind its opaque name."""
    return db.scalar(select(Stream).where(Stream.public_id == public_id))


def entries_after(db: Session, stream_id: int, seq: int, limit: int) -> Sequence[Row[int, str, str]]:
    """`(seq, kind, reference)` of at most `limit` entries that follow `seq`, in order."""
    return db.execute(
        select(Entry.seq, Entry.kind, Entry.reference)
        .where(Entry.stream_id == stream_id, Entry.seq > seq)
        .order_by(Entry.seq)
        .limit(limit)
    ).all()


@dataclass(frozen=True, slots=True)
class Head:
    """One line of a checkpoint: how far a stream has come, and the hash that stands for all of it."""

    stream: str
    seq: int
    hash: str


def checkpoint(db: Session, scope_id: int | None = None) -> list[Head]:
    """The canonical list of stream heads, in the order of their public ids; of one proceeding, or of the whole site."""
    query = select(Stream.public_id, Stream.last_seq, Stream.head_hash).order_by(Stream.public_id)
    if scope_id is not None:
        query = query.where(Stream.scope_id == scope_id)
    return [Head(*row) for row in db.execute(query)]
