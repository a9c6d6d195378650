"""What is held under a proceeding, told by the rooms above: hearings and workspaces know nothing of each other."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.proceedings.models import Proceeding

# (actor, id of the proceeding) → the hearings under it that the actor may see, drafts left out.
UNDER: list[Callable[[Session, Actor, int], Sequence[Proceeding]]] = []


def meetings_under(db: Session, actor: Actor, proceeding: Proceeding) -> list[Proceeding]:
    """The hearings and meetings under a proceeding that the actor may see, the earliest first."""
    return [one for tell in UNDER for one in tell(db, actor, proceeding.id)]


def meeting_under(db: Session, actor: Actor, proceeding: Proceeding, public_id: str | None) -> Proceeding | None:
    """The one with this public id; None where none is named. Raises Invalid for one that is not held there."""
    if not public_id:
        return None
    found = next((one for one in meetings_under(db, actor, proceeding) if one.public_id == public_id), None)
    if found is None:
        raise Invalid("meeting", "no_such_choice")
    return found
