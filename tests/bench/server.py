"""`python -m tests.bench.server PORT JSON`: the application in its own server, and doors for measuring beside it.

`/bench/static` gives the bytes of the page that `static` names, without the application.
"""

from gevent import monkey

monkey.patch_all()

import json
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from flask import Flask, request

from consult.app import create_app
from consult.consultations.routes import comments, thread
from consult.consultations.routes.loading import consultation
from consult.core.config import read_settings
from consult.live.serve import listen, serve

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]


def beside(app: Wsgi, page: bytes, doubt: Callable[[], None]) -> Wsgi:
    """The application with a door for the same bytes without it; `X-Bench: cold` finds no page that is still true."""
    headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(page)))]

    def answer(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == "/bench/static":
            start_response("200 OK", headers)
            return [page]
        if environ.get("HTTP_X_BENCH") == "cold":
            doubt()
        return app(environ, start_response)

    return answer


def doubts(app: Flask) -> Callable[[], None]:
    """Hold no kept page for true any more."""

    def doubt() -> None:
        app.extensions["consult.kept"].doubt()
        app.extensions["consult.held"].forget()

    return doubt


def main(port: int, told: dict[str, Any]) -> None:
    """Serve on the first core until asked to stop."""
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    app = create_app(read_settings())
    add_doors(app, told)
    page = Path(told["static"]).read_bytes() if "static" in told else b""
    app.wsgi_app = beside(app.wsgi_app, page, doubts(app))  # type: ignore[method-assign, assignment]
    site = app.extensions["consult.site"]
    serve(app, listen("127.0.0.1", port), started=lambda: None, stopped=site.close)


def add_doors(app: Flask, told: dict[str, Any]) -> None:
    """`/bench/memory` gives the page `memory` without any query."""
    if "memory" in told:
        from_memory(app, told["memory"])


def from_memory(app: Flask, path: str) -> None:
    """A door that renders all of a page, 50 comments included, from what an earlier request has read."""
    known: dict[str, Any] = {}
    whole, made = comments._whole, thread.Listing.made

    def note_page(*values: Any) -> str:
        known["page"] = values
        return whole(*values)

    def note_comments(listing: thread.Listing, *values: Any) -> thread.Made:
        known["comments"] = listing, values
        return made(listing, *values)

    @app.get("/bench/memory")
    def memory() -> str:
        here, at, part, view, *_rest = known["page"]
        listing, values = known["comments"]
        return whole(here, at, part, view, made(listing, *values))

    comments._whole, thread.Listing.made = note_page, note_comments  # type: ignore[assignment, method-assign]
    with app.test_request_context(path, base_url=app.config["BASE_URL"]):
        app.preprocess_request()
        comments._page(consultation(**(request.view_args or {})))
    comments._whole, thread.Listing.made = whole, made  # type: ignore[method-assign]


if __name__ == "__main__":
    main(int(sys.argv[1]), json.loads(sys.argv[2]))
