"""A docket of very many contributions, as a large consultation has them, made once and shared by several measurements.

Most are comments of persons; one in fifty is a submission of one of some hundred organisations with country and category. Rows
go into SQLite in one transaction without the marks that the database makes of each, and are counted at the end.
"""

import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.orm import Session

from consult.contributions.docket.folding import count_again
from consult.contributions.models import Contribution
from consult.contributions.operations.listing import new_salts
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import ALPHABET, new_public_id
from consult.core.text import tokens
from consult.ledger.models import Stream
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.bench.texts import comment_texts
from tests.bench.worlds import new_site
from tests.factories import TEST, make_body, make_proceeding

TEXTS = 2000  # that many different ones
LANGUAGES = ("en", "fr", "es", "ar", "zh", "ru")
COUNTRIES = ("KE", "NG", "DZ", "IN", "FJ", "JP", "PL", "GE", "RO", "BR", "MX", "CL", "FR", "DE", "CA", "US")
CATEGORIES = ("civil_society", "academia", "nhri", "trade_union", "private_sector")
ORGANISATIONS = 300
DAYS = 60
WAITING_EVERY = 20
_TRIGGERS = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('contribution', 'search_row')"


@contextmanager
def big_site(count: int, *, search: bool = False) -> Iterator[tuple[Site, Proceeding]]:
    """A site with one busy consultation of `count` contributions; one in twenty waits for a moderator."""
    with new_site() as site:
        proceeding = make_proceeding(site, make_body(site), "busy", symbol="TC/2026/C/1")
        fill(site, proceeding, count, search=search)
        yield site, proceeding


def fill(site: Site, proceeding: Proceeding, count: int, *, search: bool = False) -> None:
    """The rows, straight into the file while nobody else uses it; then the counts and the head of the stream."""
    assert site.database.is_sqlite
    path = str(site.database.url.database)
    site.database.close()
    with sqlite3.connect(path, isolation_level=None) as db:
        db.execute("PRAGMA synchronous=OFF")
        db.execute("PRAGMA cache_size=-400000")
        db.execute("BEGIN")
        triggers = db.execute(_TRIGGERS).fetchall()
        for name, _sql in triggers:
            db.execute(f"DROP TRIGGER {name}")
        indexes = db.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
            "AND tbl_name IN ('contribution', 'version', 'passage', 'search_row')"
        ).fetchall()
        for name, _sql in indexes:
            db.execute(f"DROP INDEX {name}")
        _write(db, proceeding, count, search)
        for _name, sql in (*indexes, *triggers):
            db.execute(sql)
        db.execute("COMMIT")
        db.execute("ANALYZE")
    db.close()
    site.work.run(_number, TEST, bulk=True, proceeding_id=proceeding.id, last=count)
    site.work.run(count_again, TEST, bulk=True, proceeding_id=proceeding.id)


def _number(db: Session, _actor: Actor, *, proceeding_id: int, last: int) -> None:
    stream = update(Stream).where(Stream.scope_id == proceeding_id, Stream.audience == "public")
    db.execute(stream.values(last_seq=last, last_docket=last))


_COLUMNS = (
    "id", "public_id", "reference", "proceeding_id", "kind", "state", "reason", "identity", "confidentiality",
    "author_name", "category", "on_behalf", "organisation", "country", "language", "target", "submitted_at", "newest_at",
    "version", "latest", "waiting", "place", "docket", "publication", "cleared", "enclosed", "flags", "agrees", "disagrees",
    "passes", "source",
)  # fmt: skip


def _write(db: sqlite3.Connection, proceeding: Proceeding, count: int, search: bool) -> None:
    words, start = comment_texts(TEXTS), now()
    unsaid = _unsaid()
    names = (*_COLUMNS, *unsaid)
    into = f"INSERT INTO contribution ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"
    rest = tuple(unsaid.values())
    db.executemany(into, ((*_contribution(proceeding, number, start), *rest) for number in range(1, count + 1)))
    salts = json.dumps(new_salts())
    db.execute(
        "INSERT INTO version (id, contribution_id, number, sent_at, salts) "
        "SELECT id, id, 1, submitted_at, ? FROM contribution WHERE proceeding_id = ?",
        (salts, proceeding.id),
    )
    db.execute("CREATE TEMP TABLE words (place INTEGER PRIMARY KEY, text TEXT, tokens TEXT)")
    db.executemany(
        "INSERT INTO words VALUES (?, ?, ?)", ((at, one, " ".join(tokens(one))) for at, one in enumerate(words))
    )
    db.execute(
        "INSERT INTO passage (id, version_id, number, instance, text) "
        "SELECT v.id, v.id, 1, 1, w.text FROM version v JOIN words w ON w.place = v.id % ?",
        (TEXTS,),
    )
    if search:
        _index(db, proceeding)


