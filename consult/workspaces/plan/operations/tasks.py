"""Tasks: added, changed, put in order, taken away and put back by who writes; their state also by who is responsible."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.policy.access import holds
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.workspaces.plan.models import Objective, Task
from consult.workspaces.plan.operations.loading import locked_objective, locked_task, note_act
from consult.workspaces.plan.operations.objectives import change_places
from consult.workspaces.plan.shape import MOST_TASKS, NewTask, check_state, checked_task
from consult.workspaces.rooms.people import responsible
from consult.workspaces.rooms.working import room_to_write

FIELDS = ("title", "note", "organisation", "starts_on", "due_on", "state")


def add_task(db: Session, actor: Actor, *, proceeding_id: int, new: NewTask) -> str:
    """Add a task below the others of its objective; its public id. Raises Invalid for a field that cannot be taken."""
    room = room_to_write(db, actor, proceeding_id, "room:write", in_order=True)
    new = checked_task(new)
    objective = locked_objective(db, room, new.objective)
    _check_number(db, room)
    row = Task(objective_id=objective.id, position=_last(db, objective) + 1, title="")
    row.state, row.organisation, row.note = "planned", "", ""
    facts = _write(db, room, row, new)
    db.add(row)
    note_act(db, actor, room, row, "task.added", {"objective": [None, objective.public_id], **facts})
    return row.public_id


def edit_task(db: Session, actor: Actor, *, proceeding_id: int, task: str, seen: int, new: NewTask) -> None:
    """Change a task. Raises Conflict where it changed since the revision that was `seen`, or was taken away."""
    room = room_to_write(db, actor, proceeding_id, "room:write", in_order=True)
    new = checked_task(new)
    row = _standing(locked_task(db, room, task, seen))
    objective = locked_objective(db, room, new.objective)
    facts = _write(db, room, row, new)
    if objective.id != row.objective_id:
        before = db.scalars(select(Objective.public_id).where(Objective.id == row.objective_id)).one()
        facts["objective"] = [before, objective.public_id]
        row.objective_id, row.position = objective.id, _last(db, objective) + 1
    if facts:
        row.revision += 1
        note_act(db, actor, room, row, "task.changed", facts)


def set_task_state(db: Session, actor: Actor, *, proceeding_id: int, task: str, seen: int, state: str) -> None:
    """Say how far a task is: whoever writes, and who is responsible for it for as long as they read here.

    Raises Conflict where it changed since the revision that was `seen`.
    """
    room = room_to_write(db, actor, proceeding_id, "room:read")
    row = locked_task(db, room, task)
    if actor.account_id is None or row.account_id != actor.account_id:
        room_to_write(db, actor, proceeding_id, "room:write")
    check_state(state)
    if row.revision != seen:
        raise Conflict("changed_meanwhile")
    _standing(row)
    if row.state != state:
        facts = {"state": [row.state, state]}
        _set_state(row, state)
        row.revision += 1
        note_act(db, actor, room, row, "task.changed", facts)


def move_task(db: Session, actor: Actor, *, proceeding_id: int, task: str, way: str) -> None:
    """Change places with the task above (`up`) or below (`down`) of the same objective. Raises Conflict where there is none."""
    room = room_to_write(db, actor, proceeding_id, "room:write", in_order=True)
    row = _standing(locked_task(db, room, task))
    beside = (Task.objective_id == row.objective_id, Task.removed_at.is_(None))
    change_places(list(db.scalars(select(Task).where(*beside).order_by(Task.position, Task.id))), row, way)
    tell(db, room, "task.moved", row.public_id)


def remove_task(db: Session, actor: Actor, *, proceeding_id: int, task: str, seen: int) -> None:
    """Take a task away; it keeps its history and can be put back. Raises Conflict where it changed since it was seen."""
    room = room_to_write(db, actor, proceeding_id, "room:write")
    row = _standing(locked_task(db, room, task, seen))
    row.removed_at = now()
    row.revision += 1
    note_act(db, actor, room, row, "task.removed", {"removed": [False, True]})


def restore_task(db: Session, actor: Actor, *, proceeding_id: int, task: str, seen: int) -> None:
    """Put back a task that was taken away. Raises Conflict where it was not, or its objective is gone."""
    room = room_to_write(db, actor, proceeding_id, "room:write", in_order=True)
    row = locked_task(db, room, task, seen)
    objective = db.get_one(Objective, row.objective_id)
    if row.removed_at is None or objective.removed_at is not None:
        raise Conflict("wrong_state")
    _check_number(db, room)
    row.removed_at, row.position = None, _last(db, objective) + 1
    row.revision += 1
    note_act(db, actor, room, row, "task.restored", {"removed": [True, False]})


def may_set_state(actor: Actor, room: Proceeding, task: Task) -> bool:
    """Whether the actor can say how far this task is, once the room is open."""
    mine = actor.account_id is not None and task.account_id == actor.account_id
    return mine or holds(actor, "room:write", room.where)


def _write(db: Session, room: Proceeding, row: Task, new: NewTask) -> dict[str, Any]:
    """Put into the row what is new; for each field that changed what it was and what it became."""
    facts: dict[str, Any] = {}
    account = responsible(db, room, new.responsible, row.account_id)
    if account != row.account_id:
        before = db.scalar(select(Account.public_id).where(Account.id == row.account_id))
        facts["responsible"] = [before, new.responsible or None]
        row.account_id = account
    for name in FIELDS:
        was, value = getattr(row, name), getattr(new, name)
        if was != value:
            facts[name] = [was, value]
            setattr(row, name, value)
    _set_state(row, new.state)
    return facts


def _set_state(row: Task, state: str) -> None:
    row.state = state
    if state != "done":
        row.done_at = None
    elif row.done_at is None:
        row.done_at = now()


def _standing(row: Task) -> Task:
    if row.removed_at is not None:
        raise Conflict("task_removed")
    return row


def _last(db: Session, objective: Objective) -> int:
    here = (Task.objective_id == objective.id, Task.removed_at.is_(None))
    return db.scalar(select(func.max(Task.position)).where(*here)) or 0


def _check_number(db: Session, room: Proceeding) -> None:
    standing = select(func.count(Task.id)).join(Objective, Objective.id == Task.objective_id)
    here = (Objective.proceeding_id == room.id, Task.removed_at.is_(None))
    if (db.scalar(standing.where(*here)) or 0) >= MOST_TASKS:
        raise Invalid("title", "too_many", limit=MOST_TASKS)
