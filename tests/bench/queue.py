"""queue.open.ms.p99: the queue opened over HTTP by a moderator, 50,000 waiting among 1,000,000 contributions."""

import json
import re
import time
from datetime import datetime, timedelta
from statistics import median, quantiles
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.operations.listing import new_salts
from consult.core.actors import Actor
from consult.core.clock import now
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.bench.http import Connection, asking
from tests.bench.rows import Row, row
from tests.bench.serving import served
from tests.bench.texts import comment_texts
from tests.bench.worlds import new_site
from tests.factories import PASSWORD, TEST, make_account, make_body, make_comment, make_proceeding

CONTRIBUTIONS, WAITING_EACH, ROOMS, CHUNK, ASKED = 1_000_000, 20, 40, 20_000, 300
LANGUAGES = ("en", "de", "fr", "es", "ar", "zh", "ru", "pt")
# What differs from row to row; the rest is as in a first contribution, which is filed by the product itself.
_MOMENT = "strftime('%Y-%m-%d %H:%M:%f000', :at, '-' || (:count - n.id) || ' seconds')"
_WAITS = "(n.id % :each = 0 AND n.id % 7 > 0)"
_DIFFERS = {
    "id": "n.id",
    "public_id": "printf('%016d', n.id)",
    "reference": "printf('B1-%04d-%04d', n.id / 10000, n.id % 10000)",
    "proceeding_id": "1 + (n.id * 7919) % :rooms",
    "kind": "CASE WHEN n.id % 11 = 0 THEN 'submission' ELSE 'comment' END",
    "state": f"CASE WHEN {_WAITS} THEN 'pending' ELSE 'published' END",
    "language": "json_extract(:languages, '$[' || (((n.id / 20) % 13) % 8) || ']')",
    "submitted_at": _MOMENT,
    "newest_at": _MOMENT,
    "waiting": _WAITS,
    "flags": "CASE WHEN n.id % :each = 0 AND n.id % 7 = 0 THEN 1 + n.id % 3 ELSE 0 END",
    "escalated": "n.id % (:each * 50) = 0",
}
_COLUMNS = [column.name for column in Contribution.__table__.columns if column.computed is None]
_FILE = text(
    f"""
    WITH RECURSIVE n(id) AS (SELECT :first UNION ALL SELECT id + 1 FROM n WHERE id < :last)
    INSERT INTO contribution ({", ".join(_COLUMNS)})
    SELECT {", ".join(_DIFFERS.get(name, f"one.{name}") for name in _COLUMNS)}
    FROM n, contribution AS one WHERE one.id = 1
    """
)
_VERSIONS = text(
    """
    INSERT INTO version (id, contribution_id, number, sent_at, salts)
    SELECT id, id, 1, submitted_at, :salts FROM contribution WHERE id BETWEEN :first AND :last
    """
)
_PASSAGES = text(
    """
    INSERT INTO passage (id, version_id, number, instance, text)
    SELECT id, id, 1, 1, json_extract(:texts, '$[' || (id % :kinds) || ']') FROM version WHERE id BETWEEN :first AND :last
    """
)
FILTERS = (
    "",
    "language=ar",
    "kind=submission",
    "flagged=yes",
    "escalated=yes",
    "age=week",
    "assigned=nobody",
    "page=40",
)


def measure() -> list[Row]:
    """p99 over the first page, and over it with filters, each with all counts."""
    with new_site() as site:
        filled(site)
        rooms = [one.public_id for one in _rooms(site)]
        asked = [*FILTERS, *(f"proceeding={rooms[0]}&{more}" for more in FILTERS[1:4])]
        with served(site) as server:
            connection, cookie = Connection(server.port), sign_in(server.port)
            requests = [asking(server.port, "GET", f"/en/desk/?{one}", Cookie=cookie) for one in asked]
            taken: list[float] = []
            for number in range(ASKED + len(requests)):
                started = time.perf_counter()
                answer = connection.ask(requests[number % len(requests)])
                taken.append((time.perf_counter() - started) * 1000)
                assert answer.startswith(b"HTTP/1.1 200"), answer[:2000]
    taken = taken[len(requests) :]
    print(f"  queue: median {median(taken):.1f} ms; {WAITING_EACH}th of {CONTRIBUTIONS:,} waits")
    return [row("queue.open.ms.p99", quantiles(taken, n=100)[98])]


def filled(site: Site) -> None:
    """Many proceedings of two bodies with a million contributions, made by the database itself."""
    bodies = [make_body(site, slug) for slug in ("commission", "committee")]
    rooms = [
        make_proceeding(site, bodies[number % 2], f"room-{number}", title=f"Proceeding {number}")
        for number in range(ROOMS)
    ]
    make_account(site, "moderator@example.org", *(("moderator", "body", body.id) for body in bodies))
    make_comment(site, rooms[0], "The first of all.")
    for first in range(2, CONTRIBUTIONS + 1, CHUNK):
        site.work.run(_file, TEST, bulk=True, first=first, at=now())


def _file(db: Session, _actor: Actor, *, first: int, at: datetime) -> None:
    texts = comment_texts(500)
    values: dict[str, Any] = {
        "first": first,
        "last": min(first + CHUNK - 1, CONTRIBUTIONS),
        "count": CONTRIBUTIONS,
        "rooms": ROOMS,
        "each": WAITING_EACH,
        "languages": json.dumps(LANGUAGES),
        "at": (at - timedelta(minutes=5)).strftime("%Y-%m-%d %H:%M:%S"),
        "salts": json.dumps(new_salts()),
        "texts": json.dumps(texts),
        "kinds": len(texts),
    }
    for statement in (_FILE, _VERSIONS, _PASSAGES):
        db.execute(statement, {name: values[name] for name in statement._bindparams})


def _rooms(site: Site) -> list[Proceeding]:
    with site.database.reading() as db:
        return list(db.query(Proceeding).order_by(Proceeding.id))


def sign_in(port: int) -> str:
    """The cookies of a session of the moderator."""
    connection = Connection(port)
    form = connection.ask(asking(port, "GET", "/en/account/sign-in"))
    token = re.search(rb'name="csrf_token"[^>]*?value="([^"]+)"', form)
    assert token
    body = f"csrf_token={token[1].decode()}&email=moderator%40example.org&password={PASSWORD.replace(' ', '+')}"
    answer = connection.ask(asking(port, "POST", "/en/account/sign-in", body=body, Cookie=cookies(form)))
    assert answer[9:10] == b"3", answer[:2000]
    return cookies(answer)


def cookies(answer: bytes) -> str:
    """What a browser would send back."""
    head = answer.partition(b"\r\n\r\n")[0].decode()
    return "; ".join(re.findall(r"(?im)^set-cookie: ([^;]+)", head))
