"""The ledger proves itself: a chain that shows tampering, commitments that open with their salt alone, checkpoints."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.ledger.append import Pending, append
from consult.ledger.commitments import commit, entry_hash, new_salt
from consult.ledger.models import GENESIS, Entry, Stream
from consult.ledger.queries import Head, checkpoint, entries_after
from consult.site import Site
from tests.core.streams import TEST, make_streams, note

HAPPENED = datetime(2026, 3, 29, 1, 30, 0, 123000, tzinfo=UTC)


@pytest.fixture
def written(site: Site) -> Site:
    """A site with two streams, three entries in one and two in the other."""
    first, second = make_streams(site, 2)
    for streams, word in (([first], "a"), ([second, first], "b"), ([first, second], "c")):
        site.work.run(note, TEST, streams=streams, word=word)
    return site


def broken_links(site: Site) -> list[tuple[int, int]]:
    """(stream, seq) of every entry whose hash or predecessor is not what recomputation gives."""
    wrong = []
    with site.database.reading() as db:
        for stream in db.scalars(select(Stream)):
            head = GENESIS
            rows = db.scalars(select(Entry).where(Entry.stream_id == stream.id).order_by(Entry.seq)).all()
            for expected, row in enumerate(rows, start=1):
                fields = {
                    "seq": row.seq,
                    "kind": row.kind,
                    "reference": row.reference,
                    "happened_at": row.happened_at,
                    "commitments": row.commitments,
                    "previous_hash": head,
                }
                if row.seq != expected or row.hash != entry_hash(stream.public_id, fields) or row.previous_hash != head:
                    wrong.append((stream.id, row.seq))
                head = row.hash
            if (stream.last_seq, stream.head_hash) != (len(rows), head):
                wrong.append((stream.id, 0))
    return wrong


def test_the_chain_is_what_recomputation_gives(written: Site):
    assert broken_links(written) == []


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "test.other"},
        {"reference": "z"},
        {"happened_at": HAPPENED},
        {"commitments": {"text": "0" * 64}},
        {"hash": "0" * 64},
    ],
    ids=lambda values: next(iter(values)),
)
def test_a_changed_entry_breaks_the_chain(written: Site, values: dict[str, object]):
    def tamper(db: Session, actor: Actor) -> None:
        db.execute(update(Entry).where(Entry.seq == 1, Entry.stream_id == 1).values(values))

    written.work.run(tamper, TEST)
    assert (1, 1) in broken_links(written)


def test_a_missing_entry_breaks_the_chain(written: Site):
    written.work.run(
        lambda db, actor: db.execute(text("DELETE FROM entry WHERE stream_id = 1 AND seq = 3")) and None, TEST
    )
    assert broken_links(written) == [(1, 0)]


def test_an_entry_is_bound_to_its_stream():
    entry = {
        "seq": 1,
        "kind": "k",
        "reference": "r",
        "happened_at": HAPPENED,
        "commitments": {},
        "previous_hash": GENESIS,
    }
    assert entry_hash("one", entry) != entry_hash("two", entry)
    canonical = (
        '{"commitments":{},"happened_at":"2026-03-29T01:30:00.123Z","kind":"k","previous":"' + GENESIS + '",'
        '"reference":"r","seq":1,"stream":"one"}'
    )
    assert entry_hash("one", entry) == hashlib.sha256(canonical.encode()).hexdigest()


def test_what_happened_and_what_was_recorded_are_two_times(site: Site):
    (stream,) = make_streams(site, 1)

    def old(db: Session, actor: Actor) -> None:
        append(db, Pending(stream, "test.old", "r", HAPPENED))

    site.work.run(old, TEST)
    with site.database.reading() as db:
        entry = db.scalars(select(Entry)).one()
        assert entry.happened_at == HAPPENED
        assert entry.recorded_at > HAPPENED + timedelta(days=1)


def test_a_commitment_opens_with_its_salt_and_its_words_alone():
    salt, value = new_salt(), {"text": "été", "language": "fr"}
    closed = commit(salt, value)
    assert (
        closed == hashlib.sha256(f'{{"salt":"{salt}","value":{{"language":"fr","text":"été"}}}}'.encode()).hexdigest()
    )
    assert commit(salt, {"language": "fr", "text": "été"}) == closed, "the order of names does not count"
    assert commit(new_salt(), value) != closed
    assert commit(salt, {"text": "ete", "language": "fr"}) != closed
    assert len({new_salt() for _ in range(100)}) == 100


def test_docket_numbers_are_counted_apart_and_told_to_who_asked(site: Site):
    (stream,) = make_streams(site, 1)
    told: list[tuple[int, int | None]] = []

    def file(db: Session, actor: Actor) -> None:
        for docket in (True, False, True):
            row = Pending(stream, "k", "r", HAPPENED, {}, docket, lambda _db, seq, number: told.append((seq, number)))
            append(db, row)

    site.work.run(file, TEST)
    site.work.run(file, TEST)
    assert told == [(1, 1), (2, None), (3, 2), (4, 3), (5, None), (6, 4)]


def test_what_follows_a_number_comes_in_order_and_in_pages(written: Site):
    with written.database.reading() as db:
        assert [tuple(row) for row in entries_after(db, 1, 0, 2)] == [(1, "test.noted", "a"), (2, "test.noted", "b")]
        assert [row.seq for row in entries_after(db, 1, 2, 2)] == [3]
        assert list(entries_after(db, 1, 3, 2)) == []


def test_a_checkpoint_lists_every_stream_by_its_public_id(written: Site):
    with written.database.snapshot() as db:
        streams = db.scalars(select(Stream)).all()
        heads = checkpoint(db)
        assert heads == sorted(heads, key=lambda head: head.stream)
        assert set(heads) == {Head(one.public_id, one.last_seq, one.head_hash) for one in streams}
        assert [head.stream for head in checkpoint(db, scope_id=1)] == [
            one.public_id for one in streams if one.scope_id == 1
        ]


def test_a_snapshot_sees_one_moment(written: Site):
    with written.database.snapshot() as db:
        before = checkpoint(db)
        written.work.run(note, TEST, streams=[1], word="meanwhile")
        assert checkpoint(db) == before
    with written.database.snapshot() as db:
        assert checkpoint(db) != before
