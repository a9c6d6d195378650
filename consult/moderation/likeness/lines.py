"""Lines that many writers share without meaning the same by it: a subject line, a footer, a salutation."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from consult.moderation.likeness.shingles import line_number, words_of

LEAST_WRITERS = 5
MOST_READ = 200  # texts of one line: more would not change what it is
OWN_SHARE = 0.75  # of what is shared: whoever writes so much beside it says something else


class _Line(NamedTuple):
    number: int
    words: int


def common_lines(texts: Sequence[str]) -> frozenset[int]:
    """The lines to be left out, by their numbers.

    A line is one of these when five texts or more have it and the typical one says something else beside it: at least three
    quarters as much as all that it shares with the others. A letter that many send is none, with its lines always together
    and little beside them, however many send it.
    """
    split = [_lines(text) for text in texts]
    holders: dict[int, list[int]] = {}
    for place, lines in enumerate(split):
        for line in lines:
            holders.setdefault(line.number, []).append(place)
    return frozenset(
        number
        for number, places in holders.items()
        if len(places) >= LEAST_WRITERS and _is_beside([split[place] for place in places[:MOST_READ]])
    )


def _lines(text: str) -> list[_Line]:
    found: dict[int, _Line] = {}
    for line in text.splitlines():
        if number := line_number(line):
            found.setdefault(number, _Line(number, len(words_of(line))))
    return list(found.values())


def _is_beside(texts: list[list[_Line]]) -> bool:
    """Whether these texts, which share a line, share little else of what they say."""
    times = Counter(line for lines in texts for line in lines)
    together = {line for line, count in times.items() if 2 * count >= len(texts)}
    rests = {frozenset(line for line in lines if line not in together) for lines in texts}
    own = sum(line.words for rest in rests for line in rest) / len(rests)
    return own >= OWN_SHARE * sum(line.words for line in together)
