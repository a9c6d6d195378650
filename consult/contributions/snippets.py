"""Where the terms of a search stand in a text: pieces to print, some of them marked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from consult.core.text import MARKS, UNSPACED, Term, terms, tokens

PLACE = re.compile(f"[{UNSPACED}]+|(?:[^\\W_{UNSPACED}]|{MARKS.pattern})+")
AROUND = 110


class Piece(NamedTuple):
    """A part of a snippet; `marked` when it was searched for."""

    text: str
    marked: bool


class _At(NamedTuple):
    token: str
    start: int
    end: int


def snippet(text: str, query: str) -> list[Piece]:
    """The surroundings of the first place that was found, every place in them marked; the beginning where there is none."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    found = _merged(_found(text, terms(query)))
    start, end = _window(text, found[0] if found else (0, 0))
    pieces = [Piece("… ", False)] if start else []
    at = start
    for first, last in found:
        if first >= start and last <= end:
            pieces += [Piece(text[at:first], False), Piece(text[first:last], True)]
            at = last
    pieces += [Piece(text[at:end], False), *([Piece(" …", False)] if end < len(text) else [])]
    return [piece for piece in pieces if piece.text]


def _placed(text: str) -> Iterator[_At]:
    for match in PLACE.finditer(text):
        start, end = match.span()
        word = match.group()
        found = [word.lower()] if word.isascii() else tokens(word)
        if len(found) == end - start and re.match(f"[{UNSPACED}]", match.group()):
            yield from (_At(token, at, min(at + 2, end)) for at, token in enumerate(found, start))
        else:
            yield from (_At(token, start, end) for token in found)


def _found(text: str, wanted: Sequence[Term]) -> list[tuple[int, int]]:
    placed = list(_placed(text))
    spans = []
    for term in wanted:
        size = len(term.tokens)
        for at in range(len(placed) - size + 1):
            window = placed[at : at + size]
            if _fits([one.token for one in window], term):
                last = window[-1]
                # A single Chinese or Japanese character is found as the beginning of a pair: mark it alone.
                spans.append((window[0].start, window[0].start + 1 if term.prefix and size == 1 else last.end))
    return spans


def _fits(here: Sequence[str], term: Term) -> bool:
    *before, last = term.tokens
    end = here[-1].startswith(last) if term.prefix else here[-1] == last
    return list(here[:-1]) == before and end


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _window(text: str, around: tuple[int, int]) -> tuple[int, int]:
    start, end = max(0, around[0] - AROUND), min(len(text), max(around[1] + AROUND, 2 * AROUND))
    if start:
        start = max(start, text.find(" ", start, around[0]) + 1)
    if end < len(text):
        space = text.rfind(" ", around[1], end)
        end = space if space > 0 else end
    return start, end
