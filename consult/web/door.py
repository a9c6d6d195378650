"""The door before the application, without a request's machinery: kept pages for browsers that bring no cookie; those for the
members of a room, whose session and rights are loaded each time; and what features answer there for a browser alone
(`consult.openers`), made from the database each time.

It answers exactly as the application would: only for its own Host, with the same headers, only while nothing has been
committed since the page was read, each time with a session and a token of its own that Flask and Flask-WTF take for theirs
(stamps.py). Whatever it does not know it leaves to the application.
"""

import gzip
import sqlite3
import uuid
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import Accept
from werkzeug.http import dump_cookie, parse_accept_header, parse_cookie

from consult.web.compression import LEAST, LEVEL
from consult.web.headers import fixed_headers, host_of
from consult.web.held import HeldPages, readable
from consult.web.kept import Address, Kept, KeptPages
from consult.web.site import WebSite
from consult.web.stamps import Stamps

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]
VALUE = "VALUE"


class Shown(NamedTuple):
    """A page for one reader, who has a session; `is_public` where it belongs to no account and no codeword."""

    page: bytes
    is_public: bool


Opener = Callable[[Environ], Shown | None]


class Door:
    """A WSGI application in front of another one."""

    def __init__(self, app: Flask, inner: Wsgi, host: str, https: bool) -> None:
        self.inner = inner
        self.host = host
        self.pages: KeptPages = app.extensions["consult.kept"]
        self.openers: list[Opener] = app.extensions["consult.openers"]
        self.site: WebSite = app.extensions["consult"]
        self.fixed = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Vary", "Accept-Encoding, Cookie"),
            *fixed_headers(host, https).items(),
        ]
        self.held: HeldPages = app.extensions["consult.held"]
        self.stamps = Stamps(app)
        self.name = app.config["SESSION_COOKIE_NAME"]
        self.cookie = _cookie(app)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer, or let the application answer."""
        if not is_utf8(environ.get("HTTP_COOKIE", "")):
            del environ["HTTP_COOKIE"]  # none of ours, and Werkzeug raises where it reads it
        if environ["REQUEST_METHOD"] != "GET" or environ.get("HTTP_HOST") != self.host:
            return self.inner(environ, start_response)
        if "HTTP_COOKIE" in environ:
            return self._known(environ, start_response)
        found = self._kept(environ)
        return self.inner(environ, start_response) if found is None else self._answer(found, environ, start_response)

    def _known(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer a browser that was here before."""
        own = self._own(environ)
        if own is not None:
            return self._show(own, environ, start_response)
        body = self._held(environ)
        if body is None:
            return self.inner(environ, start_response)
        start_response("200 OK", [*self.fixed, ("Content-Length", str(len(body)))])
        return [body]

    def _held(self, environ: Environ) -> bytes | None:
        """The page that is kept for what this reader holds now; None where the application has to make it."""
        if not self.held.has(environ.get("SCRIPT_NAME", "") + environ["PATH_INFO"]):
            return None
        cookies = parse_cookie(environ["HTTP_COOKIE"])
        kept = self.stamps.opened(cookies.get(self.name))
        if kept is None or not readable(kept):
            return None
        theme = cookies.get("theme")
        address = Address.of(environ, theme if theme in ("light", "dark") else None)
        try:
            mark = self.site.database.mark()
            with self.site.database.cursor() as cursor:
                who = self.site.load_rights(cursor, kept["token"])
        except (SQLAlchemyError, sqlite3.Error):
            return None  # the application knows how to say it
        page = self.held.get(address, who.held, mark) if who is not None else None
        if who is None or page is None:
            return None
        token = self.stamps.token(kept["csrf_token"])
        return page.page.filled(token, str(uuid.uuid4()).encode(), who.name)

    def _own(self, environ: Environ) -> Shown | None:
        try:
            return next((found for opener in self.openers if (found := opener(environ)) is not None), None)
        except (SQLAlchemyError, sqlite3.Error):
            return None

    def _show(self, own: Shown, environ: Environ, start_response: Any) -> Iterable[bytes]:
        is_packed = own.is_public and takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = gzip.compress(own.page, LEVEL, mtime=0) if is_packed and len(own.page) >= LEAST else own.page
        headers = [*self.fixed, ("Content-Length", str(len(body)))]
        if body is not own.page:
            headers.append(("Content-Encoding", "gzip"))
        start_response("200 OK", headers)
        return [body]

    def _kept(self, environ: Environ) -> Kept | None:
        address = Address.of(environ)
        if address not in self.pages:
            return None
        try:
            return self.pages.get(address, self.site.database.mark())
        except (SQLAlchemyError, sqlite3.Error):
            return None  # the application knows how to say it

    def _answer(self, found: Kept, environ: Environ, start_response: Any) -> Iterable[bytes]:
        fresh = self.stamps.fresh()
        is_packed = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        fill = found.page.packed if is_packed else found.page.filled
        body = fill(fresh.token, fresh.key)
        cookie = self.cookie.replace(VALUE, fresh.session)
        headers = [*self.fixed, ("Content-Length", str(len(body))), ("Set-Cookie", cookie)]
        if is_packed:
            headers.append(("Content-Encoding", "gzip"))
        start_response("200 OK", headers)
        return [body]


def install(app: Flask, *, base_url: str, https: bool) -> None:
    """Put the door before everything else that the application answers."""
    app.wsgi_app = Door(app, app.wsgi_app, host_of(base_url), https)  # type: ignore[method-assign]


@lru_cache(maxsize=256)
def takes_gzip(header: str) -> bool:
    """Whether an Accept-Encoding allows gzip."""
    return bool(parse_accept_header(header, Accept).quality("gzip") > 0)


def is_utf8(header: str) -> bool:
    """Whether a header, which WSGI gives as Latin-1, is UTF-8."""
    try:
        header.encode("latin-1").decode()
    except UnicodeError:
        return False
    return True


def _cookie(app: Flask) -> str:
    """The session's cookie as Flask sets it, with VALUE where its value belongs."""
    config = app.config
    return dump_cookie(
        config["SESSION_COOKIE_NAME"],
        VALUE,
        path=config["SESSION_COOKIE_PATH"],
        secure=config["SESSION_COOKIE_SECURE"],
        httponly=config["SESSION_COOKIE_HTTPONLY"],
        samesite=config["SESSION_COOKIE_SAMESITE"],
    )
