"""What changed between two versions of an input, passage by passage."""

from collections.abc import Sequence

from consult.contributions.disclosure import ReadPassage
from consult.core.differences import Piece, differences


def passages_changed(old: Sequence[ReadPassage], new: Sequence[ReadPassage]) -> list[list[Piece]]:
    """For each passage of which the text changed, was added or removed, its pieces in the order of the newer version."""
    before = {_address(one): one.text or "" for one in old}
    after = {_address(one): one.text or "" for one in new}
    every = [*after, *(address for address in before if address not in after)]
    pairs = [(before.get(address, ""), after.get(address, "")) for address in every]
    return [differences(one, other) for one, other in pairs if one != other]


def _address(passage: ReadPassage) -> tuple[object, ...]:
    number = passage.number if passage.question is None else None
    return passage.question, passage.instance, passage.matrix_row, number
