"""docket.filter.vs.10k: a page of the docket with its total and all counts, among 1,000,000 contributions against 10,000."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from statistics import median
from typing import NamedTuple
from urllib.parse import urlencode

from sqlalchemy import select

from consult.app import create_app
from consult.contributions.models import Contribution
from consult.proceedings.models import Proceeding
from consult.site import Site
from tests.bench.http import Connection, asking
from tests.bench.million import big_site
from tests.bench.rows import Row, interleaved, row
from tests.bench.serving import served
from tests.live.scene import browser_for, make_person

MANY, FEW, ROUNDS, WARM = 1_000_000, 10_000, 15, 3
LEAST = {"state": "published", "confidentiality": "public"}


class Desk(NamedTuple):
    """A served docket: how it is asked for by the public and by its secretariat, with nearly no filter and with a narrow one."""

    connection: Connection
    requests: dict[tuple[str, str], bytes]


def measure() -> list[Row]:
    """The slowest ratio of medians: for the public and for the secretariat, the least and the most selective filter."""
    with ExitStack() as stack:
        large, small = (docket_of(stack, count) for count in (MANY, FEW))
        found = []
        for name in large.requests:
            for desk in (large, small):
                for _ in range(WARM):
                    taken(desk, name)
            many, few = interleaved(ROUNDS, _of(large, name), _of(small, name))
            found.append(median(many) / median(few))
            print(
                f"  docket, {', '.join(name)}: {median(many):.1f} ms among {MANY:,}, {median(few):.1f} ms among {FEW:,}"
            )
    return [row("docket.filter.vs.10k", max(found))]


def docket_of(stack: ExitStack, count: int) -> Desk:
    """A docket of so many contributions, and the server of its site."""
    site, proceeding = stack.enter_context(big_site(count))
    body = proceeding.body_id
    _account, token = make_person(site, "secretary", ("secretariat", "body", body))
    cookie = browser_for(create_app(site=site), token).cookie
    server = stack.enter_context(served(site))
    requests = {}
    for called, wanted in (("least selective", LEAST), ("most selective", narrow(site, proceeding))):
        query = urlencode(wanted)
        public = f"/en/consultations/busy/submissions/?{query}"
        desk = f"/en/desk/docket/{proceeding.public_id}?{query}"
        requests["public", called] = asking(server.port, "GET", public)
        requests["secretariat", called] = asking(server.port, "GET", desk, Cookie=cookie)
    return Desk(Connection(server.port), requests)


def narrow(site: Site, proceeding: Proceeding) -> dict[str, str]:
    """A filter of four parts that fits few contributions, one of them a published submission."""
    one = Contribution.kind == "submission", Contribution.state == "published", Contribution.confidentiality == "public"
    query = select(Contribution.category, Contribution.country, Contribution.language, Contribution.kind)
    with site.database.reading() as db:
        found = db.execute(query.where(Contribution.proceeding_id == proceeding.id, *one).limit(1)).one()
    return {name: str(value) for name, value in found._mapping.items()}


def _of(desk: Desk, name: tuple[str, str]) -> Callable[[], float]:
    return lambda: taken(desk, name)


def taken(desk: Desk, name: tuple[str, str]) -> float:
    """Milliseconds of one page; it has rows."""
    started = time.perf_counter()
    answer = desk.connection.ask(desk.requests[name])
    spent = (time.perf_counter() - started) * 1000
    assert b" 200 " in answer[:40], answer[:2000]
    assert b'class="results' in answer, answer[-2000:]
    return spent
