"""Places in a text that is made once and filled for each reader: nobody can write them, for they are drawn at each start."""

import secrets
import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from flask import g

TOKEN = f"token-{secrets.token_hex(24)}"
KEY = f"key-{secrets.token_hex(24)}"


@contextmanager
def places_only() -> Iterator[None]:
    """Let everything made meanwhile hold places instead of tokens and keys."""
    before = g.get("places", False)
    g.places = True
    try:
        yield
    finally:
        g.places = before


def holds_places() -> bool:
    """Whether what is made now is filled later."""
    return bool(g.get("places", False))


def new_key() -> str:
    """The key of a form, or the place for one."""
    return KEY if holds_places() else str(uuid.uuid4())


def filled(text: bytes, token: str, key: str) -> bytes:
    """The text with its places filled."""
    return text.replace(TOKEN.encode(), token.encode()).replace(KEY.encode(), key.encode())
