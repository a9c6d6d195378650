"""Erasing what a contribution holds: its words, salts, index rows, files and who sent it; its number stays."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from consult.contributions.models import Contribution

Forgetter = Callable[[Session, Contribution], None]
FORGETTERS: list[Forgetter] = []
"""What the rooms above forget of a contribution that is erased, in its transaction: consult/forgetting.py names them all."""


def forget_elsewhere(db: Session, row: Contribution) -> None:
    """Let every room above forget what it keeps of a contribution: words, names and addresses."""
    for forgetter in FORGETTERS:
        forgetter(db, row)
