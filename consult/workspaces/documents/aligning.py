"""Finding the paragraphs of a text again in another one that came from outside, so that they keep their keys."""

from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

ALIKE = 0.5  # the share of words in common from which two paragraphs are taken for the same one
WINDOW = 40  # how many neighbours a changed paragraph is looked for among


def aligned(old: Sequence[str], new: Sequence[str]) -> list[int | None]:
    """For each new text the place of the old one that it is, None for one that is new; each old one is taken once.

    The same words in the same order first, then the same words elsewhere, then what is alike between two that were found.
    """
    found: list[int | None] = [None] * len(new)
    taken: set[int] = set()
    words = [" ".join(one.split()) for one in old], [" ".join(one.split()) for one in new]
    for a, b, size in SequenceMatcher(None, *words, autojunk=False).get_matching_blocks():
        for step in range(size):
            found[b + step] = a + step
            taken.add(a + step)
    _moved(words, found, taken)
    _alike(words, found, taken)
    return found


def _moved(words: tuple[list[str], list[str]], found: list[int | None], taken: set[int]) -> None:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, text in enumerate(words[0]):
        if place not in taken:
            places[text].append(place)
    for place, text in enumerate(words[1]):
        if found[place] is None and places.get(text):
            found[place] = places[text].pop(0)
            taken.add(found[place] or 0)


def _alike(words: tuple[list[str], list[str]], found: list[int | None], taken: set[int]) -> None:
    """Of what is left, in order: the most alike of the few old ones that come next."""
    free = [place for place in range(len(words[0])) if place not in taken]
    bags = {place: set(words[0][place].casefold().split()) for place in free}
    start = 0
    for place, text in enumerate(words[1]):
        if found[place] is not None:
            continue
        bag = set(text.casefold().split())
        near = free[start : start + WINDOW]
        best = max(near, key=lambda one: _share(bags[one], bag), default=None)
        if best is None or _share(bags[best], bag) < ALIKE:
            continue
        found[place] = best
        taken.add(best)
        start = free.index(best) + 1


def _share(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / ((len(one) + len(other)) or 1)
