"""/healthz: the process answers. /readyz: what is degraded, without anything secret."""

from collections.abc import Callable

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from consult.web.site import this_site

SLOW_QUEUE_S = 5.0
WATCHED = "consult.watched"


def watch(app: Flask, name: str, ask: Callable[[], str]) -> None:
    """Let /readyz tell how something of a feature stands: `ok`, or a word for what is degraded.

    It never closes the site to traffic: what works without it goes on.
    """
    app.extensions[WATCHED][name] = ask


def install(app: Flask) -> None:
    """Add both addresses."""
    app.extensions[WATCHED] = {}

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        return jsonify({"status": "ok"})

    @app.get("/readyz")
    def readyz() -> ResponseReturnValue:
        site = this_site()
        wait = site.work.oldest_wait_s()
        state = {"database": _database_state(), "oldest_write_s": round(wait, 3)}
        ready = state["database"] == "ok" and wait < SLOW_QUEUE_S
        watched = {name: ask() if ready else "unknown" for name, ask in app.extensions[WATCHED].items()}
        whole = ready and all(one == "ok" for one in watched.values())
        return jsonify({"status": "ok" if whole else "degraded", **state, **watched}), 200 if ready else 503


def _database_state() -> str:
    try:
        with this_site().database.reading() as db:
            db.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "away"
    return "ok"
