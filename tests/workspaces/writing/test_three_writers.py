"""Nobody's word is lost: three writers on one document, locks that run out, a server that is killed and lines that are cut."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from consult.app import create_app
from consult.core.clock import now
from consult.ledger.models import Entry, Stream
from consult.site import Site, open_site
from consult.workspaces.documents.models import Paragraph
from consult.workspaces.writing.models import ParagraphConflict, ParagraphLock, ParagraphSave
from consult.workspaces.writing.queries import locks_of
from tests.conftest import settings_for
from tests.factories import token_for
from tests.live.launch import SECRET, Running, running
from tests.live.scene import browser_for
from tests.waiting import until
from tests.workspaces.writing.world import Desk, document_of, make_desk
from tests.workspaces.writing.writers import Writer

pytestmark = [pytest.mark.fault, pytest.mark.timeout(120)]
NAMES, KILLS, CUTS = ("ana", "bo", "cem"), 2, 2
ENTRY = "tests.workspaces.writing.entry"


@dataclass
class Stage:
    """A database with a room whose document is written, and a site of this process on it."""

    url: str
    desk: Desk
    app: Flask

    @property
    def site(self) -> Site:
        """The site of this process."""
        return self.desk.site


@pytest.fixture
def stage(database_url: str, tmp_path: Path) -> Iterator[Stage]:
    """The room without a server."""
    site = open_site(replace(settings_for(database_url, tmp_path), secret_key=SECRET))
    app = create_app(site=site)
    yield Stage(database_url, make_desk(site), app)
    site.close()


def begin(stage: Stage, server: Running, seed: int) -> list[Writer]:
    """Three writers at the first two paragraphs."""
    desk, keys = stage.desk, [row.key for row in stage.desk.paragraphs()[:2]]
    base = desk.base
    made = [
        Writer(name, server.url, base, keys, browser_for(stage.app, token_for(desk.site, desk.people[name])), seed + at)
        for at, name in enumerate(NAMES)
    ]
    for one in made:
        one.thread.start()
    return made


def trouble(server: Running, writers: list[Writer], seed: int) -> None:
    """Kill the server and cut the lines in the midst of their work."""
    dice = random.Random(seed)
    acts = [*["kill"] * KILLS, *["cut"] * CUTS]
    dice.shuffle(acts)
    for act in acts:
        done, wanted = sum(len(one.journal) for one in writers), dice.randint(3, 8)
        assert until(lambda: sum(len(one.journal) for one in writers) >= done + wanted, 30), said(writers)  # noqa: B023
        if act == "kill":
            server.kill()
            server.start()
        else:
            server.proxy.cut()


def finish(writers: list[Writer]) -> None:
    """Let each end what it has begun."""
    for one in writers:
        one.stopping.set()
    for one in writers:
        one.thread.join(30)


def said(writers: list[Writer]) -> list[str]:
    """What went wrong for the writers."""
    return [words for one in writers for words in one.broken]


def lost(stage: Stage, writers: list[Writer]) -> list[str]:
    """The acknowledged words that stand neither in a save nor in a version that came too late."""
    with stage.site.database.reading() as db:
        kept = [*db.scalars(select(ParagraphSave.text)), *db.scalars(select(ParagraphConflict.text))]
    words = {word for text in kept for word in text.split()}
    return [word for one in writers for word, _text, _answer in one.journal if word not in words]


def check_books(stage: Stage, writers: list[Writer]) -> None:
    """Revisions are gapless and end at the paragraph; each answer stands in the rows as it was given; each stream is whole."""
    with stage.site.database.reading() as db:
        rows = {
            row.key: row for row in db.scalars(select(Paragraph).where(Paragraph.document_id == stage.desk.document_id))
        }
        saves = {(one.paragraph_id, one.revision): one.text for one in db.scalars(select(ParagraphSave))}
        late = {one.public_id: one.text for one in db.scalars(select(ParagraphConflict))}
        for row in rows.values():
            numbers = sorted(revision for paragraph, revision in saves if paragraph == row.id)
            assert numbers == list(range(1, len(numbers) + 1))
            assert not numbers or (numbers[-1], saves[row.id, numbers[-1]]) == (row.revision, row.text)
        for one in writers:
            for _word, text, answer in one.journal:
                if answer["state"] == "saved":
                    assert saves[rows[answer["key"]].id, answer["revision"]] == text
                elif answer["state"] == "conflict":
                    assert late[answer["url"].rpartition("/")[2]] == text
        for stream in db.scalars(select(Stream).where(Stream.scope_id == stage.desk.room.id)):
            numbers = list(db.scalars(select(Entry.seq).where(Entry.stream_id == stream.id).order_by(Entry.seq)))
            assert numbers == list(range(1, stream.last_seq + 1))


def no_lock_is_left(stage: Stage) -> bool:
    """Whether every lock has run out by itself, those of killed windows too."""
    with stage.site.database.reading() as db:
        rows = db.scalars(select(ParagraphLock.expires_at)).all()
        return not locks_of(db, document_of(stage.desk)) and all(at <= now() for at in rows)


@pytest.mark.parametrize("seed", [20261122])
def test_three_writers_lose_no_word_over_lost_locks_kills_and_cuts(stage: Stage, seed: int) -> None:
    with running(stage.url, "brisk", entry=ENTRY) as server:
        writers = begin(stage, server, seed)
        trouble(server, writers, seed)
        assert until(lambda: all(len(one.journal) >= 3 for one in writers), 30), said(writers)
        finish(writers)
        assert until(lambda: no_lock_is_left(stage))
    assert said(writers) == []
    assert lost(stage, writers) == []
    check_books(stage, writers)
    answers = [answer["state"] for one in writers for _word, _text, answer in one.journal]
    assert {"saved", "conflict"} <= set(answers)  # both ways were gone, or this proves nothing
    assert any(one.refused for one in writers)


def test_the_same_writers_see_what_is_lost_where_the_last_one_wins(stage: Stage) -> None:
    with running(stage.url, "last_wins", entry=ENTRY) as server:
        writers = begin(stage, server, 7)
        assert until(lambda: sum(len(one.journal) for one in writers) >= 40, 30), said(writers)
        finish(writers)
    assert lost(stage, writers)
