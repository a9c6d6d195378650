"""Where the terms of a search stand in a text: pieces to print, some of them marked."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from consult.core.text import MARKS, UNSPACED, UNSPACED_RUN, Term, is_plain, pieces, terms, tokens

PLACE = re.compile(f"[{UNSPACED}]+|(?:[^\\W_{UNSPACED}]|{MARKS.pattern})+")
LETTER = f"[^\\W_{UNSPACED}]"
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
    found = _merged(_found_plainly(text, query) if is_plain(text) else _found(text, terms(query)))
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


def _found_plainly(text: str, query: str) -> list[tuple[int, int]]:
    """The same places as `_found` gives, sought as they are: in a text whose tokens stand where its letters do."""
    lower = text.lower()
    spans = sorted(
        (max(match.start(1), match.end(1) - 2) if in_run else match.start(1), match.span(1))
        for pattern, in_run in _patterns(query)
        for match in pattern.finditer(lower)
    )  # each with the place of its last token, for in their order they are found
    return [span for last, span in spans if last <= spans[0][1][0] + FAR]


@lru_cache(maxsize=256)
def _patterns(query: str) -> list[tuple[re.Pattern[str], bool]]:
    """For each term of a query its pattern, and whether it stands within a run of Chinese or Japanese."""
    found = []
    for piece in pieces(query):
        in_run = UNSPACED_RUN.match(piece) is not None
        # Looking ahead only, so that a place that overlaps the one before is found, too.
        inner = f"(?=({re.escape(piece)}))" if in_run else f"(?<!{LETTER})(?=({re.escape(piece)})(?!{LETTER}))"
        found.append((re.compile(inner), in_run))
    return found


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
