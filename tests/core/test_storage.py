"""Files by content: whole or not there, once for all who hold it, removed when nobody does, never while one is coming in."""

import hashlib
import os
import threading
import time
from pathlib import Path

import pytest

from consult.core import partial
from consult.core.errors import Conflict, Invalid, NotFound, Unavailable
from consult.core.partial import Partials
from consult.core.storage import Storage

CONTENT = b"words " * 100_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def storage(tmp_path: Path) -> Storage:
    return Storage(tmp_path / "attachments")


def received(storage: Storage, content: bytes = CONTENT, limit: int = 10_000_000):
    incoming = storage.receive(limit)
    for start in range(0, len(content), 50_000):
        incoming.write(content[start : start + 50_000])
    return incoming


def test_a_file_is_found_under_its_digest_and_only_its_owner_may_enter(storage: Storage):
    stored = received(storage).keep()
    assert stored == (DIGEST, len(CONTENT))
    assert storage.path(DIGEST).read_bytes() == CONTENT
    assert storage.is_whole(DIGEST)
    assert list(storage.digests()) == [DIGEST]
    assert oct(storage.folder.stat().st_mode & 0o777) == "0o700"
    assert list(storage.incoming.iterdir()) == []
    assert received(storage).keep() == stored
    assert list(storage.digests()) == [DIGEST]


def test_what_is_not_kept_leaves_nothing(storage: Storage):
    received(storage).close()
    assert list(storage.incoming.iterdir()) == []
    assert not storage.has(DIGEST)


def test_what_is_too_large_is_counted_and_thrown_away(storage: Storage):
    incoming = received(storage, limit=1_000)
    assert incoming.is_too_large
    assert incoming.size == len(CONTENT)
    assert incoming.path.stat().st_size <= 1_000
    incoming.close()


def test_a_changed_content_is_noticed(storage: Storage):
    received(storage).keep()
    storage.path(DIGEST).write_bytes(CONTENT[:-1])
    assert not storage.is_whole(DIGEST)
    assert not storage.is_whole("0" * 64)
    with pytest.raises(ValueError, match="not a digest"):
        storage.path("../../etc/passwd")


def test_content_stays_while_it_is_young_or_a_copy_is_made(storage: Storage):
    received(storage).keep()
    assert not storage.remove(DIGEST)
    age(storage.path(DIGEST))
    with storage.still():
        assert not storage.remove(DIGEST)
    received(storage).keep()  # the same came in again: its row may be on the way
    assert not storage.remove(DIGEST)
    age(storage.path(DIGEST))
    assert storage.remove(DIGEST)
    assert storage.remove(DIGEST)
    assert not storage.has(DIGEST)


def age(path: Path, seconds: float = 2 * 86_400) -> None:
    os.utime(path, (time.time() - seconds, time.time() - seconds))


def test_nothing_is_lost_between_a_sweep_and_an_upload_of_the_same_content(storage: Storage):
    """Whoever has been told that a file is stored finds it, whatever is swept meanwhile."""
    lost: list[int] = []
    over = threading.Event()

    def sweep() -> None:
        while not over.is_set():
            storage.remove(DIGEST)

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for number in range(40):
            received(storage, CONTENT).keep()
            if not storage.has(DIGEST):
                lost.append(number)
            age(storage.path(DIGEST))
    except FileNotFoundError:
        lost.append(-1)
    finally:
        over.set()
        sweeper.join()
    assert [number for number in lost if number >= 0] == []


def test_what_never_ended_is_swept_after_a_day(storage: Storage):
    old, young = received(storage), received(storage)
    age(old.path)
    assert storage.sweep_incoming() == 1
    assert young.path.exists()
    young.close()
    old.close()


def reader(content: bytes, cut: int | None = None):
    """A sender that is gone after so many bytes."""
    at = 0

    def read(most: int) -> bytes:
        nonlocal at
        if cut is not None and at >= cut:
            raise OSError("gone")
        data = content[at : min(at + most, cut if cut is not None else len(content))]
        at += len(data)
        return data

    return read


def test_a_file_cut_at_99_percent_goes_on_where_it_stopped(storage: Storage):
    partials = Partials(storage)
    begun = partials.begin(len(CONTENT), {"name": "a.txt"})
    cut = len(CONTENT) * 99 // 100
    begun = partials.add(begun.name, 0, reader(CONTENT, cut))
    assert begun.offset == cut
    with pytest.raises(Conflict, match="other_offset"):
        partials.complete(begun.name)
    with pytest.raises(Conflict, match="other_offset"):
        partials.add(begun.name, 0, reader(CONTENT))
    assert partials.find(begun.name).offset == cut
    partials.add(begun.name, cut, reader(CONTENT[cut:]))
    whole = partials.whole(begun.name)
    assert whole.path.read_bytes() == CONTENT
    assert whole.keep() == (DIGEST, len(CONTENT))
    assert list(storage.incoming.iterdir()) == []
    with pytest.raises(NotFound):
        partials.find(begun.name)


def test_more_than_was_announced_is_refused(storage: Storage):
    partials = Partials(storage)
    begun = partials.begin(10, {})
    with pytest.raises(Invalid, match="file_over_limit"):
        partials.add(begun.name, 0, reader(b"x" * 11))


def test_two_senders_of_one_file_do_not_mix(storage: Storage):
    partials = Partials(storage)
    begun = partials.begin(4, {})

    first = reader(b"wxyz")

    def meanwhile(most: int) -> bytes:
        with pytest.raises(Conflict, match="other_offset"):
            partials.add(begun.name, 0, reader(b"abcd"))
        return bytes(first(most))

    partials.add(begun.name, 0, meanwhile)
    assert partials.path(begun.name).read_bytes() == b"wxyz"


@pytest.mark.parametrize("name", ["", "../../../etc/passwd", "0" * 32, "0" * 31 + "/"])
def test_a_name_that_was_not_given_leads_nowhere(storage: Storage, name: str):
    with pytest.raises(NotFound):
        Partials(storage).find(name)


def test_nobody_fills_the_disk_with_what_never_ends(storage: Storage, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(partial, "MOST_BYTES", 100)
    partials = Partials(storage)
    begun = partials.begin(80, {})
    partials.add(begun.name, 0, reader(b"x" * 80))
    with pytest.raises(Unavailable):
        partials.begin(30, {})
