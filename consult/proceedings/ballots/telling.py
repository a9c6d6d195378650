"""When the result of a vote is told, and in which order its ballots are kept."""

import secrets
from collections.abc import Sequence
from typing import TypeVar

FEWEST = 5  # voters of a secret vote whose result is told; that of fewer would tell how each of them voted
T = TypeVar("T")


def is_told(secret: bool, voters: int) -> bool:
    """Whether the result of a vote with so many voters is told: a secret one with few would tell how each voted."""
    return not secret or voters >= FEWEST


def by_lot(rows: Sequence[T]) -> list[T]:
    """The same in an order drawn by lot."""
    drawn = list(rows)
    secrets.SystemRandom().shuffle(drawn)
    return drawn
