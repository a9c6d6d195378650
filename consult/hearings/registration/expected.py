"""What somebody who registered is told of the own place in the list of speakers: the floor says it."""

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.hearings.registration.models import Registration
from consult.proceedings.models import Proceeding


class Turn(NamedTuple):
    """One place in a list: the item's id, the kind of asking for the floor, the state of the speaker, how many speak before
    (None once it is settled), and when the turn is expected (None where that cannot be told)."""

    item_id: int
    kind: str
    state: str
    ahead: int | None
    expected_at: datetime | None


EXPECTED: list[Callable[[Session, Actor, Proceeding, Registration], list[Turn]]] = []
"""Each gives the places of one registration, in the order in which their turns come."""
