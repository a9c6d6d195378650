"""Requests that carry files: their bytes go straight into the storage, and never stand in memory whole.

A view that takes files says so by `@files_allowed`. What it gets in `request.files` are `Incoming` files; one that is too large
is read to its end and thrown away, so that everything else of the form arrives, and the refusal can be said beside it.
"""

from collections.abc import Callable
from typing import IO, Any, TypeVar

from flask import Flask, Request, current_app, g, request
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import BadRequest

from consult.core.storage import Incoming
from consult.web.site import this_site

REPLACED = "\ufffd"
MARK = "__consult_files__"
PIECES = "application/offset+octet-stream"
STREAMED = ("multipart/form-data", PIECES)
V = TypeVar("V", bound=Callable[..., Any])


class Limits:
    """The limits of requests with files: bytes of one file, and of the whole request."""

    def __init__(self, file_bytes: int, request_bytes: int) -> None:
        self.file_bytes = file_bytes
        self.request_bytes = request_bytes


class FilesRequest(Request):
    """A request whose files are received by the storage, where its view takes any."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if not takes_files():
            return super()._get_file_stream(total_content_length, content_type, filename, content_length)
        limits: Limits = current_app.extensions["consult.uploads"]
        incoming = this_site().storage.receive(limits.file_bytes)
        g.setdefault("incoming", []).append(incoming)
        return incoming  # type: ignore[return-value]


def install(app: Flask, limits: Limits) -> None:
    """Let views take files; what they did not keep goes with the request."""
    app.request_class = FilesRequest
    app.extensions["consult.uploads"] = limits

    @app.teardown_request
    def let_go(_error: BaseException | None) -> None:
        for incoming in g.pop("incoming", ()):
            incoming.close()


def files_allowed(view: V) -> V:
    """Mark a view as one that takes files."""
    setattr(view, MARK, True)
    return view


def takes_files() -> bool:
    """Whether this request sends something to a view that takes files."""
    view = current_app.view_functions.get(request.endpoint or "")
    return request.method in ("POST", "PUT", "PATCH") and hasattr(view, MARK)


def check_fields() -> None:
    """Read a form with files, and refuse one whose texts are not UTF-8 or hold a NUL."""
    limits: Limits = current_app.extensions["consult.uploads"]
    if request.mimetype in STREAMED:
        request.max_content_length = limits.request_bytes
    names = [file.filename or "" for _name, files in request.files.lists() for file in files]
    texts = [text for name, values in request.form.lists() for text in (name, *values)]
    if any(REPLACED in one or "\x00" in one for one in (*texts, *names)):
        raise BadRequest("not_utf8")


def sent_files(name: str) -> list[tuple[Incoming, str]]:
    """The files that came in one field, each with the name that the sender's machine gave it; empty choices left out."""
    found = []
    for file in request.files.getlist(name):
        incoming = _incoming(file)
        if incoming is not None and (file.filename or incoming.size):
            found.append((incoming, file.filename or ""))
    return found


def _incoming(file: FileStorage) -> Incoming | None:
    stream: Any = file.stream
    return stream if isinstance(stream, Incoming) else None
