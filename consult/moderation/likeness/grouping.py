"""Which group a text belongs to, given those that may be like it: the same for a few texts and for a million."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from consult.moderation.likeness.shingles import NO_LINES, Shingled, marks, own_words, shingled, similarity, words_of

SAME, LOOK = 0.8, 0.5  # from where two texts are one campaign, and from where a moderator should look
ONE = 0.7  # from where a text that is like two groups makes them one
MOST_COMPARED = 3
MARKS_OF_LONG = 6
MOST_AT_MARK = 4  # texts found by one mark: what is found by more is no mark of anything


class Marked(NamedTuple):
    """A text ready to be compared, with what finds those that may be like it."""

    text: Shingled
    marks: list[int]


def marked(text: str, common: frozenset[int] = NO_LINES) -> Marked | None:
    """A text without the lines that many share; the whole where nothing else is left. None where it has no words."""
    words = own_words(text, common) or words_of(text)
    if not words:
        return None
    made = shingled(words)
    return Marked(made, marks(made))


def likely(one: Marked, found: Collection[int]) -> list[int]:
    """Of those that share marks, once for each mark, the few that share most; a single one says little of a long text."""
    if not found:
        return []
    least = 2 if len(one.marks) >= MARKS_OF_LONG else 1
    return [name for name, count in Counter(found).most_common(MOST_COMPARED) if count >= least]


class Like(NamedTuple):
    """A text that is like another, from 0 to 1."""

    name: int
    similarity: float


def like_it(text: Shingled, candidates: Iterable[int], text_of: Callable[[int], Shingled | None]) -> list[Like]:
    """Those of these that are alike enough to be looked at, the most alike first; none is sought beyond what is the same."""
    found: list[Like] = []
    for name in candidates:
        other = text_of(name)
        share = similarity(text, other) if other is not None else 0.0
        if share >= LOOK:
            found.append(Like(name, share))
        if share >= SAME:
            break
    return sorted(found, key=lambda one: -one.similarity)


class Grouping:
    """Groups of texts kept in memory, in the order of their coming."""

    def __init__(self, common: frozenset[int] = NO_LINES) -> None:
        self._group_of: dict[int, int] = {}  # each text's way to the first of its group
        self._common = common
        self._by_mark: dict[int, list[int]] = {}
        self._known: dict[int, Shingled] = {}

    def add(self, name: int, text: str) -> float:
        """Put a text into the group of what it is most like, or into none; how like it is."""
        self._group_of[name] = name
        one = marked(text, self._common)
        if one is None:
            return 0.0
        by_mark = self._by_mark
        by_mark = self._by_mark
        found = likely(one, [other for mark in one.marks if mark in by_mark for other in by_mark[mark]])
        like = like_it(one.text, found, self._known.get)
        for place, (other, share) in enumerate(like):
            if place == 0 or share >= ONE:
                self._join(name, other)
        if not like or like[0].similarity < SAME:  # by what is the same, its like is found already
            self._remember(name, one)
        return like[0].similarity if like else 0.0

    def groups(self) -> dict[int, int]:
        """Each text's representative: the first of its group."""
        return {name: self._first(name) for name in self._group_of}

    def _first(self, name: int) -> int:
        group_of = self._group_of
        while group_of[name] != name:
            group_of[name] = name = group_of[group_of[name]]
        return name

    def _join(self, one: int, other: int) -> None:
        first, second = sorted((self._first(one), self._first(other)))
        self._group_of[second] = first

    def _remember(self, name: int, one: Marked) -> None:
        self._known[name] = one.text
        for mark in one.marks:
            at = self._by_mark.setdefault(mark, [])
            if len(at) < MOST_AT_MARK:
                at.append(name)
