"""The meetings of workspaces: whoever is in the room is in its meetings, in the same role."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from consult.core.actors import Held
from consult.hearings.programme.models import Plan
from consult.proceedings.models import Proceeding

_ROOM = aliased(Proceeding)
_MEETINGS = (
    select(Plan.under_id, Plan.proceeding_id)
    .join(Proceeding, Proceeding.id == Plan.proceeding_id)
    .join(_ROOM, _ROOM.id == Plan.under_id)
    .where(
        Plan.under_id.in_(bindparam("rooms", expanding=True)),
        Proceeding.audience == "members",
        _ROOM.kind == "workspace",
    )
    .order_by(Plan.proceeding_id)
)


def held_in_meetings(db: Session, rooms: Sequence[Held]) -> list[Held]:
    """What these grants on rooms give in the meetings that are held under those rooms; they end with them."""
    rows = db.connection().execute(_MEETINGS, {"rooms": sorted({one.scope_id for one in rooms if one.scope_id})})
    return [
        Held(one.grant_id, one.role, "proceeding", meeting)
        for room, meeting in rows
        for one in rooms
        if one.scope_id == room
    ]
