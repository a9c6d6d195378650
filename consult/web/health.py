"""/healthz: the process answers. /readyz: what is degraded, without anything secret."""

from flask import Flask, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from consult.web.site import this_site

SLOW_QUEUE_S = 5.0


def install(app: Flask) -> None:
    """Add both addresses."""

    @app.get("/healthz")
    def healthz() -> ResponseReturnValue:
        return jsonify({"status": "ok"})

    @app.get("/readyz")
    def readyz() -> ResponseReturnValue:
        site = this_site()
        wait = site.work.oldest_wait_s()
        state = {"database": _database_state(), "oldest_write_s": round(wait, 3)}
        ready = state["database"] == "ok" and wait < SLOW_QUEUE_S
        return jsonify({"status": "ok" if ready else "degraded", **state}), 200 if ready else 503


def _database_state() -> str:
    try:
        with this_site().database.reading() as db:
            db.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return "away"
    return "ok"
