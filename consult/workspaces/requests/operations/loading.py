"""Finding a request that is to be changed, and keeping what was done with it."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.workspaces.requests.models import InstitutionRequest, RequestAct


def locked_request(db: Session, room: Proceeding, public_id: str) -> InstitutionRequest:
    """A request of this room. Raises NotFound."""
    here = (InstitutionRequest.proceeding_id == room.id, InstitutionRequest.public_id == public_id)
    found = db.scalar(select(InstitutionRequest).where(*here).with_for_update())
    if found is None:
        raise NotFound
    return found


def check_seen(row: InstitutionRequest, seen: int) -> None:
    """Raises Conflict where something was done with it since that revision."""
    if row.revision != seen:
        raise Conflict("changed_meanwhile")


def note_act(
    db: Session,
    actor: Actor,
    room: Proceeding,
    row: InstitutionRequest,
    act: str,
    text: str = "",
    facts: dict[str, Any] | None = None,
) -> None:
    """Keep what was done, with the state that it brought, and tell the room."""
    db.flush()
    made = RequestAct(request_id=row.id, act=act, state=row.state, text=text, facts=facts or {})
    made.by_id, made.at = actor.account_id, now()
    db.add(made)
    tell(db, room, f"request.{act}", row.public_id)
