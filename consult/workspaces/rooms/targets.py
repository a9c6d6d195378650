"""What a message of a room can be about: each part of a room knows its own, and the way to it."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from consult.contributions.operations.submit import NewContribution
from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.proceedings.models import Proceeding

# Whether the target is the part's own, in this room; raises where nothing more is taken there, as Closed or Invalid.
Knows = Callable[[Session, Actor, Proceeding, NewContribution], bool]
# The address, below that of the room, of what is said about a target; None where the target is not the part's own.
Leads = Callable[[Session, Actor, Proceeding, str, str], str | None]
KNOWN: list[Knows] = []
WAYS: list[Leads] = []


def admit(db: Session, actor: Actor, proceeding: Proceeding, new: NewContribution) -> NewContribution:
    """A message of a room on what is there. Raises Invalid for a target that no part of this room knows."""
    if proceeding.kind != "workspace" or new.target is None:
        return new
    if not any(knows(db, actor, proceeding, new) for knows in KNOWN):
        raise Invalid("target", "no_such_choice")
    return new


def way_to(db: Session, actor: Actor, proceeding: Proceeding, target: str, reference: str) -> str | None:
    """Where what was said about a target stands, below the address of the room; None where no part knows it."""
    ways = (leads(db, actor, proceeding, target, reference) for leads in WAYS)
    return next((way for way in ways if way is not None), None)
