"""Telling the streams of a proceeding what happened in it: once for the desk, once for those who follow."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from consult.core.clock import now
from consult.core.errors import NotFound
from consult.ledger.append import Pending, append
from consult.ledger.queries import streams_of
from consult.proceedings.models import Proceeding


def tell(
    db: Session,
    proceeding: Proceeding,
    kind: str,
    reference: str,
    *,
    closed: bool = False,
    at: datetime | None = None,
    commitments: Mapping[str, str] | None = None,
) -> None:
    """Append an entry (`speaker.listed`, `document.adopted` ...) about a public id; of what is `closed` to the desk alone.

    Raises NotFound when it has no streams.
    """
    streams = streams_of(db, proceeding.id)
    readers = "public" if proceeding.audience == "public" else "members"
    for audience in ("desk",) if closed else (readers, "desk"):
        if audience not in streams:
            raise NotFound
        append(db, Pending(streams[audience].id, kind, reference, at or now(), commitments or {}))
