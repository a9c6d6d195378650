"""thread.*, workspace.* and visible.*: a long discussion, and searching and listing among rooms that one may see and others."""

import random
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache
from statistics import median, quantiles
from typing import Any

from sqlalchemy import Select, and_, bindparam, insert, select, update
from sqlalchemy.orm import Session

from consult.app import create_app
from consult.bodies.actors import load_actor
from consult.bodies.models import Grant
from consult.contributions.access import visible
from consult.contributions.models import Contribution, Passage, SearchRow, Version
from consult.contributions.operations.listing import new_salts
from consult.contributions.operations.submit import new_reference
from consult.contributions.queries import ALL_COLUMNS, holder
from consult.contributions.search import index_rows
from consult.contributions.search_queries import search
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.db import new_public_id
from consult.ledger.models import Stream
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.threads.models import Discussion
from tests.bench.http import Connection, Load, asking
from tests.bench.rows import STATIC_HEALTHY, Row, interleaved, ratio, row
from tests.bench.serving import served
from tests.bench.texts import CHINESE, ENGLISH, comment_texts, rare_words
from tests.bench.worlds import new_site
from tests.factories import TEST, make_body, make_proceeding, saved
from tests.live.scene import browser_for, make_person

MESSAGES, CONNECTIONS, ROUNDS = 2_000, 8, 7
ROOMS, SEEN, IN_EACH = 1_000, 200, 50
BEGAN = datetime.fromisoformat("2026-01-05T08:00:00+00:00")


def measure_thread() -> list[Row]:
    """The last page of a discussion of 2,000 messages as a member opens it, session and rights loaded each time."""
    with new_site() as site:
        room = make_room(site, "long")
        discussion = saved(site, Discussion(proceeding_id=room.id, title="Long", language="en", opened_at=now()))
        target = discussion.public_id
        fill(site, [room], MESSAGES, target)
        _account, token = make_person(site, "member", ("member", "proceeding", room.id))
        cookie = browser_for(create_app(site=site), token).cookie
        address = f"/en/workspaces/long/discussions/{target}/"
        page = site.settings.data_dir / "page.html"
        with served(site) as server:
            answer = Connection(server.port).ask(asking(server.port, "GET", address, Cookie=cookie))
            body = answer.partition(b"\r\n\r\n")[2]
            assert body.count(b'<article class="comment message" id="W') == 50, answer[:3000]
            page.write_bytes(body)
        with served(site, static=str(page)) as server:
            load = Load(server.port, CONNECTIONS)
            static = asking(server.port, "GET", "/bench/static")
            warm = asking(server.port, "GET", address, Cookie=cookie)
            cold = asking(server.port, "GET", address, Cookie=cookie, X_Bench="cold")
            for request in (static, warm, cold):
                load.per_second(lambda _n, request=request: request, 100, b"200")  # type: ignore[misc]
            plain, kept, made = interleaved(
                ROUNDS,
                lambda: load.per_second(lambda _n: static, 1500, b"200"),
                lambda: load.per_second(lambda _n: warm, 1000, b"200"),
                lambda: load.per_second(lambda _n: cold, 60, b"200"),
            )
            load.close()
    print(f"  thread: {median(kept):.0f}/s warm, {median(made):.0f}/s cold; static {median(plain):.0f}/s")
    return [row("thread.last-page.vs.static", ratio(plain, kept), healthy=median(plain) > STATIC_HEALTHY)]


def measure_rooms() -> list[Row]:
    """Searching 50,000 messages of 1,000 rooms as somebody who is in 200 of them; and the newest messages of
    each of those rooms, with the access clause and without."""
    dice = random.Random(5)
    words = [
        *ENGLISH[:20],
        *dice.sample(ENGLISH[20:], 10),
        *dice.sample(CHINESE, 10),
        *rare_words(random.Random(1))[:20],
    ]
    with new_site() as site:
        body = make_body(site)
        rooms = [make_room(site, f"room{number}", body) for number in range(ROOMS)]
        fill(site, rooms, ROOMS * IN_EACH)
        seen = dice.sample(rooms, SEEN)
        _account, token = make_person(site, "member")
        saved(site, *[_seat(_account.id, one.id) for one in seen])
        with site.database.reading() as db:
            member = load_actor(db, token, "browser")
        (ours,) = interleaved(5, lambda: p99(words, lambda word: found(site, member, word)))
        plain, clause = interleaved(
            9,
            lambda: spent(lambda: listed(site, seen, None)),
            lambda: spent(lambda: listed(site, seen, holder(member))),
        )
    shown, narrowed = median(plain) * 1000, median(clause) * 1000
    print(f"  rooms: search p99 {median(ours) * 1000:.1f} ms; list {shown:.2f} ms, with the clause {narrowed:.2f} ms")
    return [
        row("workspace.search.p99.ms", median(ours) * 1000),
        row("visible.vs.unfiltered", ratio(clause, plain)),
    ]


