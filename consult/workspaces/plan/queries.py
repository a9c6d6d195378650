"""What the pages of a plan read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Account
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import NotFound
from consult.live.streams import Event, Stream
from consult.policy.access import holds, require
from consult.proceedings.access import held_in_sql, visible
from consult.proceedings.duties import Duty, is_overdue
from consult.proceedings.models import Proceeding
from consult.workspaces.plan.models import Objective, Task, TaskAct
from consult.workspaces.rooms.people import Person, names_by_public_id, people_by_id
from consult.workspaces.rooms.queries import room_of

OPEN = ("planned", "going_on")
UNKNOWN = "–"  # somebody, or an objective, that this site knows nothing of: in a plan that came from another one


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks a reader asks for: only the own ones, only what is overdue, only those of an organisation."""

    mine: bool = False
    overdue: bool = False
    organisation: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """A task with who is responsible; `overdue` while its day is over and it is neither done nor dropped."""

    task: Task
    objective: Objective
    responsible: Person | None
    overdue: bool

    @property
    def is_orphan(self) -> bool:
        """Whether it is still to be done, and who was responsible has left."""
        open_still = self.task.state in OPEN and self.task.removed_at is None
        return open_still and self.responsible is not None and not self.responsible.present


@dataclass(slots=True)
class Aim:
    """An objective with its tasks."""

    objective: Objective
    tasks: list[Planned] = field(default_factory=list)


def plan_of(db: Session, actor: Actor, room: Proceeding, wanted: Wanted = Wanted()) -> list[Aim]:
    """The objectives in order, each with the tasks that are asked for. Raises NotFound outside of the room."""
    require(actor, "room:read", room)
    standing = (Objective.proceeding_id == room.id, Objective.removed_at.is_(None))
    rows = db.scalars(select(Objective).where(*standing).order_by(Objective.position, Objective.id))
    aims = {one.id: Aim(one) for one in rows}
    for one in _planned(db, room, list(aims), removed=False):
        if _is_wanted(actor, one, wanted):
            aims[one.objective.id].tasks.append(one)
    return list(aims.values())


def removed_tasks(db: Session, actor: Actor, room: Proceeding) -> list[Planned]:
    """What was taken away, the latest first."""
    require(actor, "room:read", room)
    here = list(db.scalars(select(Objective.id).where(Objective.proceeding_id == room.id)))
    found = _planned(db, room, here, removed=True)
    return sorted(found, key=lambda one: (one.task.removed_at, one.task.id), reverse=True)


def task_by_public_id(db: Session, actor: Actor, room: Proceeding, public_id: str) -> Planned:
    """One task, also one that was taken away. Raises NotFound."""
    require(actor, "room:read", room)
    row = db.execute(
        select(Task, Objective)
        .join(Objective, Objective.id == Task.objective_id)
        .where(Objective.proceeding_id == room.id, Task.public_id == public_id)
    ).first()
    if row is None:
        raise NotFound
    return _with_people(db, room, [(row[0], row[1])])[0]


def objective_by_public_id(db: Session, actor: Actor, room: Proceeding, public_id: str) -> Objective:
    """One objective that was not taken away. Raises NotFound."""
    require(actor, "room:read", room)
    here = (Objective.proceeding_id == room.id, Objective.public_id == public_id, Objective.removed_at.is_(None))
    found = db.scalar(select(Objective).where(*here))
    if found is None:
        raise NotFound
    return found


class Change(NamedTuple):
    """One change of a task: who, when, and each field with what it was and became, persons and objectives by their names."""

    at: datetime
    by: str
    facts: dict[str, tuple[Any, ...]]
    is_first: bool


def history_of(db: Session, actor: Actor, room: Proceeding, task: Task) -> list[Change]:
    """Everything that was done with a task, the latest first."""
    require(actor, "room:read", room)
    query = select(TaskAct, Account.name).outerjoin(Account, Account.id == TaskAct.by_id)
    rows = db.execute(query.where(TaskAct.task_id == task.id).order_by(TaskAct.id)).all()
    told = [row[0].facts for row in rows]
    names = names_by_public_id(db, _values(told, "responsible"))
    aims = {one.public_id: one.title for one in db.scalars(_objectives(_values(told, "objective")))}
    found = [
        Change(row[0].at, row[1] or "", _named(row[0].facts, {"responsible": names, "objective": aims}), place == 0)
        for place, row in enumerate(rows)
    ]
    return found[::-1]


class Brief(NamedTuple):
    """A plan in a few numbers: what is to be done, what of it overdue, what is due next, and what nobody does any more."""

    to_do: int
    done: int
    overdue: int
    next_due: Planned | None
    orphans: list[Planned]


