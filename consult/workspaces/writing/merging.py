"""Bringing two changes of one text together, word by word."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

# A word, a run of blanks, a sign; of scripts that write without blanks each sign by itself.
_WORDS = re.compile(r"\s+|[\u3040-\u30ff\u3400-\u9fff]|\w+|[^\w\s]")
MOST = 6000


class Edit(NamedTuple):
    """Words `start` to `end` of the common text became `words`."""

    start: int
    end: int
    words: tuple[str, ...]


def merged(base: str, one: str, other: str) -> str | None:
    """Both changes of `base` in one text; None where both changed the same words otherwise, or the texts are very long.

    What both changed alike is taken once. Nothing that either added is left out.
    """
    words = _WORDS.findall(base)
    ones, others = _WORDS.findall(one), _WORDS.findall(other)
    if len(words) + len(ones) + len(others) > MOST:
        return None
    edits = _together(words, _edits(words, ones), _edits(words, others))
    return None if edits is None else _applied(words, edits)


def _edits(base: list[str], changed: list[str]) -> list[Edit]:
    matcher = SequenceMatcher(None, base, changed, autojunk=False)
    return [Edit(a, b, tuple(changed[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _together(base: Sequence[str], ones: Sequence[Edit], others: Sequence[Edit]) -> list[Edit] | None:
    """All edits in order, those that both made once; None where two of different hands meet, be it only over a blank."""
    edits = sorted({*ones, *others})
    for before, after in pairwise(edits):
        by_one_hand = any(before in hand and after in hand for hand in (ones, others))
        if not by_one_hand and not "".join(base[before.end : after.start]).strip():
            return None
    return edits


def _applied(base: list[str], edits: Sequence[Edit]) -> str:
    found: list[str] = []
    at = 0
    for edit in edits:
        found += [*base[at : edit.start], *edit.words]
        at = edit.end
    return "".join([*found, *base[at:]])
