"""The addresses behind which files lie: the copy for readers, and what was sent for the few who may have it."""

from urllib.parse import quote

from flask import Flask, Response, send_file
from flask.typing import ResponseReturnValue

from consult.contributions.attachments.files.kinds import DOCUMENTS, KINDS, TXT
from consult.contributions.attachments.limits import DOCUMENT_BYTES, DRAFT_BYTES, DRAFT_FILES, FILE_BYTES
from consult.contributions.attachments.queries import Served, served_file
from consult.contributions.attachments.watching import scanner_state
from consult.core.config import Settings
from consult.core.errors import Invalid, NotFound
from consult.web.errors import message_for
from consult.web.health import watch
from consult.web.site import actor, reading, this_site

LIMITS = {
    "file": FILE_BYTES,
    "document": DOCUMENT_BYTES,
    "draft": DRAFT_BYTES,
    "count": DRAFT_FILES,
    "accept": ",".join(f".{ending}" for kind in KINDS.values() for ending in kind.endings),
    "accept_documents": ",".join(f".{ending}" for one in DOCUMENTS for ending in KINDS[one].endings),
    "called": {media_type: kind.called for media_type, kind in KINDS.items()},
}
SANDBOX = "default-src 'none'; sandbox"


def install(app: Flask, settings: Settings) -> None:
    """Add `files/<file>` and `files/<file>/original`."""

    @app.get("/<language:lang>/files/<file>", endpoint="file")
    def copy(file: str) -> ResponseReturnValue:
        return _sent(file, original=False)

    @app.get("/<language:lang>/files/<file>/original", endpoint="original_file")
    def original(file: str) -> ResponseReturnValue:
        return _sent(file, original=True)

    app.jinja_env.globals.update(limits_of_files=LIMITS, refusal_of_file=_refusal)
    watch(app, "files", lambda: scanner_state(this_site().database, settings.clamd_url))


def _refusal(problem: str | None) -> str:
    return message_for(Invalid("file", problem or "file_broken"))


def _sent(public_id: str, *, original: bool) -> Response:
    return sent_to_save(served_file(reading(), actor(), public_id, original=original))


def sent_to_save(served: Served) -> Response:
    """A file, to be saved and never to be shown within the site."""
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
