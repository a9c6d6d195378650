"""A room, and who is in it."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.policy.access import require
from consult.proceedings.models import Proceeding
from consult.workspaces.rooms.models import PARTS, Room

ORDER = ("chair", "secretary", "rapporteur", "moderator", "member", "observer")


class Member(NamedTuple):
    """A person in a room with a role there."""

    name: str
    role: str


def room_of(db: Session, proceeding: Proceeding) -> Room:
    """What makes this workspace a room; as a working group with every part where nobody has said."""
    found = db.get(Room, proceeding.id)
    unsaid = Room(proceeding_id=proceeding.id, form="working_group", rule="members", parts=list(PARTS), listed=False)
    return found or unsaid


def members(db: Session, actor: Actor, room: Proceeding) -> list[Member]:
    """The people of a room by role and name, each with one line for each role. Raises NotFound outside of the room."""
    require(actor, "room:read", room)
    moment = now()
    rows = db.execute(
        select(Account.name, Grant.role)
        .join(Grant, Grant.account_id == Account.id)
        .where(
            Grant.scope == "proceeding",
            Grant.scope_id == room.id,
            Grant.ended_at.is_(None),
            Grant.valid_from <= moment,
            Grant.valid_until.is_(None) | (Grant.valid_until > moment),
            Account.ended_at.is_(None),
        )
        .distinct()
    )
    found = [Member(row.name, row.role) for row in rows]
    return sorted(found, key=lambda one: (ORDER.index(one.role) if one.role in ORDER else len(ORDER), one.name))
