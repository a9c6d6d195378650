"""Where the terms of a search stand in a text: pieces to print, some of them marked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from consult.core.text import MARKS, UNSPACED, UNSPACED_RUN, Term, terms, tokens

PLACE = re.compile(f"[{UNSPACED}]+|(?:[^\\W_{UNSPACED}]|{MARKS.pattern})+")
AROUND = 110
FAR = 3 * AROUND


class Piece(NamedTuple):
    """A part of a snippet; `marked` when it was searched for."""

    text: str
    marked: bool


_At = tuple[str, int, int]  # a token and where it stands; plain, for there are fifty to a text


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
        word = match.group()
        start, end = match.span()
        if word.isascii():
            yield word.lower(), start, end
            continue
        found = tokens(word)
        if len(found) == end - start and UNSPACED_RUN.match(word[0]):
            yield from ((token, at, min(at + 2, end)) for at, token in enumerate(found, start))
        else:
            yield from ((token, start, end) for token in found)


def _found(text: str, wanted: Sequence[Term]) -> list[tuple[int, int]]:
    """The places of the terms, as far as the surroundings of the first one reach."""
    whole = {term.tokens[-1] for term in wanted if not term.prefix}
    begun = tuple(term.tokens[-1] for term in wanted if term.prefix)
    placed: list[_At] = []
    spans: list[tuple[int, int]] = []
    for one in _placed(text):
        if spans and one[1] > spans[0][0] + FAR:
            break
        placed.append(one)
        if one[0] in whole or one[0].startswith(begun):
            spans += [span for term in wanted if (span := _ending_here(placed, term))]
    return spans


def _ending_here(placed: Sequence[_At], term: Term) -> tuple[int, int] | None:
    """Where a term stands that ends with the last token placed."""
    window = placed[-len(term.tokens) :]
    *before, last = term.tokens
    token, start, end = window[-1]
    fits = token.startswith(last) if term.prefix else token == last
    if not fits or [one[0] for one in window[:-1]] != before:
        return None
    # A single Chinese or Japanese character is found as the beginning of a pair: mark it alone.
    return (start, start + 1) if term.prefix and not before else (window[0][1], end)


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