def brief(db: Session, actor: Actor, proceeding: Proceeding) -> Brief | None:
    """What the overview of a room tells of its plan; what lost its responsible member, to who leads alone.

    None in a room without this part.
    """
    if "plan" not in room_of(db, proceeding).parts:
        return None
    tasks = [one for aim in plan_of(db, actor, proceeding) for one in aim.tasks]
    to_do = [one for one in tasks if one.task.state in OPEN]
    coming = [one for one in to_do if one.task.due_on is not None and not one.overdue]
    leads = holds(actor, "room:lead", proceeding.where)
    return Brief(
        len(to_do),
        sum(one.task.state == "done" for one in tasks),
        sum(one.overdue for one in tasks),
        min(coming, key=lambda one: one.task.due_on or "", default=None),
        [one for one in tasks if one.is_orphan] if leads else [],
    )


def own_tasks(db: Session, actor: Actor) -> list[Duty]:
    """The tasks not yet done for which the actor is responsible, in the open rooms that the actor is in."""
    if actor.account_id is None:
        return []
    query = (
        select(Task, Proceeding)
        .join(Objective, Objective.id == Task.objective_id)
        .join(Proceeding, Proceeding.id == Objective.proceeding_id)
        .where(
            visible(actor),
            held_in_sql(actor, "room:read"),
            Task.account_id == actor.account_id,
            Task.state.in_(OPEN),
            Task.removed_at.is_(None),
        )
    )
    return [duty_of(task, room) for task, room in db.execute(query.order_by(Task.id)) if room.phase(now()) == "open"]


def duty_of(task: Task, room: Proceeding) -> Duty:
    """A task as something to do."""
    path = f"plan/tasks/{task.public_id}"
    facts = (task.title, task.state, task.due_on, path, task.revision, task.reminded)
    return Duty("task", task.public_id, task.account_id or 0, room, *facts)


def who_has_tasks_due(db: Session, until: str) -> set[int]:
    """The accounts that are responsible for something not yet done which is due on a day or before it."""
    due = (Task.state.in_(OPEN), Task.due_on <= until, Task.removed_at.is_(None), Task.account_id.is_not(None))
    return {one for one in db.scalars(select(Task.account_id).where(*due).distinct()) if one is not None}


def task_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """What those who follow the room are told of tasks: as they are now; nothing of one that was taken away."""
    query = select(Task).where(Task.public_id.in_(list(references)), Task.removed_at.is_(None))
    return {
        one.public_id: {"title": one.title, "state": one.state, "due": one.due_on, "revision": one.revision}
        for one in db.scalars(query)
    }


def objective_data(db: Session, stream: Stream, references: Collection[str]) -> dict[str, Event]:
    """The same of objectives."""
    query = select(Objective).where(Objective.public_id.in_(list(references)), Objective.removed_at.is_(None))
    return {one.public_id: {"title": one.title, "language": one.language} for one in db.scalars(query)}


def organisations_in(aims: Sequence[Aim]) -> list[str]:
    """The organisations that are responsible for something, by name."""
    return sorted({one.task.organisation for aim in aims for one in aim.tasks if one.task.organisation})


def _planned(db: Session, room: Proceeding, objectives: list[int], *, removed: bool) -> list[Planned]:
    gone = Task.removed_at.is_not(None) if removed else Task.removed_at.is_(None)
    query = select(Task, Objective).join(Objective, Objective.id == Task.objective_id)
    rows = db.execute(query.where(Objective.id.in_(objectives), gone).order_by(Task.position, Task.id))
    return _with_people(db, room, [(row[0], row[1]) for row in rows])


def _with_people(db: Session, room: Proceeding, rows: Sequence[tuple[Task, Objective]]) -> list[Planned]:
    people = people_by_id(db, room, [task.account_id for task, _objective in rows])
    return [
        Planned(
            task,
            objective,
            people.get(task.account_id or 0),
            task.state in OPEN and task.removed_at is None and is_overdue(task.due_on, room),
        )
        for task, objective in rows
    ]


def _is_wanted(actor: Actor, one: Planned, wanted: Wanted) -> bool:
    mine = actor.account_id is not None and one.task.account_id == actor.account_id
    return (
        (mine or not wanted.mine)
        and (one.overdue or not wanted.overdue)
        and wanted.organisation in ("", one.task.organisation)
    )


def _objectives(public_ids: Collection[str]) -> Any:
    return select(Objective).where(Objective.public_id.in_(list(public_ids)))


def _values(told: Sequence[dict[str, Any]], name: str) -> set[str]:
    return {value for facts in told for value in facts.get(name, ()) if value}


def _named(facts: dict[str, Any], names: dict[str, dict[str, str]]) -> dict[str, tuple[Any, ...]]:
    return {key: tuple(_name(value, names.get(key)) for value in pair) for key, pair in facts.items()}


def _name(value: Any, names: dict[str, str] | None) -> Any:
    return value if names is None or not value else names.get(value, UNKNOWN)
