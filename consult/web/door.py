"""The door before the application: kept pages for browsers that bring no cookie, without a request's machinery.

It answers exactly as the application would: only for its own Host, with the same headers, only while nothing has been
committed since the page was read, each time with a session and a token of its own, made by Flask's and Flask-WTF's own
signers. Whatever it does not know it leaves to the application.
"""

import hashlib
import secrets
import sqlite3
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.datastructures import Accept
from werkzeug.http import dump_cookie, parse_accept_header

from consult.web.headers import fixed_headers, host_of
from consult.web.kept import Address, Kept, KeptPages
from consult.web.site import WebSite

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Any], Iterable[bytes]]
VALUE = "VALUE"
PAGE = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept-Encoding, Cookie"}


class Door:
    """A WSGI application in front of another one."""

    def __init__(self, app: Flask, inner: Wsgi, host: str, https: bool) -> None:
        self.inner = inner
        self.host = host
        self.pages: KeptPages = app.extensions["consult.kept"]
        self.site: WebSite = app.extensions["consult"]
        self.fixed = [
            ("Content-Type", "text/html; charset=utf-8"),
            ("Vary", "Accept-Encoding, Cookie"),
            *fixed_headers(host, https).items(),
        ]
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None  # a site without a secret key does not start
        self.sessions = signer
        self.tokens = URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token")
        self.cookie = _cookie(app)

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        """Answer, or let the application answer."""
        found = self._kept(environ)
        return self.inner(environ, start_response) if found is None else self._answer(found, environ, start_response)

    def _kept(self, environ: Environ) -> Kept | None:
        if environ["REQUEST_METHOD"] != "GET" or "HTTP_COOKIE" in environ or environ.get("HTTP_HOST") != self.host:
            return None
        address = Address.of(environ)
        if address not in self.pages:
            return None
        try:
            return self.pages.get(address, self.site.database.mark())
        except (SQLAlchemyError, sqlite3.Error):
            return None  # the application knows how to say it

    def _answer(self, found: Kept, environ: Environ, start_response: Any) -> Iterable[bytes]:
        secret = hashlib.sha1(secrets.token_bytes(64)).hexdigest()  # noqa: S324 - as Flask-WTF draws it
        token = str(self.tokens.dumps(secret))
        session = str(self.sessions.dumps({"browser": secrets.token_urlsafe(16), "csrf_token": secret}))
        is_packed = takes_gzip(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = found.page.packed(token) if is_packed else found.page.filled(token)
        headers = [*self.fixed, ("Content-Length", str(len(body))), ("Set-Cookie", self.cookie.replace(VALUE, session))]
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
