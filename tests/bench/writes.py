"""write.http.vs.page-without-db: an acknowledged comment of a signed-in person, against the page without any query."""

import uuid
from statistics import median
from urllib.parse import urlencode

from consult.app import create_app
from tests.bench.http import Load, asking
from tests.bench.pages import PAGE
from tests.bench.rows import STATIC_HEALTHY, Row, interleaved, ratio, row
from tests.bench.serving import served
from tests.bench.worlds import filled, new_site
from tests.live.scene import Browser, browser_for, make_person

CONNECTIONS, ROUNDS = 32, 7
WORDS = "What I want to say takes a sentence or two, as most comments do. " * 4


def measure() -> list[Row]:
    """Both over the same 32 connections, in turn."""
    with new_site() as site:
        filled(site, 10_000)
        app = create_app(site=site)
        people = [browser_for(app, make_person(site, f"writer{number}")[1]) for number in range(CONNECTIONS)]
        reader = browser_for(app)
        page = site.settings.data_dir / "page.html"
        page.write_bytes(b"x" * 40_000)
        with served(site, static=str(page), memory=PAGE) as server:
            load = Load(server.port, CONNECTIONS)
            static = asking(server.port, "GET", "/bench/static")
            memory = asking(server.port, "GET", "/bench/memory", Cookie=reader.cookie)
            written = [0]

            def comment(number: int) -> bytes:
                written[0] += 1
                return sent(server.port, people[number % CONNECTIONS])

            for ask, status in ((lambda _n: memory, b"200"), (comment, b"303")):
                load.per_second(ask, 100, status)
            pages, writes, plain = interleaved(
                ROUNDS,
                lambda: load.per_second(lambda _n: memory, 400, b"200"),
                lambda: load.per_second(comment, 400, b"303"),
                lambda: load.per_second(lambda _n: static, 1500, b"200"),
            )
            load.close()
    print(f"  write: {median(writes):.0f}/s; page from memory {median(pages):.0f}/s; static {median(plain):.0f}/s")
    healthy = median(plain) > STATIC_HEALTHY
    return [row("write.http.vs.page-without-db", ratio(writes, pages), healthy=healthy)]


def sent(port: int, who: Browser) -> bytes:
    """A comment as a browser sends the form."""
    form = {
        "csrf_token": who.csrf,
        "client_id": str(uuid.uuid4()),
        "body": WORDS,
        "language": "en",
        "category": "individual",
        "identity": "public",
        "name": "Ana Tesch",
        "confidentiality": "public",
    }
    return asking(port, "POST", PAGE, body=urlencode(form), Cookie=who.cookie)
