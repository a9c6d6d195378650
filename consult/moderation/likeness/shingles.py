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
LONG = 30  # words: from here on, no short text is like it
NO_LINES: frozenset[int] = frozenset()
NOTHING: frozenset[int] = frozenset()


class Shingled(NamedTuple):
    """A text as it is compared: its words in threes and by themselves, and if it is not long, its signs in threes.

    Short texts and those without spaces have signs alone.
    """

    threes: frozenset[int]
    words: frozenset[int]
    signs: frozenset[int]


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
    if len(words) >= 4 * SHORT:
        return _by_words(words, NOTHING)
    signs = "".join(words)
    if len(words) < SHORT or _is_unspaced(signs):
        return Shingled(NOTHING, NOTHING, _threes([*map(NUMBERS.__getitem__, signs)]))
    return _by_words(words, _threes([*map(NUMBERS.__getitem__, signs)]) if len(words) < LONG else NOTHING)


def _by_words(words: list[str], signs: frozenset[int]) -> Shingled:
    numbers = [*map(NUMBERS.__getitem__, words)]
    return Shingled(_threes(numbers), frozenset(numbers), signs)


def _is_unspaced(signs: str) -> bool:
    return not signs.isascii() and len(WITHOUT_SPACES.findall(signs)) * 2 > len(signs)


def _threes(numbers: list[int]) -> frozenset[int]:
    """Each three as one number: the hash of whole numbers is no secret of one process."""
    if len(numbers) < 3:
        return frozenset([hash((*numbers, 0))])
    return frozenset(map(hash, zip(numbers, numbers[1:], numbers[2:], strict=False)))


def similarity(one: Shingled, other: Shingled) -> float:
    """From 0 to 1: the share of threes that both have, of words where both have them, else of signs.

    One other word breaks three of them; so where a quarter is shared, the words by themselves are asked, too.
    """
    if not (one.words and other.words):
        return _share(one.signs, other.signs) if one.signs and other.signs else 0.0
    threes = _share(one.threes, other.threes)
    return threes if threes < LEAST_SHARED else max(threes, _share(one.words, other.words))


def _share(one: frozenset[int], other: frozenset[int]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both)


def marks(text: Shingled) -> list[int]:
    """The threes by which a text is found: those that every text would choose, an eighth of words and a quarter of signs.

    Texts that share many threes share some of these, whatever stands beside them.
    """
    chosen = [three for three in text.threes if not three & 7] + [three for three in text.signs if not three & 3]
    return sorted(chosen)[:MOST_MARKS] or sorted(text.threes or text.signs)[:FEW_MARKS]
