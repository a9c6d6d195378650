"""/api/v1: what programs may ask, in JSON, with the same rights and the same readings as pages and sockets."""

from flask import Flask, Response, jsonify, request
from flask.typing import ResponseReturnValue

from consult.api import consultations
from consult.api.document import document
from consult.core.errors import Invalid, NotFound
from consult.live.catchup import catch_up
from consult.live.streams import Streams
from consult.web.site import actor, reading


def install(app: Flask, streams: Streams) -> None:
    """Add the addresses."""

    @app.get("/api/v1/streams/<stream>/events", endpoint="api.stream_events")
    def stream_events(stream: str) -> ResponseReturnValue:
        """What follows number `since` in a stream, as `stream.sync` gives it; without `since` the newest readings."""
        db, who = reading(), actor()
        found = streams.find(db, stream)
        if found is None:
            raise NotFound
        streams.check(db, who, found)
        return jsonify({"ok": True, **catch_up(db, streams, stream, request.args.get("epoch"), _since())})

    @app.get("/api/v1/openapi.json", endpoint="api.document")
    def openapi() -> Response:
        """What there is, as OpenAPI 3.1."""
        return jsonify(document(app.config["BASE_URL"]))

    consultations.install(app)


def _since() -> int | None:
    raw = request.args.get("since")
    if raw is None:
        return None
    if not raw.isascii() or not raw.isdigit() or len(raw) > 12:
        raise Invalid("since", "no_such_choice")
    return int(raw)
