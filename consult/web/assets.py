"""Addresses of the built front-end files: hashed names from the manifest, kept for a year by browsers."""

import json
from functools import cache
from pathlib import Path

from flask import Flask, Response, abort, request, send_from_directory


def install(app: Flask, dist: Path) -> None:
    """Serve static/dist under /static/ and give templates `asset(name)`."""

    @cache
    def manifest() -> dict[str, str]:
        path = dist / "manifest.json"
        return dict(json.loads(path.read_text())) if path.exists() else {}

    app.jinja_env.globals["asset"] = lambda name: f"/static/{manifest().get(name, name)}"

    app.extensions["consult.asset_text"] = lambda name: (
        (dist / manifest()[name]).read_text(encoding="utf-8").rstrip("\n")
    )

    @app.get("/static/<path:name>", endpoint="asset_file")
    def asset_file(name: str) -> Response:
        if name not in manifest().values():
            abort(404)
        packed = request.accept_encodings.quality("gzip") > 0 and (dist / f"{name}.gz").exists()
        response = send_from_directory(dist, f"{name}.gz" if packed else name, mimetype=_type(name))
        if packed:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


def _type(name: str) -> str:
    endings = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
    return next((kind for ending, kind in endings.items() if name.endswith(ending)), "application/octet-stream")
