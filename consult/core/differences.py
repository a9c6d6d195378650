"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

_WORDS = re.compile(r"\s+|[\u3040-\u30ff\u3400-\u9fff]|\w+|[^\w\s]")  # signs of scripts without blanks one by one
MOST = 4000


class Piece(NamedTuple):
    """A run of text: `same`, `added` or `removed`."""

    kind: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """The new text with what was added, and what was removed from the old one at its place.

    Of very long texts the unchanged beginning and end are found, and what lies between is told as a whole.
    """
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if len(before) + len(after) > MOST:
        return _roughly(before, after)
    found: list[Piece] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Piece("same", "".join(after[c:d])))
            continue
        found += _piece("removed", before[a:b]) + _piece("added", after[c:d])
    return found


def _roughly(before: list[str], after: list[str]) -> list[Piece]:
    least = min(len(before), len(after))
    head = next((n for n in range(least) if before[n] != after[n]), least)
    tail = next((n for n in range(least - head) if before[-1 - n] != after[-1 - n]), least - head)
    ends = len(before) - tail, len(after) - tail
    return [
        *_piece("same", after[:head]),
        *_piece("removed", before[head : ends[0]]),
        *_piece("added", after[head : ends[1]]),
        *_piece("same", after[ends[1] :]),
    ]


def _piece(kind: str, words: list[str]) -> list[Piece]:
    return [Piece(kind, "".join(words))] if words else []


def gathered(pieces: list[Piece]) -> list[Piece]:
    """The same told more calmly: where nothing but white space stands between two changes, they are one change."""
    found: list[Piece] = []
    old = new = ""
    for place, one in enumerate(pieces):
        is_gap = one.kind == "same" and not one.text.strip() and bool(old or new) and place + 1 < len(pieces)
        if one.kind == "same" and not is_gap:
            found += [*_told("removed", old), *_told("added", new), one]
            old = new = ""
            continue
        old += one.text if one.kind != "added" else ""
        new += one.text if one.kind != "removed" else ""
    return [*found, *_told("removed", old), *_told("added", new)]


def _told(kind: str, text: str) -> list[Piece]:
    return [Piece(kind, text)] if text else []
