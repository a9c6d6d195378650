"""The addresses behind which files lie: the copy for readers, and what was sent for the few who may have it."""

from urllib.parse import quote

from flask import Flask, Response, send_file
from flask.typing import ResponseReturnValue

from consult.contributions.attachments.files.kinds import TXT
from consult.contributions.attachments.queries import served_file
from consult.contributions.attachments.watching import scanner_state
from consult.core.config import Settings
from consult.core.errors import NotFound
from consult.web.health import watch
from consult.web.site import actor, reading, this_site

SANDBOX = "default-src 'none'; sandbox"


def install(app: Flask, settings: Settings) -> None:
    """Add `files/<file>` and `files/<file>/original`."""

    @app.get("/<language:lang>/files/<file>", endpoint="file")
    def copy(file: str) -> ResponseReturnValue:
        return _sent(file, original=False)

    @app.get("/<language:lang>/files/<file>/original", endpoint="original_file")
    def original(file: str) -> ResponseReturnValue:
        return _sent(file, original=True)

    watch(app, "files", lambda: scanner_state(this_site().database, settings.clamd_url))


def _sent(public_id: str, *, original: bool) -> Response:
    """A file, to be saved and never to be shown within the site."""
    served = served_file(reading(), actor(), public_id, original=original)
    path = this_site().storage.path(served.digest)
    if not path.is_file():
        raise NotFound
    answer = send_file(path, mimetype=served.media_type, as_attachment=True, download_name=served.name, etag=False)
    if served.media_type == TXT:
        answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    answer.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(served.name, safe='')}"
    answer.headers["Content-Security-Policy"] = SANDBOX
    answer.headers["Cache-Control"] = "no-store"
    answer.headers.pop("Last-Modified", None)  # when it came is nobody's business
    return answer
