"""What those who follow a stream are told: made from the rows as they are now, through `disclose`, the same for each reader."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from consult.contributions.access import DESK, OPEN, Sight
from consult.contributions.disclosure import Discloser, Reading
from consult.contributions.models import SAID_LIVE, Contribution
from consult.contributions.queries import with_first_passage
from consult.core.actors import Actor, system
from consult.core.clock import rfc3339
from consult.core.errors import NotFound
from consult.ledger.models import Entry
from consult.ledger.models import Stream as StreamRow
from consult.live.streams import Event, Stream
from consult.policy.access import require
from consult.proceedings.access import may_see
from consult.proceedings.models import Proceeding

HOUSE = system("live")
SIGHTS = {"public": OPEN, "members": OPEN, "desk": DESK}
RIGHTS = {"members": "room:read", "desk": "desk:read"}
TOLD = {"public": ("published",), "members": ("published",), "desk": ("published", "pending")}
# On the wire an act is called by what a screen has to do, in kinds that every client knows: what waits again is taken from it,
# and words that are withheld or erased never stay on it because a client has not heard of the act.
WIRE = {"recalled": "hidden", "redacted": "edited", "unredacted": "edited", "erased": "withdrawn"}
# What other rooms tell of their own kinds (`speaker`, `item`, `timer`): the data of some references, and for who begins anew
# the whole as events without a number. Data is the same for every reader of a stream; what is absent is told as `{}`.
Data = Callable[[Session, Stream, Collection[str]], dict[str, Event]]
Whole = Callable[[Session, Stream], list[Event]]
TELLERS: dict[str, Data] = {}
WHOLES: list[Whole] = []
ENTRY = (Entry.seq, Entry.kind, Entry.reference, Entry.happened_at)


class ContributionStreams:
    """Rights and readings of the streams of proceedings, for the hub and for catching up."""

    def find(self, db: Session, public_id: str) -> Stream | None:
        """The stream as it is now."""
        row = db.execute(
            select(
                StreamRow.id,
                StreamRow.public_id,
                StreamRow.scope_id,
                StreamRow.audience,
                StreamRow.epoch,
                StreamRow.last_seq,
                Proceeding.rights_version,
            )
            .join(Proceeding, Proceeding.id == StreamRow.scope_id)
            .where(StreamRow.public_id == public_id)
        ).one_or_none()
        if row is None:
            return None
        return Stream(*row[:6], row.audience != "public", row.rights_version)

    def check(self, db: Session, actor: Actor, stream: Stream) -> None:
        """Raises NotFound unless the actor may follow: whoever sees the proceeding, its members, or its desk."""
        proceeding = db.get(Proceeding, stream.scope_id)
        if proceeding is None or not may_see(actor, proceeding):
            raise NotFound
        if stream.audience in RIGHTS:
            require(actor, RIGHTS[stream.audience], proceeding)

    def heads(self, db: Session, public_ids: Sequence[str]) -> dict[str, int]:
        """The last number of each of these streams."""
        query = select(StreamRow.public_id, StreamRow.last_seq).where(StreamRow.public_id.in_(public_ids))
        return {row.public_id: row.last_seq for row in db.execute(query)}

    def events(self, db: Session, stream: Stream, after: int, limit: int) -> list[Event]:
        """At most so many events that follow a number, in order."""
        query = select(*ENTRY).where(Entry.stream_id == stream.id, Entry.seq > after).order_by(Entry.seq).limit(limit)
        entries = db.execute(query).all()
        others = told_by_others(db, stream, entries)
        found = self._readings(db, stream, {entry.reference for entry in entries if entry.seq not in others})
        return [others.get(entry.seq) or _event(stream, entry, found.get(entry.reference)) for entry in entries]

    def snapshot(self, db: Session, stream: Stream, limit: int) -> list[Event]:
        """The newest comments, then the newest live questions, as events, the newest place first; at the desk, those that came
        last."""
        said = [event for kind in SAID_LIVE for event in self._newest(db, stream, kind, limit)]
        return [*said, *(event for whole in WHOLES for event in whole(db, stream))]

    def _newest(self, db: Session, stream: Stream, kind: str, limit: int) -> list[Event]:
        query = with_first_passage(HOUSE, stream.scope_id).where(Contribution.kind == kind)
        if stream.audience == "desk":
            query = query.order_by(Contribution.id.desc())
        else:
            query = query.where(Contribution.place.is_not(None)).order_by(Contribution.place.desc())
        rows = self._disclosed(db, stream, query.limit(limit)).values()
        return [_snapshot_event(stream, reading) for reading in rows]

    def _readings(self, db: Session, stream: Stream, references: Iterable[str]) -> dict[str, Reading]:
        wanted = Contribution.reference.in_(list(references))
        return self._disclosed(db, stream, with_first_passage(HOUSE, stream.scope_id).where(wanted))

    def _disclosed(self, db: Session, stream: Stream, query: Select[Any]) -> dict[str, Reading]:
        sight: Sight = SIGHTS[stream.audience]
        discloser = Discloser(sight)
        return {row.reference: discloser.disclose(row, (row,)) for row in db.execute(query)}


def told_by_others(db: Session, stream: Stream, entries: Sequence[Any]) -> dict[int, Event]:
    """The events whose kind another room tells of, by their number: each room is asked once."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for entry in entries:
        of = entry.kind.partition(".")[0]
        if of in TELLERS:
            wanted[of].add(entry.reference)
    told = {of: TELLERS[of](db, stream, references) for of, references in wanted.items()}
    return {
        entry.seq: {
            "seq": entry.seq,
            "kind": entry.kind,
            "at": rfc3339(entry.happened_at),
            "ref": entry.reference,
            "data": told[of].get(entry.reference, {}),
        }
        for entry in entries
        if (of := entry.kind.partition(".")[0]) in told
    }


def _event(stream: Stream, entry: Any, reading: Reading | None) -> Event:
    of, _dot, act = entry.kind.rpartition(".")
    event: Event = {"seq": entry.seq, "kind": f"{of}.{WIRE.get(act, act)}", "ref": entry.reference}
    if reading is None:
        event["data"] = {}
        return event
    if stream.audience != "desk" and reading.place == entry.seq:
        event["new"] = True
    return _tell(event, stream, reading, rfc3339(entry.happened_at))


def _snapshot_event(stream: Stream, reading: Reading) -> Event:
    kind = f"{reading.kind}.{WIRE.get(reading.state, reading.state)}"
    event: Event = {"seq": reading.place, "kind": kind, "ref": reading.reference}
    at = rfc3339(reading.moment) if reading.moment else None
    return _tell({**event, "new": True}, stream, reading, at)


def _tell(event: Event, stream: Stream, reading: Reading, at: str | None) -> Event:
    if reading.state in TOLD[stream.audience] and reading.text is not None:
        if reading.identity == "public" and reading.moment is not None:
            event["at"] = at
        event["data"] = data_of(reading)
    else:
        event["data"] = {"state": reading.state, **({"reason": reading.reason} if reading.reason else {})}
    return event


def data_of(reading: Reading) -> dict[str, Any]:
    """A reading on the wire, free of the language of the interface; a withheld field is null."""
    return {
        "state": reading.state,
        "name": reading.name,
        "identity": reading.identity,
        "category": reading.category,
        "text": reading.text,
        "language": reading.language,
        "target": reading.target,
        "reply_to": reading.reply_to,
        "day": reading.day.isoformat() if reading.day else None,
        "agrees": reading.agrees,
        "disagrees": reading.disagrees,
        "passes": reading.passes,
    }
