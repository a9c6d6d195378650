"""Finding what is to be changed in a plan, locked, and keeping what was done with a task."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, NotFound
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.workspaces.plan.models import Objective, Task, TaskAct


def locked_objective(db: Session, room: Proceeding, public_id: str) -> Objective:
    """An objective of this room that was not taken away. Raises NotFound."""
    here = (Objective.proceeding_id == room.id, Objective.public_id == public_id, Objective.removed_at.is_(None))
    found = db.scalar(select(Objective).where(*here).with_for_update())
    if found is None:
        raise NotFound
    return found


def locked_task(db: Session, room: Proceeding, public_id: str, seen: int | None = None) -> Task:
    """A task of this room. Raises NotFound, and Conflict where it changed since the revision that was `seen`."""
    here = select(Objective.id).where(Objective.proceeding_id == room.id)
    query = select(Task).where(Task.objective_id.in_(here), Task.public_id == public_id)
    found = db.scalar(query.with_for_update())
    if found is None:
        raise NotFound
    if seen is not None and found.revision != seen:
        raise Conflict("changed_meanwhile")
    return found


def note_act(db: Session, actor: Actor, room: Proceeding, task: Task, kind: str, facts: dict[str, Any]) -> None:
    """Keep what was changed, count it, and tell the room."""
    db.flush()
    db.add(TaskAct(task_id=task.id, by_id=actor.account_id, at=now(), facts=facts))
    tell(db, room, kind, task.public_id)
