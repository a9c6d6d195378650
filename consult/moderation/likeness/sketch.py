"""A short picture of a text, by which those that may be alike find each other without being read.

The threes fall into bins, and of each bin the smallest is kept; an empty bin borrows from the next one. Two texts agree in about
as many bins as they share of their threes. A mark is made of three bins: those who share one are compared.
"""

from collections.abc import Iterable
from struct import Struct

from consult.moderation.likeness.shingles import Shingled

BANDS, ROWS = 32, 3
BINS = BANDS * ROWS
_PICTURE = Struct(f">{BINS}I")


def sketch(text: Shingled) -> bytes:
    """Four bytes for each bin."""
    least = {three % BINS: three >> 20 & 0xFFFFFFFF for three in sorted(text.threes, reverse=True)}
    if len(least) == BINS:
        return _PICTURE.pack(*[least[place] for place in range(BINS)])
    filled: list[int] = []
    places = sorted(least)
    for place in places:
        filled += [least[place]] * (place + 1 - len(filled))
    filled += [least[places[0]]] * (BINS - len(filled))
    return _PICTURE.pack(*filled)


def marks(picture: bytes) -> list[int]:
    """The marks of a picture, each of its own band; its bins lie far apart, so that borrowed ones are seldom the same."""
    bins = _PICTURE.unpack(picture)
    thirds = zip(range(BANDS), bins, bins[BANDS:], bins[2 * BANDS :], strict=False)
    return [hash(one) >> 1 for one in thirds]


def agreement(one: bytes, other: bytes) -> float:
    """The share of bins in which two pictures agree: about what their texts share."""
    return sum(map(int.__eq__, _PICTURE.unpack(one), _PICTURE.unpack(other))) / BINS


def alike(picture: bytes, others: Iterable[tuple[int, bytes]], least: float, most: int) -> list[int]:
    """Those of `(name, picture)` that agree at least so much, the best first, at most so many."""
    mine = _PICTURE.unpack(picture)
    found = [(sum(map(int.__eq__, mine, _PICTURE.unpack(other))), name) for name, other in others]
    return [name for share, name in sorted(found, reverse=True)[:most] if share >= least * BINS]
