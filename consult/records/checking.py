"""`consult check`: recomputes the state from the ledger and the rows, and names each difference in a line."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from consult.contributions.access import OPEN, RESTRICTED
from consult.contributions.attachments.holding import all_digests, enclosed, standing_files
from consult.contributions.models import Contribution, Passage, SearchRow, Version, Vote
from consult.contributions.operations.listing import Content, commitments_of
from consult.contributions.operations.tally import tally_rendition
from consult.contributions.search import index_rows
from consult.core.storage import Storage
from consult.ledger.commitments import commit, entry_hash
from consult.ledger.models import GENESIS, Entry, Stream
from consult.proceedings.models import Proceeding
from consult.records.checking_docket import docket_differences
from consult.records.checking_hearing import hearing_differences
from consult.records.checking_queue import queue_differences
from consult.records.checking_room import room_differences
from consult.records.followup_check import results_differences
from consult.records.intake import intake_differences
from consult.records.operations.replay import standing_passages
from consult.records.proceeding_file import NAMES

AT_ONCE = 200
STATE_AFTER = {
    "received": "pending",
    "published": "published",
    "declined": "declined",
    "hidden": "hidden",
    "restored": "published",
    "recalled": "pending",
    "withdrawn": "withdrawn",
    "erased": "erased",
}
LETTERS = ("appealed", "appeal_upheld", "appeal_overturned", "letter_sent", "letter_answered")
INTAKE = ("entered", "typing_checked", "typing_corrected")
# They commit to nothing, to a version that does not stand, or to how something came.
TELLS_NOTHING = ("flagged", "correction_received", *LETTERS, *INTAKE)

BESIDE = ("decision.",)  # of a message, too, but nothing that it says: that a room decided it


@dataclass(slots=True)
class Told:
    """What one stream tells of a contribution."""

    place: int
    docket: int
    state: str | None = None
    commitments: dict[str, str] = field(default_factory=dict)


def differences(db: Session, storage: Storage | None = None) -> Iterator[str]:
    """Each difference between what the ledger says and what the rows say, in one line; with `storage`, each file too that is
    missing or changed."""
    for proceeding in db.scalars(select(Proceeding).order_by(Proceeding.id)).all():
        told: dict[str, dict[str, Told]] = {}
        streams = db.scalars(select(Stream).where(Stream.scope_id == proceeding.id).order_by(Stream.id)).all()
        for stream in streams:
            found: dict[str, Told] = {}
            told["desk" if stream.audience == "desk" else "open"] = found
            yield from _stream(db, proceeding, stream, found)
            yield from _tally(db, proceeding, stream)
        yield from _comments_door(db, proceeding)
        yield from results_differences(db, proceeding)
        yield from intake_differences(db, proceeding)
        yield from _contributions(db, proceeding, told)
        yield from docket_differences(db, proceeding)
        yield from queue_differences(db, proceeding)
        yield from hearing_differences(db, proceeding)
        yield from room_differences(db, proceeding)
    yield from _lost_search_rows(db)
    if storage is not None:
        yield from _files(db, storage)


def _stream(db: Session, proceeding: Proceeding, stream: Stream, told: dict[str, Told]) -> Iterator[str]:
    """The chain of one stream; fills `told` on the way."""
    name = f"{proceeding.slug}: stream {stream.audience}"
    ids = select(Contribution.reference).where(Contribution.proceeding_id == proceeding.id)
    known = set(db.scalars(ids))
    seq, head, docket = 0, GENESIS, 0
    query = select(Entry).where(Entry.stream_id == stream.id).order_by(Entry.seq)
    for entry in db.scalars(query.execution_options(yield_per=1000)):
        seq += 1
        if entry.seq != seq:
            yield f"{name}: entry {seq} is missing"
            seq = entry.seq
        if entry.previous_hash != head:
            yield f"{name}: entry {entry.seq} does not follow the hash of the one before"
        if entry_hash(stream.public_id, _content(entry)) != entry.hash:
            yield f"{name}: entry {entry.seq} is not what its hash says"
        head = entry.hash
        if entry.reference in known and not entry.kind.startswith(BESIDE):
            if entry.reference not in told:
                docket += 1
                told[entry.reference] = Told(entry.seq, docket)
            _follow(told[entry.reference], entry)
    if (seq, head) != (stream.last_seq, stream.head_hash):
        yield f"{name}: ends at entry {seq}, and its head says {stream.last_seq}"
    if stream.audience != "desk" and docket != stream.last_docket:
        yield f"{name}: {docket} were filed, and its docket says {stream.last_docket}"


def _tally(db: Session, proceeding: Proceeding, stream: Stream) -> Iterator[str]:
    """Whether the last tally opens, as long as nothing has happened since that changes what is counted."""
    last = select(Entry).where(Entry.stream_id == stream.id, Entry.kind == "votes.tallied")
    entry = db.scalar(last.order_by(Entry.seq.desc()).limit(1))
    audience = "desk" if stream.audience == "desk" else "open"
    salt = proceeding.source.get("tally_salts", {}).get(audience)
    if entry is None or salt is None:
        return
    later = select(Entry.id).where(Entry.stream_id == stream.id, Entry.seq > entry.seq)
    if audience == "desk":  # the desk counts whatever was filed, so that only a reopening changes it
        later = later.where(Entry.kind == "proceeding.reopened")
    if db.scalar(later.limit(1)) is None:
        opened = commit(salt, tally_rendition(db, proceeding.id, audience == "open"))
        if entry.commitments != {"tally": opened}:
            yield f"{proceeding.slug}: the tally does not open the commitment of the {audience} ledger"


def _comments_door(db: Session, proceeding: Proceeding) -> Iterator[str]:
    """Whether comments are taken, against the last word of each stream about it."""
    kinds = ("proceeding.comments_opened", "proceeding.comments_closed")
    said = select(Entry.kind).join(Stream, Stream.id == Entry.stream_id).where(Stream.scope_id == proceeding.id)
    last = db.scalar(said.where(Entry.kind.in_(kinds)).order_by(Entry.happened_at.desc(), Entry.id.desc()).limit(1))
    if proceeding.comments_open != (last != "proceeding.comments_closed"):
        yield f"{proceeding.slug}: comments are {'open' if proceeding.comments_open else 'closed'}, and the ledger says not"


def _content(entry: Entry) -> dict[str, object]:
    names = ("seq", "kind", "reference", "happened_at", "commitments", "previous_hash")
    return {name: getattr(entry, name) for name in names}


def _follow(told: Told, entry: Entry) -> None:
    act = entry.kind.rpartition(".")[2]
    told.state = STATE_AFTER.get(act, told.state)
    if act not in TELLS_NOTHING:
        told.commitments = entry.commitments


def _contributions(db: Session, proceeding: Proceeding, told: dict[str, dict[str, Told]]) -> Iterator[str]:
    ids = db.scalars(select(Contribution.id).where(Contribution.proceeding_id == proceeding.id)).all()
    for start in range(0, len(ids), AT_ONCE):
        some = list(ids[start : start + AT_ONCE])
        tallies, stale = _tallies(db, some), _not_last(db, some)
        salts, indexed, files = _salts(db, some), _indexed(db, some), standing_files(db, some)
        for row, passages in standing_passages(db, some):
            name = f"{proceeding.slug}: {row.reference}"
            yield from (f"{name}: {line}" for line in _standing(row, told))
            if row.id not in salts or not passages:
                yield f"{name}: version {row.version} has no text of its own"
                continue
            content = Content(row.version, salts[row.id], passages, files.get(row.id, ()))
            yield from (
                f"{name}: {line}" for line in _commitments(row, content, told, unnamed=NAMES in proceeding.source)
            )
            yield from (f"{name}: {line}" for line in _votes(row, tallies, stale))
            if row.enclosed != enclosed(passages, content.files):
                yield f"{name}: the docket does not say what files it has"
            if Counter(_keys(index_rows(proceeding, row, passages))) != Counter(indexed.get(row.id, ())):
                yield f"{name}: the search index is not what its readers are told"
        db.expunge_all()


def _standing(row: Contribution, told: dict[str, dict[str, Told]]) -> Iterator[str]:
    """State, place and docket against the entries of both streams."""
    at_desk, openly = (told.get(audience, {}).get(row.reference) for audience in ("desk", "open"))
    if at_desk is None and openly is None:
        yield "the ledger knows nothing of it"
    for stream, known in (("desk", at_desk), ("open", openly)):
        if known is not None and known.state != row.state:
            yield f"it is {row.state}, and the {stream} ledger says {known.state}"
    expected = (openly.place, openly.docket) if openly else (None, None)
    if (row.place, row.docket) != expected:
        yield f"place and docket are {row.place} and {row.docket}, and the ledger says {expected[0]} and {expected[1]}"


def _commitments(
    row: Contribution, content: Content, told: dict[str, dict[str, Told]], *, unnamed: bool
) -> Iterator[str]:
    """Whether text and identity open what the last entries committed to; no identity where an edition had left out names."""
    if unnamed:
        content = content._replace(
            salts={**content.salts, **{f"{audience}.identity": "" for audience in ("open", "desk")}}
        )
    for audience, sight in (("desk", RESTRICTED), ("open", OPEN)):
        known = told.get(audience, {}).get(row.reference)
        if known is None:
            continue
        try:
            opened = commitments_of(row, content, sight, audience)
        except KeyError:
            opened = {"salt": "missing"}
        for part in sorted(opened.keys() | known.commitments.keys()):
            if not (unnamed and part == "identity") and opened.get(part) != known.commitments.get(part):
                yield f"its {part} does not open the commitment of the {audience} ledger"


def _votes(row: Contribution, tallies: dict[int, tuple[int, int, int]], stale: set[int]) -> Iterator[str]:
    if row.source.get("edition") == "public":
        return  # a public edition brings tallies without votes
    counted = tallies.get(row.id, (0, 0, 0))
    if (row.agrees, row.disagrees, row.passes) != counted:
        yield f"its tally is {row.agrees}, {row.disagrees}, {row.passes}, and the votes say {', '.join(map(str, counted))}"
    if row.id in stale:
        yield "a vote that is not the last of its voter counts"


def _tallies(db: Session, ids: list[int]) -> dict[int, tuple[int, int, int]]:
    sums = (func.sum(cast(Vote.value == value, Integer)) for value in (1, -1, 0))
    query = select(Vote.contribution_id, *sums).where(Vote.contribution_id.in_(ids), Vote.is_current)
    return {row[0]: (row[1], row[2], row[3]) for row in db.execute(query.group_by(Vote.contribution_id))}


def _not_last(db: Session, ids: list[int]) -> set[int]:
    """Contributions with a voter whose current vote is older than another."""
    later = Vote.__table__.alias("later")
    query = (
        select(Vote.contribution_id)
        .join(
            later,
            (later.c.contribution_id == Vote.contribution_id)
            & (later.c.voter == Vote.voter)
            & (later.c.cast_at > Vote.cast_at),
        )
        .where(Vote.contribution_id.in_(ids), Vote.is_current)
    )
    return set(db.scalars(query))


def _salts(db: Session, ids: list[int]) -> dict[int, dict[str, str]]:
    query = (
        select(Version.contribution_id, Version.salts)
        .join(Contribution, Contribution.id == Version.contribution_id)
        .where(Contribution.id.in_(ids), Version.number == Contribution.version)
    )
    return {row.contribution_id: row.salts for row in db.execute(query)}


def _files(db: Session, storage: Storage) -> Iterator[str]:
    """Contents that a row names, and that are not there or not what they were."""
    for digest, public_id in sorted(all_digests(db).items()):
        if not storage.is_whole(digest):
            what = "is not what its digest says" if storage.has(digest) else "is missing"
            yield f"file {public_id}: its content {digest} {what}"


def _indexed(db: Session, ids: list[int]) -> dict[int, list[tuple[int, str, str]]]:
    found: dict[int, list[tuple[int, str, str]]] = {}
    columns = (SearchRow.contribution_id, SearchRow.passage_id, SearchRow.audience, SearchRow.tokens)
    for row in db.execute(select(*columns).where(SearchRow.contribution_id.in_(ids))):
        found.setdefault(row.contribution_id, []).append((row.passage_id, row.audience, row.tokens))
    return found


def _keys(rows: Sequence[dict[str, object]]) -> list[tuple[object, ...]]:
    return [(row["passage_id"], row["audience"], row["tokens"]) for row in rows]


def _lost_search_rows(db: Session) -> Iterator[str]:
    """Search rows whose passage belongs to another contribution."""
    query = (
        select(SearchRow.id)
        .join(Passage, Passage.id == SearchRow.passage_id)
        .join(Version, Version.id == Passage.version_id)
        .where(Version.contribution_id != SearchRow.contribution_id)
    )
    for row in db.scalars(query.order_by(SearchRow.id)):
        yield f"search row {row} points at a passage of another contribution"
