"""Which group a text belongs to, given those that may be like it: the same for a few texts and for a million."""

from collections import Counter
from collections.abc import Callable, Container, Iterable
from typing import NamedTuple

from consult.moderation.likeness.shingles import NO_LINES, Shingled, own_words, shingled, similarity, words_of
from consult.moderation.likeness.sketch import alike, marks, sketch

SAME, LOOK = 0.8, 0.5  # from where two texts are one campaign, and from where a moderator should look
LEAST_AGREEMENT, MOST_COMPARED = 0.12, 6  # of pictures, before texts are compared; and with how many
MOST_AT_MARK = 8  # texts found by one mark: what is found by more is no mark of anything
MOST_CANDIDATES = 24


class Pictured(NamedTuple):
    """A text ready to be compared."""

    text: Shingled
    picture: bytes
    marks: list[int]


def pictured(text: str, common: Container[int] = NO_LINES) -> Pictured | None:
    """A text without the lines that many share; the whole where nothing else is left. None where it has no words."""
    words = own_words(text, common) or words_of(text)
    if not words:
        return None
    made = shingled(words)
    picture = sketch(made)
    return Pictured(made, picture, marks(picture))


def likely(found: Iterable[int]) -> list[int]:
    """Of those that share marks, once for each mark, the ones that share most."""
    return [name for name, _count in Counter(found).most_common(MOST_CANDIDATES)]


class Nearest(NamedTuple):
    """The text that is most like another, from 0 to 1."""

    name: int
    similarity: float


def nearest(
    one: Pictured, candidates: Iterable[tuple[int, bytes]], text_of: Callable[[int], Shingled | None]
) -> Nearest | None:
    """The most alike of `(name, picture)`; None where none is alike enough to be looked at."""
    best: Nearest | None = None
    for name in alike(one.picture, candidates, LEAST_AGREEMENT, MOST_COMPARED):
        other = text_of(name)
        share = similarity(one.text, other) if other is not None else 0.0
        if share >= LOOK and (best is None or share > best.similarity):
            best = Nearest(name, share)
            if share >= SAME:
                break
    return best


class Grouping:
    """Groups of texts kept in memory, in the order of their coming."""

    def __init__(self, common: Container[int] = NO_LINES) -> None:
        self.group_of: dict[int, int] = {}  # each text's representative, which is its own
        self._common = common
        self._by_mark: dict[int, list[int]] = {}
        self._known: dict[int, Pictured] = {}

    def add(self, name: int, text: str) -> float:
        """Put a text into the group of what it is most like, or into none; how like it is."""
        self.group_of[name] = name
        one = pictured(text, self._common)
        if one is None:
            return 0.0
        found = likely(other for mark in one.marks for other in self._by_mark.get(mark, ()))
        like = nearest(one, [(other, self._known[other].picture) for other in found], self._text) if found else None
        if like is not None:
            self.group_of[name] = self.group_of[like.name]
        if like is None or like.similarity < SAME:  # by what is the same, its like is found already
            self._remember(name, one)
        return like.similarity if like else 0.0

    def _text(self, name: int) -> Shingled:
        return self._known[name].text

    def _remember(self, name: int, one: Pictured) -> None:
        self._known[name] = one
        for mark in one.marks:
            at = self._by_mark.setdefault(mark, [])
            if len(at) < MOST_AT_MARK:
                at.append(name)
