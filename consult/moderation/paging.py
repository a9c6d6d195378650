"""What an address says of a list: a filter, a page; and where the reader is in it."""

from typing import NamedTuple

from flask import request

LONGEST = 80


class Pages(NamedTuple):
    """A page of a list in words, with the addresses before and after it."""

    words: str
    before: str | None
    after: str | None


def argument(name: str) -> str | None:
    """A filter from the address; None where it is absent."""
    return request.args.get(name, "").strip()[:LONGEST] or None


def page_number() -> int:
    """The page asked for, from 1."""
    return max(1, min(request.args.get("page", 1, type=int), 10_000))
