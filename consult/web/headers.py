"""Security headers on every answer, the only Host that is answered, and limits on raw bytes before any view."""

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import unquote_to_bytes

from flask import Flask, Response, g, request
from werkzeug.exceptions import BadRequest, NotFound

from consult.web.uploads import check_fields, takes_files

BODY_LIMIT = 1_000_000
FIELD_LIMIT = 400_000
LONG_LIMIT = 4_000_000  # of a page of questions: more than a draft holds, so that what is too long is said beside it
MARK = "__consult_long__"
V = TypeVar("V", bound=Callable[..., Any])


def install(app: Flask, *, base_url: str, https: bool) -> None:
    """Check each request's bytes and Host, and set the headers of each answer."""
    host = host_of(base_url)
    fixed = tuple(fixed_headers(host, https).items())
    framing = {kind: framing_policy(dict(fixed)["Content-Security-Policy"], kind) for kind in ("frames", "framed")}
    app.config["MAX_CONTENT_LENGTH"] = BODY_LIMIT
    app.config["MAX_FORM_MEMORY_SIZE"] = FIELD_LIMIT
    app.config["TRUSTED_HOSTS"] = None

    @app.before_request
    def check() -> None:
        if request.host != host and request.path not in ("/healthz", "/readyz"):
            raise NotFound
        check_bytes(unquote_to_bytes(request.query_string))
        check_bytes(unquote_to_bytes(request.environ.get("RAW_URI", request.path)))
        if hasattr(app.view_functions.get(request.endpoint or ""), MARK):
            request.max_content_length = request.max_form_memory_size = LONG_LIMIT
        if takes_files():
            check_fields()
        elif request.method in ("POST", "PUT", "PATCH"):
            check_body()

    @app.after_request
    def set_headers(response: Response) -> Response:
        if kind := g.get("framing"):
            response.headers["Content-Security-Policy"] = framing[kind]
        given = {name.lower() for name, _value in response.headers}
        response.headers.extend([(name, value) for name, value in fixed if name.lower() not in given])
        return response


def long_form(view: V) -> V:
    """Mark a view as one whose form may be long."""
    setattr(view, MARK, True)
    return view


def let_frame() -> None:
    """Let the page of this request show another page of this site in a frame."""
    g.framing = "frames"


def let_be_framed() -> None:
    """Let another page of this site, and nobody else's, show the page of this request in a frame."""
    g.framing = "framed"


def framing_policy(policy: str, kind: str) -> str:
    """The policy of a page that frames, or is framed by, one of this site."""
    if kind == "frames":
        return f"{policy}; frame-src 'self'"
    return policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")


def check_body() -> None:
    """Refuse a body that is not UTF-8 or holds a NUL, before the form parser would replace or drop it."""
    data = request.get_data(cache=True, parse_form_data=False)
    if request.mimetype == "application/x-www-form-urlencoded":
        data = unquote_to_bytes(data.replace(b"+", b" "))
    check_bytes(data)


def check_bytes(data: bytes) -> None:
    """Raises BadRequest for bytes that are no text."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("not_utf8") from error
    if b"\x00" in data:
        raise BadRequest("not_utf8")


def host_of(base_url: str) -> str:
    """The only Host that is answered."""
    return base_url.split("://", 1)[1]


def fixed_headers(host: str, https: bool) -> dict[str, str]:
    """The headers of every answer that does not give its own."""
    socket = f"{'wss' if https else 'ws'}://{host}"
    policy = (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src 'self' {socket}; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    headers = {
        "Content-Security-Policy": policy,
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Permissions-Policy": "",
        "Cache-Control": "no-store",
    }
    if https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return headers