def _unsaid() -> dict[str, Any]:
    """The columns that are not said here and may not be empty, each with its default."""
    columns: Any = Contribution.__table__.columns
    needed = [one for one in columns if not one.nullable and one.computed is None and one.name not in _COLUMNS]
    return {one.name: one.default.arg for one in needed}


def _index(db: sqlite3.Connection, proceeding: Proceeding) -> None:
    """Rows of the search index for what is public; the desk finds the rest, too."""
    for audience, where in (
        ("open", "c.place IS NOT NULL AND c.state = 'published'"),
        ("desk", "1"),
        ("restricted", "1"),
    ):
        db.execute(
            "INSERT INTO search_row (proceeding_id, contribution_id, passage_id, audience, tokens) "
            "SELECT c.proceeding_id, c.id, c.id, ?, ? || ' ' || w.tokens FROM contribution c "
            f"JOIN words w ON w.place = c.id % ? WHERE c.proceeding_id = ? AND {where}",
            (audience, f"{audience}{proceeding.id}", TEXTS, proceeding.id),
        )
    db.execute("INSERT INTO search_fts(search_fts) VALUES ('rebuild')")


@lru_cache
def organisation_ids() -> list[str]:
    """The public ids of the organisations, the same in each run of a process."""
    return [new_public_id() for _number in range(ORGANISATIONS)]


def _contribution(proceeding: Proceeding, number: int, start: datetime) -> tuple[Any, ...]:
    dice = random.Random(number)
    waits = number % WAITING_EVERY == 0
    formal = number % 50 == 7
    state = "pending" if waits else dice.choices(("published", "hidden", "declined", "withdrawn"), (96, 1, 2, 1))[0]
    identity = "public" if formal else dice.choices(("public", "secretariat", "none"), (5, 2, 3))[0]
    one = dice.randrange(ORGANISATIONS)
    drawn = _signs(number)
    at = (start - timedelta(days=dice.randrange(DAYS), seconds=dice.randrange(80_000))).astimezone(UTC)
    return (
        number,
        new_public_id(),
        f"{proceeding.prefix}-{drawn[:4]}-{drawn[4:]}",
        proceeding.id,
        "submission" if formal else "comment",
        state,
        "off_topic" if state in ("hidden", "declined") else None,
        identity,
        "secretariat" if dice.random() < 0.01 else "public",
        None if identity == "none" else f"Author {number}",
        CATEGORIES[one % 5] if formal else "individual" if dice.random() < 0.7 else None,
        "organisation" if formal else "self",
        organisation_ids()[one] if formal else None,
        COUNTRIES[one % len(COUNTRIES)] if formal else None,
        LANGUAGES[min(int(dice.expovariate(0.9)), 5)],
        None if formal else f"p{dice.randrange(30)}" if dice.random() < 0.6 else None,
        at.strftime("%Y-%m-%d %H:%M:%S.%f"),
        at.strftime("%Y-%m-%d %H:%M:%S.%f"),
        1,
        1,
        waits,
        None if waits else number,
        None if waits else number,
        "after_moderation",
        False,
        2 if formal and dice.random() < 0.5 else 0,
        dice.randrange(1, 4) if dice.random() < 0.002 else 0,
        number % 50,
        number % 9,
        number % 5,
        "{}",
    )


def _signs(number: int) -> str:
    """Eight signs for each number, which look drawn and never come twice."""
    mixed = number * 0x9E3779B97F % 2**40
    return "".join(ALPHABET[mixed >> 5 * place & 31] for place in range(8)).upper()


def rows_of(site: Site) -> int:
    """How many contributions there are."""
    with site.database.reading() as db:
        return int(db.execute(text("SELECT count(*) FROM contribution")).scalar_one())
