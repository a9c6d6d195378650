"""What rooms above tell of proceedings: whose results are out, and what they cite."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

# Proceeding → when its results were published last; reference → when it was cited first.
OUT: list[Callable[[Session, Sequence[int]], Mapping[int, datetime]]] = []
CITED: list[Callable[[Session, Sequence[str]], Mapping[str, datetime]]] = []


def results_out(db: Session, proceeding_ids: Sequence[int]) -> dict[int, datetime]:
    """Those of these proceedings whose results are out."""
    return {number: at for tell in OUT for number, at in tell(db, proceeding_ids).items()}


def all_cited(db: Session, references: Sequence[str]) -> dict[str, datetime]:
    """Those of these contributions that results cite, with when they did so first."""
    return {name: at for tell in CITED for name, at in tell(db, references).items()}


def cited_at(db: Session, reference: str) -> datetime | None:
    """When the results cited this contribution first; None where they do not."""
    return all_cited(db, [reference]).get(reference)
