"""What the worker does for results: telling whoever is cited."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from consult.core.actors import Actor, system
from consult.core.jobs import Handler
from consult.core.work import Work
from consult.followup.operations.publishing import note_told

# What the room of notices does in the same transaction: it writes the letter. The own page and the account tell it anyway.
TELLING: list[Callable[[Session, str], None]] = []


def tell_cited(work: Work, values: dict[str, Any]) -> datetime | None:
    """Tell the author of one contribution that the results cite it."""
    work.run(_tell, system("worker"), bulk=True, results=values["results"], reference=values["reference"])
    return None


def _tell(db: Session, actor: Actor, *, results: str, reference: str) -> None:
    note_told(db, actor, results=results, reference=reference)
    for tell in TELLING:
        tell(db, reference)


HANDLERS: dict[str, Handler] = {"tell_cited": tell_cited}
