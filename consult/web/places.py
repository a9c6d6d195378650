"""Places in a text that is made once and filled for each reader: nobody can write them, for they are drawn at each start."""

import re
import secrets
import struct
import uuid
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from operator import itemgetter

from flask import g

TOKEN = f"token-{secrets.token_hex(24)}"
KEY = f"key-{secrets.token_hex(24)}"
NAME = f"name-{secrets.token_hex(24)}"
_HOLE = f"hole-{secrets.token_hex(24)}-"
HOLE = re.compile(f"{_HOLE}([0-9]+)-")
HOLE_IN_BYTES = re.compile(HOLE.pattern.encode())
LEVEL = 6
GZIP_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
DEFLATE_END = b"\x03\x00"
_TOKEN, _KEY = TOKEN.encode(), KEY.encode()


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


def hole(number: int) -> str:
    """The place in a pattern for the value of this number."""
    return f"{_HOLE}{number}-"


class Pattern:
    """A text that holds `hole(0)`, `hole(1)` and so on, any of them often or never, to be filled often.

    It is filled as bytes, in a third of the time that texts take: a page mixes scripts, and Python widens the whole of such
    a text. Values go in as they are: what people wrote is escaped before. There is a hole at least.
    """

    def __init__(self, text: str) -> None:
        texts, holes = HOLE.split(text)[0::2], [int(number) for number in HOLE.findall(text)]
        self._text = b"%b".join(part.replace("%", "%%").encode() for part in texts)
        self._chosen = itemgetter(*holes, holes[0])  # with one more, so that it gives a tuple also for a single hole
        self._text += b"%.0b"  # which prints nothing of that

    def filled(self, values: Sequence[bytes]) -> bytes:
        """The text with these values."""
        made: bytes = self._text % self._chosen(values)
        return made


class Shell:
    """A text with holes and places, cut at both once: with its holes filled it is a text with places."""

    def __init__(self, text: str) -> None:
        self._parts = [HOLE_IN_BYTES.split(part) for part in _cut(text.encode())]

    def filled(self, values: Sequence[bytes]) -> "Placed":
        """The text with these values in its holes; they hold no places."""
        return Placed([part[0] if len(part) == 1 else _joined(part, values) for part in self._parts])


def _joined(part: list[bytes], values: Sequence[bytes]) -> bytes:
    """Text, number of a hole, text, ..., text, with the values."""
    made = part[:]
    made[1::2] = [values[int(number)] for number in part[1::2]]
    return b"".join(made)


class Placed:
    """A text with places, cut at them once, to be filled often."""

    def __init__(self, parts: list[bytes]) -> None:
        self._parts = parts

    @classmethod
    def of(cls, text: str) -> "Placed":
        """A text that was made with places."""
        return cls(_cut(text.encode()))

    def filled(self, token: bytes, key: bytes) -> bytes:
        """The text with this token and this key of a form."""
        return b"".join(_with(self._parts, token, key))

    def packed(self, token: bytes, key: bytes) -> bytes:
        """The same as gzip. What lies between the places is compressed once; what fills them is not compressed at all,
        so that the length of the whole tells nothing about it."""
        plain = self.filled(token, key)
        body = _with(self._pressed, _stored(token), _stored(key))
        ending = struct.pack("<LL", zlib.crc32(plain), len(plain) & 0xFFFFFFFF)
        return b"".join((GZIP_HEAD, *body, DEFLATE_END, ending))

    @cached_property
    def _pressed(self) -> list[bytes]:
        return [part if number % 2 else _deflated(part) for number, part in enumerate(self._parts)]


def _cut(text: bytes) -> list[bytes]:
    """Text, place, text, place, ..., text: by searching twice, for a pattern of both takes thirty times as long."""
    found: list[bytes] = []
    for between in text.split(_TOKEN):
        for part in between.split(_KEY):
            found += (part, _KEY)
        found[-1] = _TOKEN
    return found[:-1]


def _with(parts: list[bytes], token: bytes, key: bytes) -> list[bytes]:
    """The parts, with each place filled."""
    made = parts[:]
    made[1::2] = [token if place == _TOKEN else key for place in parts[1::2]]
    return made


def _deflated(part: bytes) -> bytes:
    """A part as whole bytes of a deflate stream that look back at nothing before them."""
    press = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return press.compress(part) + press.flush(zlib.Z_FULL_FLUSH)


def _stored(value: bytes) -> bytes:
    """A value as a block of a deflate stream, as it is."""
    return struct.pack("<BHH", 0, len(value), len(value) ^ 0xFFFF) + value
