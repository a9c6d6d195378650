"""How drafts end: sent, thrown away, withdrawn or expired."""

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.attachments.holding import drop_files
from consult.contributions.models import Contribution, Draft

# What rooms above do with what hangs on a draft before it goes, registered where the parts are put together.
DROPPING: list[Callable[[Session, Draft], None]] = []


def drop(db: Session, row: Draft) -> None:
    """The one way in which a draft ends."""
    drop_files(db, row)
    for also in DROPPING:
        also(db, row)
    db.delete(row)
    db.flush()


def drop_correction(db: Session, contribution: Contribution) -> None:
    """Drop what was begun to correct a contribution that is withdrawn or erased."""
    row = db.scalar(select(Draft).where(Draft.corrects == contribution.id).with_for_update())
    if row is not None:
        drop(db, row)
