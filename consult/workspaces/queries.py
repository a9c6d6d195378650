"""Who is in a workspace."""

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.policy.access import require
from consult.proceedings.models import Proceeding

ORDER = ("chair", "secretary", "rapporteur", "moderator", "member", "observer")


class Member(NamedTuple):
    """A person in a room with a role there."""

    name: str
    role: str


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
