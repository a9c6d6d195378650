"""A vote as a number, as it is sealed, and as a value, as it is stored once it may be read."""

from collections.abc import Mapping, Sequence
from typing import Any

BALLOT_BYTES = 6  # four bits for each of twelve places: every ballot is equally long


def number_of(offered: Sequence[str], chosen: Sequence[str]) -> int:
    """The chosen keys in their order as a number: four bits for each place, 0 where nothing is ranked any more."""
    return sum((offered.index(key) + 1) << (4 * place) for place, key in enumerate(chosen))


def chosen_in(offered: Sequence[str], number: int) -> list[str]:
    """The keys in such a number."""
    found = []
    while number:
        found.append(offered[(number & 15) - 1])
        number >>= 4
    return found


def value_of(method: str, chosen: Sequence[str]) -> dict[str, Any]:
    """What is stored: `{"order": [key]}` of a ranked vote, else `{"choice": key}`."""
    return {"order": list(chosen)} if method == "ranked" else {"choice": chosen[0]}


def keys_of(value: Mapping[str, Any]) -> list[str]:
    """The keys of a stored value, in their order."""
    return list(value["order"]) if "order" in value else [value["choice"]]
