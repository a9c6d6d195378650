"""Counting votes: each rule a function of the votes alone, so that anybody can do it again by hand.

A vote is a list of keys: one of a consensus or a majority, the options in the order of preference of a ranked one.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from consult.workspaces.votes.models import ANSWERS, POSITIONS

Votes = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a count gave. `electorate` could vote at the opening, `struck` of them left since; `needed` is the quorum in persons.

    `counts` is by key; `pairs` says of each pair of options how many prefer the first, `order` ranks them, those that are
    equal together. They are None where a secret vote had too few voters to tell.
    """

    electorate: int
    struck: int
    voted: int
    needed: int
    outcome: str
    counts: dict[str, int] | None = None
    pairs: list[list[int]] | None = None
    order: list[list[str]] | None = None

    def as_kept(self) -> dict[str, Any]:
        """The same as it is stored, and as the ledger commits to it."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Rule:
    """By what is counted; `options` are the keys of a ranked vote."""

    method: str
    majority: str = "simple"
    quorum: int = 50
    options: tuple[str, ...] = field(default=())


def persons_needed(quorum: int, electorate: int) -> int:
    """How many must take part: the percentage of those who may vote, rounded up, and at least one."""
    return max(1, -(-quorum * electorate // 100))


def consensus(counts: Counter[str]) -> str:
    """Adopted when somebody agrees and nobody objects; whoever stands aside lets it pass."""
    if counts["object"]:
        return "rejected"
    return "adopted" if counts["agree"] else "undecided"


def simple_majority(yes: int, no: int, _electorate: int) -> bool:
    """More Yes than No; abstentions are not counted."""
    return yes > no


def absolute_majority(yes: int, _no: int, electorate: int) -> bool:
    """Yes from more than half of all who may vote, whether they voted or not."""
    return 2 * yes > electorate


def two_thirds(yes: int, no: int, _electorate: int) -> bool:
    """Yes from at least two thirds of the votes for Yes or No; abstentions are not counted."""
    return yes > 0 and 3 * yes >= 2 * (yes + no)


RULES = {"simple": simple_majority, "absolute": absolute_majority, "two_thirds": two_thirds}


def preferred(votes: Votes, options: Sequence[str]) -> list[list[int]]:
    """How many voters rank the option of each row before that of each column; what is not ranked stands last, side by side."""
    places = [{key: place for place, key in enumerate(vote)} for vote in votes]
    last = len(options)
    return [
        [
            sum(one.get(row, last) < one.get(column, last) for one in places) if row != column else 0
            for column in options
        ]
        for row in options
    ]


def strongest(pairs: Sequence[Sequence[int]]) -> list[list[int]]:
    """The strongest chain of won pairs from each option to each other, a chain being as strong as its weakest pair (Schulze)."""
    size = range(len(pairs))
    found = [[pairs[a][b] if a != b and pairs[a][b] > pairs[b][a] else 0 for b in size] for a in size]
    for through in size:
        for a in size:
            for b in size:
                if a != b:
                    found[a][b] = max(found[a][b], min(found[a][through], found[through][b]))
    return found


def schulze(pairs: Sequence[Sequence[int]], options: Sequence[str]) -> list[list[str]]:
    """The options from the first to the last place by the method of Schulze; those between which it decides nothing together."""
    chains, size = strongest(pairs), range(len(options))
    beaten = {a: {b for b in size if chains[b][a] > chains[a][b]} for a in size}
    order: list[list[str]] = []
    left = set(size)
    while left:
        first = sorted(a for a in left if not beaten[a] & left)
        order.append([options[a] for a in first])
        left -= set(first)
    return order


def count(rule: Rule, votes: Votes, electorate: int, struck: int, *, told: bool = True) -> Result:
    """The result of these votes, of so many who could vote at the opening; with `told` False the outcome alone is kept."""
    standing = electorate - struck
    needed = persons_needed(rule.quorum, standing)
    counts = Counter(key for vote in votes for key in vote[:1])
    pairs = preferred(votes, rule.options) if rule.method == "ranked" else None
    order = schulze(pairs, rule.options) if pairs is not None else None
    outcome = _decided(rule, counts, order, standing) if len(votes) >= needed else "no_quorum"
    keys = {"consensus": POSITIONS, "majority": ANSWERS}.get(rule.method, rule.options)
    shown = {key: counts[key] for key in keys}
    if told:
        return Result(electorate, struck, len(votes), needed, outcome, shown, pairs, order)
    first = order[:1] if order is not None and outcome == "adopted" else None
    return Result(electorate, struck, len(votes), needed, outcome, order=first)


def _decided(rule: Rule, counts: Counter[str], order: list[list[str]] | None, standing: int) -> str:
    if rule.method == "consensus":
        return consensus(counts)
    if order is not None:
        return "adopted" if len(order[0]) == 1 else "undecided"
    yes, no = counts["yes"], counts["no"]
    return "adopted" if RULES[rule.majority](yes, no, standing) else "rejected"
