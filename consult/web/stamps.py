"""Sessions and tokens as Flask and Flask-WTF make them; fresh ones for a browser that brings none in a tenth of the time."""

import hmac
import json
import secrets
import time
import uuid
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import cache
from typing import Any, NamedTuple

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

SECRET, NAME, KEY = 20, 16, 16  # random bytes of the token's secret, of the browser's name and of a form's key


class Fresh(NamedTuple):
    """What a new browser is given: the value of its session's cookie, the token of its forms, and a form's key."""

    session: str
    token: bytes
    key: bytes


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions in a signed cookie, with a serializer that is made once instead of twice for each request."""

    def __init__(self, app: Flask) -> None:
        self._serializer = super().get_signing_serializer(app)
        if self._serializer is not None:
            keep_signer(self._serializer)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """That of the app it was made for."""
        return self._serializer


def keep_signer(serializer: URLSafeTimedSerializer) -> None:
    """Let a serializer use one signer for all, which derives its key once."""
    signer: Any = serializer.make_signer(serializer.salt)
    kept: Any = serializer
    signer.derive_key = cache(signer.derive_key)
    kept.make_signer = lambda _salt=None: signer


def token_stamp(app: Flask) -> "Stamp":
    """The stamp of the forms' tokens, which Flask-WTF takes for its own."""
    return Stamp(URLSafeTimedSerializer(app.secret_key or "", salt="wtf-csrf-token"))


class Stamp:
    """Signs as one of their serializers does: `loads` of that serializer takes it. The key is derived once."""

    def __init__(self, serializer: URLSafeTimedSerializer) -> None:
        signer = serializer.make_signer(serializer.salt)
        self._key = signer.derive_key()

    def signed(self, json: bytes) -> bytes:
        """A JSON text with time and signature."""
        at = int(time.time()).to_bytes(4, "big")
        value = _encoded(json) + b"." + _encoded(at)
        return value + b"." + _encoded(self._made(value))

    def json_of(self, signed: bytes, seconds: int) -> bytes | None:
        """The text that was signed, if it was so with this key and no longer ago; None for any other."""
        value, _, signature = signed.rpartition(b".")
        body, _, at = value.rpartition(b".")
        if not body or not hmac.compare_digest(_encoded(self._made(value)), signature):
            return None
        age = int(time.time()) - int.from_bytes(_decoded(at), "big")
        if not 0 <= age <= seconds:
            return None
        return zlib.decompress(_decoded(body[1:])) if body.startswith(b".") else _decoded(body)

    def _made(self, value: bytes) -> bytes:
        return hmac.digest(self._key, value, "sha1")


class Stamps:
    """The two stamps of a site: that of the session's cookie and that of the forms' tokens."""

    def __init__(self, app: Flask) -> None:
        sessions = Sessions(app).get_signing_serializer(app)
        assert sessions is not None  # a site without a secret key does not start
        self._sessions = Stamp(sessions)
        self._tokens = token_stamp(app)
        self._seconds = int(app.permanent_session_lifetime.total_seconds())

    def opened(self, cookie: str | None) -> dict[str, Any] | None:
        """What the session's cookie of a browser holds; None where it is not surely what Flask would read in it."""
        try:
            text = self._sessions.json_of(cookie.encode("ascii"), self._seconds) if cookie else None
            found = json.loads(text) if text else None
        except ValueError:
            return None
        # Flask writes what JSON does not know as an object with one name that begins with a space.
        return found if isinstance(found, dict) and text is not None and b'{" ' not in text else None

    def fresh(self) -> Fresh:
        """A session of its own for one browser, with the token that belongs to it."""
        drawn = secrets.token_bytes(SECRET + NAME + KEY)
        secret = drawn[:SECRET].hex().encode()
        name = _encoded(drawn[SECRET : SECRET + NAME])
        session = self._sessions.signed(b'{"browser":"%b","csrf_token":"%b"}' % (name, secret))
        key = str(uuid.UUID(bytes=drawn[-KEY:], version=4)).encode()
        return Fresh(session.decode(), self.token(secret.decode()), key)

    def token(self, secret: str) -> bytes:
        """The token of the forms of a session that holds this secret."""
        return self._tokens.signed(b'"%b"' % secret.encode())


def _encoded(value: bytes) -> bytes:
    return urlsafe_b64encode(value).rstrip(b"=")


def _decoded(value: bytes) -> bytes:
    return urlsafe_b64decode(value + b"=" * (-len(value) % 4))
