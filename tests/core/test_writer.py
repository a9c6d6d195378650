"""The one writer of SQLite: what waits shares a transaction, and nobody waits in vain."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import event, text
from sqlalchemy.orm import Session

from consult.core import writer as writer_module
from consult.core.actors import Actor
from consult.core.errors import Unavailable
from consult.core.work import Work
from consult.site import Site, open_site
from tests.conftest import settings_for
from tests.core.streams import PATIENCE, TEST, Refused, entries, in_threads, make_streams, note, words
from tests.waiting import until


@pytest.fixture
def site(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    path = tmp_path / "consult.sqlite"
    path.write_bytes(sqlite_template.read_bytes())
    opened = open_site(settings_for(f"sqlite:///{path}", tmp_path))
    yield opened
    opened.close()


class Held:
    """An operation that holds the writer until the test lets it go; what comes meanwhile waits."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.begun, self.go = threading.Event(), threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        def hold(db: Session, actor: Actor) -> None:
            self.begun.set()
            assert self.go.wait(PATIENCE)

        with suppress(Unavailable):  # it shares the fate of those that waited behind it
            self.site.work.run(hold, TEST, bulk=True)

    def __enter__(self) -> "Held":
        self.thread.start()
        assert self.begun.wait(PATIENCE)
        return self

    def __exit__(self, *_error: object) -> None:
        self.go.set()
        self.thread.join(PATIENCE)

    def waiting(self) -> int:
        """How many operations wait behind this one."""
        writer = self.site.work.writer
        assert writer is not None
        return len(writer._people) + len(writer._bulk)


def while_held(site: Site, tasks: list[Callable[[], object]]) -> list[object]:
    """Let tasks come in their order while the writer is held, then let it go; their results or errors."""
    results: list[object] = []
    with Held(site) as held:
        runner = threading.Thread(target=lambda: results.extend(in_threads(one_by_one(held, tasks))), daemon=True)
        runner.start()
        assert until(lambda: held.waiting() == len(tasks))
        held.go.set()
        runner.join(PATIENCE)
    return results


def one_by_one(held: Held, tasks: list[Callable[[], object]]) -> list[Callable[[], object]]:
    """The same tasks, each of which waits until those before it are in the queue."""

    def in_turn(place: int, task: Callable[[], object]) -> object:
        assert until(lambda: held.waiting() >= place)
        return task()

    return [lambda place=place, task=task: in_turn(place, task) for place, task in enumerate(tasks)]  # type: ignore[misc]


def noting(site: Site, word: str, **more: object) -> Callable[[], object]:
    return lambda: site.work.run(note, TEST, streams=more.pop("streams", []), word=word, **more).result  # type: ignore[arg-type]


def refuse() -> None:
    raise Refused


def commits_of(site: Site) -> list[int]:
    """A list that grows by one with each commit of the writer."""
    counted: list[int] = []
    event.listen(site.database.writers, "commit", lambda _connection: counted.append(1))
    return counted


def test_what_waits_shares_one_transaction_and_has_its_own_outcome(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writer_module, "BATCH_SECONDS", 30.0)
    (stream,) = make_streams(site, 1)
    commits = commits_of(site)
    tasks = [noting(site, f"w{n}", streams=[stream], then=refuse if n == 3 else None) for n in range(10)]
    results = while_held(site, tasks)
    assert [type(one) if isinstance(one, Exception) else one for one in results] == [
        Refused if n == 3 else f"w{n}" for n in range(10)
    ]
    assert len(commits) <= 2, "the operation that held the writer, and all that waited"
    assert [seq for seq, _word in entries(site, stream)] == list(range(1, 10))
    assert {word for _seq, word in entries(site, stream)} == {f"w{n}" for n in range(10) if n != 3}


def test_a_batch_holds_at_most_64_operations(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writer_module, "BATCH_SECONDS", 30.0)
    sizes: list[int] = []
    assert site.work.writer is not None
    answer = site.work.writer.answer

    def counted(batch: list[writer_module.Ticket]) -> None:
        sizes.append(len(batch))
        answer(batch)

    monkeypatch.setattr(site.work.writer, "answer", counted)
    tickets = [writer_module.Ticket(lambda db: None, False) for _ in range(100)]
    with Held(site):
        for ticket in tickets:
            site.work.writer.submit(ticket)
    for ticket in tickets:
        ticket.wait()
    assert sizes == [64, 37], "one that held the writer and a hundred that waited"


def test_a_batch_ends_after_its_time(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writer_module, "BATCH_SECONDS", -1.0)
    commits = commits_of(site)
    while_held(site, [noting(site, f"w{n}") for n in range(5)])
    assert len(commits) == 6


def test_people_come_before_bulk(site: Site):
    while_held(site, [noting(site, "bulk", bulk=True), noting(site, "bulk too", bulk=True), noting(site, "person")])
    assert words(site) == ["person", "bulk", "bulk too"]


