"""What is held under a proceeding, told by the rooms above: hearings and workspaces know nothing of each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.errors import Invalid
from consult.core.localized import Words
from consult.proceedings.models import Proceeding


@dataclass(frozen=True, slots=True)
class NewMeeting:
    """A meeting as it is planned from a room: one sitting in local wall time of `zone`, YYYY-MM-DDTHH:MM.

    `url` is where it is followed from afar, `agenda` the items in their order, all words in `language`.
    """

    title: str
    language: str
    starts_local: str
    ends_local: str
    zone: str
    place: str = ""
    url: str = ""
    agenda: Sequence[str] = ()


class Sitting(NamedTuple):
    """When and where a meeting sits; `state` is `planned`, `open`, `closed` or `cancelled`."""

    starts_at: datetime
    ends_at: datetime
    zone: str
    place: Words | None
    state: str


class Held(NamedTuple):
    """What is told of a meeting besides its title.

    `checked_in` names those who checked in by themselves, each with the id of the account where there is one; `noted` counts
    the lines of the minutes by language, `summed_up` are those that sum up, `agreed` says that a text was agreed.
    """

    sittings: Sequence[Sitting] = ()
    agenda: Sequence[tuple[str, Words]] = ()
    links: Sequence[str] = ()
    checked_in: Sequence[tuple[int | None, str]] = ()
    noted: Mapping[str, int] = {}
    summed_up: Sequence[Words] = ()
    agreed: bool = False


# (actor, id of the proceeding) → the hearings under it that the actor may see, drafts left out.
UNDER: list[Callable[[Session, Actor, int], Sequence[Proceeding]]] = []
# What is told of some of them, by id, in a language.
TOLD: list[Callable[[Session, Actor, Sequence[Proceeding], str], Mapping[int, Held]]] = []
# Plans one under a room that the caller has decided about; what it is called.
HOLDING: list[Callable[[Session, Proceeding, NewMeeting], Proceeding]] = []


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


def held_of(db: Session, actor: Actor, meetings: Sequence[Proceeding], language: str) -> dict[int, Held]:
    """What is told of these meetings, by id."""
    told = {number: held for tell in TOLD for number, held in tell(db, actor, meetings, language).items()}
    return {one.id: told.get(one.id, Held()) for one in meetings}


def hold_meeting(db: Session, room: Proceeding, new: NewMeeting) -> Proceeding:
    """Plan a meeting under a room, for operations that have decided that it may be. Raises Invalid for what cannot be."""
    for plan in HOLDING:
        return plan(db, room, new)
    raise Invalid("title", "no_such_choice")
