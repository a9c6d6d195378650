"""Objectives: set, changed, put in order and taken away by who leads the room."""

from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.proceedings.models import Proceeding
from consult.proceedings.telling import tell
from consult.workspaces.plan.models import Objective, Task
from consult.workspaces.plan.operations.loading import locked_objective
from consult.workspaces.plan.shape import MOST_OBJECTIVES, NewObjective, checked_objective, mark_of
from consult.workspaces.rooms.working import room_to_write

T = TypeVar("T", Objective, Task)


def add_objective(db: Session, actor: Actor, *, proceeding_id: int, new: NewObjective) -> str:
    """Set an objective, below the others; its public id. Raises Invalid for a field that cannot be taken."""
    room = room_to_write(db, actor, proceeding_id, "room:lead", in_order=True)
    new = checked_objective(new)
    _check_language(room, new)
    here = select(func.count(), func.max(Objective.position)).where(
        Objective.proceeding_id == room.id, Objective.removed_at.is_(None)
    )
    ((count, last),) = db.execute(here)
    if count >= MOST_OBJECTIVES:
        raise Invalid("title", "too_many", limit=MOST_OBJECTIVES)
    row = Objective(proceeding_id=room.id, position=(last or 0) + 1)
    row.title, row.note, row.language = new.title, new.note, new.language
    db.add(row)
    db.flush()
    tell(db, room, "objective.added", row.public_id)
    return row.public_id


def edit_objective(
    db: Session, actor: Actor, *, proceeding_id: int, objective: str, seen: str, new: NewObjective
) -> None:
    """Change the words of an objective. Raises Conflict where they changed since the mark that was `seen`."""
    room = room_to_write(db, actor, proceeding_id, "room:lead")
    row = locked_objective(db, room, objective)
    new = checked_objective(new)
    _check_language(room, new)
    if mark_of(row) != seen:
        raise Conflict("changed_meanwhile")
    row.title, row.note, row.language = new.title, new.note, new.language
    tell(db, room, "objective.changed", row.public_id)


def move_objective(db: Session, actor: Actor, *, proceeding_id: int, objective: str, way: str) -> None:
    """Change places with the objective above (`up`) or below (`down`). Raises Conflict where there is none."""
    room = room_to_write(db, actor, proceeding_id, "room:lead", in_order=True)
    row = locked_objective(db, room, objective)
    standing = (Objective.proceeding_id == room.id, Objective.removed_at.is_(None))
    rows = list(db.scalars(select(Objective).where(*standing).order_by(Objective.position, Objective.id)))
    change_places(rows, row, way)
    tell(db, room, "objective.moved", row.public_id)


def remove_objective(db: Session, actor: Actor, *, proceeding_id: int, objective: str, seen: str) -> None:
    """Take an objective away. Raises Conflict while it has tasks, or where it changed since it was seen."""
    room = room_to_write(db, actor, proceeding_id, "room:lead", in_order=True)
    row = locked_objective(db, room, objective)
    if mark_of(row) != seen:
        raise Conflict("changed_meanwhile")
    if db.scalar(select(Task.id).where(Task.objective_id == row.id, Task.removed_at.is_(None)).limit(1)) is not None:
        raise Conflict("objective_has_tasks")
    row.removed_at = now()
    tell(db, room, "objective.removed", row.public_id)


def change_places(rows: list[T], row: T, way: str) -> None:
    """Let a row change places with its neighbour in a list that is in order. Raises Conflict where there is none."""
    if way not in ("up", "down"):
        raise Invalid("way", "no_such_choice")
    place = rows.index(row)
    other = place + (-1 if way == "up" else 1)
    if not 0 <= other < len(rows):
        raise Conflict("no_place_there")
    rows[place], rows[other] = rows[other], rows[place]
    for number, one in enumerate(rows, 1):
        one.position = number


def _check_language(room: Proceeding, new: NewObjective) -> None:
    if new.language not in room.languages:
        raise Invalid("language", "no_such_choice")