def test_who_waits_too_long_is_told_and_is_not_run_afterwards(site: Site, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(writer_module, "DEADLINE_SECONDS", 0.05)
    with Held(site):
        with pytest.raises(Unavailable) as caught:
            site.work.run(note, TEST, streams=[], word="late")
        assert caught.value.problem == "too_slow"
        assert site.work.oldest_wait_s() > 0.04
    monkeypatch.setattr(writer_module, "DEADLINE_SECONDS", 10.0)
    site.work.run(note, TEST, streams=[], word="after")
    assert words(site) == ["after"]
    assert site.work.oldest_wait_s() == 0.0


def test_stopping_answers_all_that_waits_and_refuses_what_comes_later(site: Site):
    results: list[object] = []
    with Held(site) as held:
        tasks = one_by_one(held, [noting(site, f"w{n}") for n in range(5)])
        runner = threading.Thread(target=lambda: results.extend(in_threads(tasks)), daemon=True)
        runner.start()
        assert until(lambda: held.waiting() == 5)
        stopper = threading.Thread(target=site.work.close, daemon=True)
        stopper.start()
        assert site.work.writer is not None
        assert until(lambda: site.work.writer is not None and site.work.writer._stopping)
        with pytest.raises(Unavailable) as caught:
            site.work.run(note, TEST, streams=[], word="too late")
        assert caught.value.problem == "stopping"
        held.go.set()
        stopper.join(PATIENCE)
        runner.join(PATIENCE)
        assert not stopper.is_alive()
    assert results == words(site) == [f"w{n}" for n in range(5)]


def test_the_first_operations_of_many_threads_start_one_writer(sqlite_template: Path, tmp_path: Path):
    started: list[int] = []
    original = writer_module.start_new_thread

    def counted(*args: object) -> None:
        started.append(1)
        original(*args)

    for round_ in range(20):
        path = tmp_path / f"{round_}.sqlite"
        path.write_bytes(sqlite_template.read_bytes())
        fresh = open_site(settings_for(f"sqlite:///{path}", tmp_path))
        try:
            writer_module.start_new_thread = counted
            assert in_threads([noting(fresh, f"w{n}") for n in range(8)]) == [f"w{n}" for n in range(8)]
        finally:
            writer_module.start_new_thread = original
            fresh.close()
    assert len(started) == 20


def test_a_full_disk_is_told_to_everybody_in_the_batch_and_then_forgotten(site: Site):
    """SQLite's own limit of pages stands for the disk."""
    site.work.run(note, TEST, streams=[], word="before")
    set_pages(site, 1)
    results = while_held(site, [noting(site, f"w{n}" + "x" * 100_000) for n in range(4)])
    assert [type(one) for one in results] == [Unavailable] * 4
    assert words(site) == ["before"]
    set_pages(site, 1_000_000)
    site.work.run(note, TEST, streams=[], word="after")
    assert words(site) == ["before", "after"]


def set_pages(site: Site, pages: int) -> None:
    """The largest size of the database on the writer's connection."""
    site.work.run(lambda db, actor: db.execute(text(f"PRAGMA max_page_count={pages}")) and None, TEST)


def test_a_locked_database_refuses_and_recovers(site: Site):
    site.work.run(note, TEST, streams=[], word="before")
    site.work.run(lambda db, actor: db.execute(text("PRAGMA busy_timeout=50")) and None, TEST)
    other = sqlite3.connect(str(site.database.url.database), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable):
        site.work.run(note, TEST, streams=[], word="refused")
    other.execute("ROLLBACK")
    other.close()
    site.work.run(note, TEST, streams=[], word="after")
    assert words(site) == ["before", "after"]


def test_the_connections_are_set_as_they_must_be(site: Site):
    def pragmas(db: Session, actor: Actor | None = None) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "query_only", "busy_timeout")
        return {name: db.execute(text(f"PRAGMA {name}")).scalar() for name in names}

    safe = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}
    assert site.work.run(pragmas, TEST).result == safe | {"query_only": 0}
    with site.database.reading() as db:
        assert pragmas(db) == safe | {"query_only": 1}


DYING = """
import sys
from pathlib import Path
from consult.core import writer
from consult.core.actors import system
from consult.site import open_site
from tests.conftest import settings_for

site = open_site(settings_for(sys.argv[1], Path(sys.argv[2])))
def die(self, batch):
    raise SystemError("the writer breaks")
writer.Writer.answer = die
site.work.run(lambda db, actor: None, system("test"))
print("still here")
"""


def test_a_dead_writer_ends_the_process(site: Site, tmp_path: Path):
    url = site.database.url.render_as_string()
    ended = subprocess.run(
        [sys.executable, "-c", DYING, url, str(tmp_path)], capture_output=True, text=True, timeout=30, check=False
    )
    assert (ended.returncode, ended.stdout) == (70, "")
    assert "the writer died" in ended.stderr


def test_postgres_needs_no_writer(database_url: str, tmp_path: Path):
    opened = open_site(settings_for(database_url, tmp_path))
    try:
        assert (opened.work.writer is None) == database_url.startswith("postgresql")
        assert isinstance(opened.work, Work)
    finally:
        opened.close()