def _seat(account: int, room: int) -> Grant:
    return Grant(account_id=account, role="member", scope="proceeding", scope_id=room, valid_from=now())


def make_room(site: Site, slug: str, body: Any = None) -> Proceeding:
    """A room that is open for ever."""
    values = {"kind": "workspace", "audience": "members", "is_live": True, "identities": ["public"], "closes_at": None}
    return make_proceeding(site, body or make_body(site), slug, prefix="W1", **values)


def fill(site: Site, rooms: Sequence[Proceeding], count: int, target: str | None = None) -> None:
    """So many messages, the rooms in turn, with their rows of the index."""
    texts = list(comment_texts(count))
    for first in range(0, count, 2_000):
        values = {"rooms": [one.id for one in rooms], "texts": texts[first : first + 2_000], "first": first}
        site.work.run(_file, TEST, bulk=True, target=target, **values)


def _file(db: Session, _actor: Actor, *, rooms: list[int], texts: list[str], first: int, target: str | None) -> None:
    numbers = range(first + 1, first + len(texts) + 1)
    rows = [_message(rooms[number % len(rooms)], number, target) for number in numbers]
    db.execute(insert(Contribution), rows)
    salts = new_salts()
    version = {"number": 1, "sent_at": BEGAN, "salts": salts}
    db.execute(insert(Version), [{"id": one, "contribution_id": one, **version} for one in numbers])
    passages = [
        {"id": one, "version_id": one, "number": 1, "text": text} for one, text in zip(numbers, texts, strict=True)
    ]
    db.execute(insert(Passage), passages)
    stream = update(Stream).where(Stream.scope_id.in_(rooms), Stream.audience == "members")
    db.execute(stream.values(last_seq=first + len(texts)))
    found = [
        one
        for values, passage in zip(rows, passages, strict=True)
        for one in index_rows(Proceeding(id=values["proceeding_id"]), Contribution(**values), [Passage(**passage)])
    ]
    db.execute(insert(SearchRow), found)


def _message(room: int, number: int, target: str | None) -> dict[str, Any]:
    return {
        "id": number,
        "public_id": new_public_id(),
        "reference": new_reference("W1"),
        "proceeding_id": room,
        "kind": "comment",
        "state": "published",
        "identity": "public",
        "confidentiality": "public",
        "author_name": f"Member {number % 40}",
        "language": "en",
        "target": target,
        "submitted_at": BEGAN + timedelta(seconds=number),
        "place": number,
        "docket": number,
    }


def found(site: Site, member: Actor, word: str) -> None:
    """A page of hits as a member gets it."""
    with site.database.reading() as db:
        search(db, member, word)


def listed(site: Site, seen: Sequence[Proceeding], member: Actor | None) -> None:
    """The newest messages of some of one's rooms, room by room, with the access clause or without."""
    query = _newest(member)
    with site.database.reading() as db:
        for one in seen[:20]:
            db.connection().execute(query, {"room": one.id}).all()


@cache
def _newest(member: Actor | None) -> Select[*tuple[Any, ...]]:
    """As pages list messages: made once, for making it takes longer than running it."""
    query = (
        select(*ALL_COLUMNS)
        .join(Proceeding, Proceeding.id == Contribution.proceeding_id)
        .join(Version, and_(Version.contribution_id == Contribution.id, Version.number == Contribution.version))
        .join(Passage, and_(Passage.version_id == Version.id, Passage.number == 1))
        .where(Contribution.proceeding_id == bindparam("room"), Contribution.place.is_not(None))
        .order_by(Contribution.place.desc())
        .limit(50)
    )
    return query if member is None else query.where(visible(member))


def spent(act: Callable[[], None], times: int = 5) -> float:
    """Seconds of this process's own time for one of so many."""
    started = time.process_time()
    for _time in range(times):
        act()
    return (time.process_time() - started) / times


def p99(words: Sequence[str], find: Callable[[str], None]) -> float:
    """Seconds of this process's own time, the 99th percentile over the words."""
    return quantiles([spent(lambda word=word: find(word), 1) for word in words], n=100)[98]  # type: ignore[misc]
