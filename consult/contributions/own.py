"""What an author is told of the own input, and what a receipt proves to anyone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.access import is_mine
from consult.contributions.disclosure import Reading
from consult.contributions.models import Contribution, Version
from consult.contributions.publication import held_by
from consult.contributions.queries import whole_reading
from consult.core.actors import Actor
from consult.core.errors import NotFound
from consult.ledger.models import Entry, Stream
from consult.proceedings.access import may_see
from consult.proceedings.models import Proceeding
from consult.proceedings.notices import was_told


class Sent(NamedTuple):
    """One version: its number and when it came."""

    number: int
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Own:
    """The author's view: the newest version as it was written, and what stands."""

    proceeding: Proceeding
    reading: Reading
    public_id: str
    latest: int
    waiting: bool
    by_account: bool
    held: str | None
    late: str | None
    late_reason: str | None
    questionnaire: str | None
    privacy: int | None
    versions: list[Sent]

    @property
    def correctable(self) -> bool:
        """Whether its state allows a correction; the dates are another question."""
        return self.reading.state in ("pending", "published") and self.reading.kind != "statement"


def own_contribution(db: Session, actor: Actor, reference: str) -> Own:
    """The actor's own contribution. Raises NotFound for anybody else's, as for an absent one."""
    row = db.scalar(select(Contribution).where(Contribution.reference == reference))
    if row is None or not is_mine(actor, row):
        raise NotFound
    proceeding, reading = whole_reading(db, actor, reference, latest=True)
    versions = db.scalars(
        select(Version).where(Version.contribution_id == row.id).order_by(Version.number.desc())
    ).all()
    return Own(
        proceeding,
        reading,
        row.public_id,
        row.latest,
        row.waiting,
        row.author_id is not None,
        held_by(proceeding, row) if row.place is None else None,
        row.late,
        row.late_reason,
        versions[0].questionnaire,
        _notice(db, proceeding, [version.privacy for version in versions]),
        [Sent(version.number, version.sent_at) for version in versions],
    )


def _notice(db: Session, proceeding: Proceeding, numbers: Iterable[int | None]) -> int | None:
    """The latest privacy notice that the author was shown, where it can be read."""
    latest = max((number for number in numbers if number is not None), default=None)
    return latest if was_told(db, proceeding, latest) else None


class Proof(NamedTuple):
    """An entry of the ledger. `stream` and `seq` are None where they would tell when something came."""

    kind: str
    hash: str
    commitments: dict[str, Any]
    stream: str | None = None
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says to whoever holds its address: neither text nor name, and of the time the day alone."""

    public_id: str
    reference: str
    kind: str
    proceeding: Proceeding
    day: date
    state: str
    identity: str
    confidentiality: str
    by_account: bool
    held: str | None
    privacy: int | None
    filed: Proof
    listed: Proof | None


def receipt_by_public_id(db: Session, actor: Actor, public_id: str) -> Receipt:
    """The receipt at an address. Raises NotFound where there is none, or its proceeding is not open to the actor."""
    row = db.scalar(select(Contribution).where(Contribution.public_id == public_id))
    proceeding = db.get(Proceeding, row.proceeding_id) if row is not None else None
    if row is None or proceeding is None or not may_see(actor, proceeding):
        raise NotFound
    filed = _first_entry(db, row, ("desk",))
    listed = _first_entry(db, row, ("public", "members")) if row.place is not None else None
    if filed is None:
        raise NotFound
    return Receipt(
        row.public_id,
        row.reference,
        row.kind,
        proceeding,
        row.submitted_at.date(),
        row.state,
        row.identity,
        row.confidentiality,
        row.author_id is not None,
        held_by(proceeding, row) if row.place is None else None,
        _notice(db, proceeding, db.scalars(select(Version.privacy).where(Version.contribution_id == row.id))),
        filed._replace(stream=None, seq=None),
        listed,
    )


def _first_entry(db: Session, row: Contribution, audiences: tuple[str, ...]) -> Proof | None:
    found = db.execute(
        select(Entry.kind, Entry.hash, Entry.commitments, Stream.public_id, Entry.seq)
        .join(Stream, Stream.id == Entry.stream_id)
        .where(
            Entry.reference == row.reference,
            Stream.scope_id == row.proceeding_id,
            Stream.audience.in_(audiences),
        )
        .order_by(Entry.seq)
        .limit(1)
    ).one_or_none()
    return Proof(*found) if found is not None else None
