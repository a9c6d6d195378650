"""Veiling: what may distress whoever reads it stays closed at the desk until it is opened."""

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.moderation.operations.locking import locked_item


def mark_distressing(db: Session, actor: Actor, *, reference: str, veiled: bool) -> None:
    """Say of an input that it may distress, or that it does not; nobody outside the desk is told."""
    _proceeding, row = locked_item(db, actor, reference)
    row.is_distressing = veiled
