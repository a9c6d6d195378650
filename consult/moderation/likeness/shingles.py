"""What of a text is compared: its words in threes, or its signs in threes where it is short or written without spaces.

Everything is counted with numbers that are the same in every process and on every machine.
"""

import re
from collections.abc import Container
from typing import NamedTuple
from zlib import crc32

from consult.core.text import UNSPACED, fold

WORD = re.compile(r"[^\W_]+")
WITHOUT_SPACES = re.compile(f"[{UNSPACED}]")
SHORT = 20  # words: below that a single other word would change too many of the threes
FACTOR = 0x9E3779B97F4A7C15
LEAST_SHARED = 0.25  # of the threes, before the words by themselves are asked
MOST_KNOWN = 200_000
NO_LINES: frozenset[int] = frozenset()


class Shingled(NamedTuple):
    """A text as it is compared: its threes, and its words in order where it is long enough for them to count alone."""

    threes: frozenset[int]
    words: list[int]


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
    return WORD.findall(text.lower() if text.isascii() else fold(text))


def own_words(text: str, common: Container[int] = NO_LINES) -> list[str]:
    """The words of a text without the lines that many share."""
    if not common:
        return words_of(text)
    kept = [line for line in text.splitlines() if line_number(line) not in common]
    return words_of("\n".join(kept))


def shingled(words: list[str]) -> Shingled:
    """The words of a text as they are compared."""
    if len(words) < SHORT:
        return Shingled(_threes([*map(NUMBERS.__getitem__, "".join(words))]), [])
    if len(words) < 4 * SHORT and (signs := "".join(words)) and not signs.isascii():
        if len(WITHOUT_SPACES.findall(signs)) * 2 > len(signs):
            return Shingled(_threes([*map(NUMBERS.__getitem__, signs)]), [])
    numbers = [*map(NUMBERS.__getitem__, words)]
    return Shingled(_threes(numbers), numbers)


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
    return max(threes, _share(_counted(one.words), _counted(other.words)))


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def _counted(numbers: list[int]) -> frozenset[int]:
    """A set that counts: the second of the same word is another one."""
    seen: dict[int, int] = {}
    found = []
    for number in numbers:
        times = seen[number] = seen.get(number, 0) + 1
        found.append(number + times)
    return frozenset(found)
