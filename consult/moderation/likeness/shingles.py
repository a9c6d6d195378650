"""What of a text is compared: its words in threes, or its signs in threes where it is short or written without spaces.

Everything is counted with numbers that are the same in every process and on every machine.
"""

import re
from typing import NamedTuple
from zlib import crc32

from consult.core.text import UNSPACED, fold

WORD = re.compile(r"[^\W_]+")
NOT_WORDS = {sign: " " for sign in range(128) if not chr(sign).isalnum()}
WITHOUT_SPACES = re.compile(f"[{UNSPACED}]")
SHORT = 20  # words: below that a single other word would change too many of the threes
FACTOR = 0x9E3779B97F4A7C15
LEAST_SHARED = 0.25  # of the threes, before the words by themselves are asked
MOST_KNOWN = 200_000
MOST_MARKS, FEW_MARKS = 64, 4
NO_LINES: frozenset[int] = frozenset()
NO_WORDS: frozenset[int] = frozenset()


class Shingled(NamedTuple):
    """A text as it is compared: its threes, and its words where it is long enough for them to count alone."""

    threes: frozenset[int]
    words: frozenset[int]


class Numbers(dict[str, int]):
    """The number of each word, made once: 60 bits, from two checksums."""

    def __missing__(self, word: str) -> int:
        if len(self) >= MOST_KNOWN:
            self.clear()
        data = word.encode("utf-8", "surrogatepass")
        mixed = (crc32(data) << 32 | crc32(data, 0x5BD1E995)) * FACTOR
        number = self[word] = mixed >> 4 & 0xFFFFFFFFFFFFFFF
        return number


NUMBERS = Numbers()


def line_number(line: str) -> int:
    """The number of a line, by its words alone: how it is spaced and punctuated does not count. 0 for an empty one."""
    words = words_of(line)
    return NUMBERS[" ".join(words)] if words else 0


def words_of(text: str) -> list[str]:
    """The folded words of a text in order."""
    return text.lower().translate(NOT_WORDS).split() if text.isascii() else WORD.findall(fold(text))


def own_words(text: str, common: frozenset[int] = NO_LINES) -> list[str]:
    """The words of a text without the lines that many share."""
    if not common:
        return words_of(text)
    kept = [line for line in text.splitlines() if line_number(line) not in common]
    return words_of("\n".join(kept))


def shingled(words: list[str]) -> Shingled:
    """The words of a text as they are compared."""
    if len(words) < SHORT:
        return Shingled(_threes([*map(NUMBERS.__getitem__, "".join(words))]), NO_WORDS)
    if len(words) < 4 * SHORT and _is_unspaced(signs := "".join(words)):
        return Shingled(_threes([*map(NUMBERS.__getitem__, signs)]), NO_WORDS)
    numbers = [*map(NUMBERS.__getitem__, words)]
    return Shingled(_threes(numbers), frozenset(numbers))


def _is_unspaced(signs: str) -> bool:
    return not signs.isascii() and len(WITHOUT_SPACES.findall(signs)) * 2 > len(signs)


def _threes(numbers: list[int]) -> frozenset[int]:
    """Each three as one number: the hash of whole numbers is no secret of one process."""
    if len(numbers) < 3:
        return frozenset([hash((*numbers, 0))])
    return frozenset(map(hash, zip(numbers, numbers[1:], numbers[2:], strict=False)))


def similarity(one: Shingled, other: Shingled) -> float:
    """From 0 to 1: the share of threes that both have.

    One other word breaks three of them; so where a quarter is shared, the words by themselves are asked, too.
    """
    threes = _share(one.threes, other.threes)
    if threes < LEAST_SHARED or not one.words or not other.words:
        return threes
    return max(threes, _share(one.words, other.words))


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def marks(text: Shingled) -> list[int]:
    """The threes by which a text is found: the eighth part of them that every text would choose, of a short one the half.

    Texts that share many threes share some of these, whatever stands beside them.
    """
    chosen = [three for three in text.threes if not three & (7 if text.words else 1)]
    return sorted(chosen)[:MOST_MARKS] or sorted(text.threes)[:FEW_MARKS]
