"""page.*: the comments page of a consultation, 50 of 10,000, against the same bytes from the same server."""

from statistics import median

from consult.site import Site
from tests.bench.http import Connection, Load, asking
from tests.bench.rows import STATIC_HEALTHY, Row, interleaved, row
from tests.bench.serving import served
from tests.bench.worlds import filled, new_site

COMMENTS, CONNECTIONS, ROUNDS = 10_000, 8, 7
PAGE = "/en/consultations/busy/comments"


def measure() -> list[Row]:
    """Cold: nothing of ours holds the page. Warm: nothing has changed since."""
    with new_site() as site:
        filled(site, COMMENTS)
        page = site.settings.data_dir / "page.html"
        page.write_bytes(page_bytes(site))
        with served(site, static=str(page)) as server:
            load = Load(server.port, CONNECTIONS)
            static, cold, warm = (
                asking(server.port, "GET", "/bench/static"),
                asking(server.port, "GET", PAGE, X_Bench="cold"),
                asking(server.port, "GET", PAGE),
            )
            for request in (static, cold, warm):
                load.per_second(lambda _n, request=request: request, 200, b"200")  # type: ignore[misc]
            rates = interleaved(
                ROUNDS,
                lambda: load.per_second(lambda _n: static, 1500, b"200"),
                lambda: load.per_second(lambda _n: cold, 300, b"200"),
                lambda: load.per_second(lambda _n: warm, 1000, b"200"),
            )
            load.close()
    return told(*rates)


def page_bytes(site: Site) -> bytes:
    """The page as the server gives it."""
    with served(site) as server:
        answer = Connection(server.port).ask(asking(server.port, "GET", PAGE))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b" 200 " in head, head
    assert body.count(b'<article class="comment" id=') == 50, answer[:3000]
    return body


def told(static: list[float], cold: list[float], warm: list[float]) -> list[Row]:
    """The rows, with what they are made of."""
    print(f"  page: {median(cold):.0f}/s cold, {median(warm):.0f}/s warm; static {median(static):.0f}/s")
    healthy = median(static) > STATIC_HEALTHY
    return [
        row("page.cold.vs.static", median(s / c for s, c in zip(static, cold, strict=True)), healthy=healthy),
        row("page.warm.vs.static", median(s / w for s, w in zip(static, warm, strict=True)), healthy=healthy),
    ]
