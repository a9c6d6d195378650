"""Tasks: members add and change them; the responsible member says how far the own one is."""

from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.errors import Conflict, Invalid, NotFound
from consult.ledger.models import Stream as StreamRow
from consult.live.streams import Stream
from consult.workspaces.plan.models import Task
from consult.workspaces.plan.operations.objectives import add_objective
from consult.workspaces.plan.operations.tasks import (
    add_task,
    edit_task,
    move_task,
    remove_task,
    restore_task,
    set_task_state,
)
from consult.workspaces.plan.queries import (
    Planned,
    Wanted,
    brief,
    history_of,
    plan_of,
    removed_tasks,
    task_by_public_id,
    task_data,
)
from consult.workspaces.plan.shape import NewObjective, NewTask
from tests.factories import TEST
from tests.workspaces.duty_room import Made, make_room


@pytest.fixture
def made(site) -> Made:
    return make_room(site)


@pytest.fixture
def aim(made) -> str:
    found: str = made.run("chair", add_objective, new=NewObjective("Safe passage"))
    return found


def add(made: Made, aim: str, title: str = "Map the roads", **values: Any) -> str:
    found: str = made.run("member", add_task, new=NewTask(aim, title, **values))
    return found


def found(made: Made, task: str, role: str = "observer") -> Planned:
    with made.site.database.reading() as db:
        return task_by_public_id(db, made.actor(role), made.room, task)


def acts(made: Made, aim: str, task: str) -> list[tuple[Any, dict[str, Any]]]:
    """Every operation on tasks, ready to be run on one that was seen as it was made."""
    return [
        (add_task, {"new": NewTask(aim, "Another")}),
        (edit_task, {"task": task, "seen": 1, "new": NewTask(aim, "Changed")}),
        (set_task_state, {"task": task, "seen": 1, "state": "done"}),
        (move_task, {"task": task, "way": "up"}),
        (remove_task, {"task": task, "seen": 1}),
        (restore_task, {"task": task, "seen": 1}),
    ]


def test_a_task_is_added_changed_done_and_remembers_all_of_it(made, aim):
    other = made.people["other"].public_id
    task = add(made, aim, note="With care.", responsible=other, starts_on="2026-01-05", due_on="2026-02-05")
    new = NewTask(aim, "Map all roads", "With care.", None, "Harbour Clinic", "2026-01-05", "2026-03-01", "going_on")
    made.run("other", edit_task, task=task, seen=1, new=new)
    made.run("member", set_task_state, task=task, seen=2, state="done")
    row = found(made, task)
    assert (row.task.title, row.task.state, row.task.revision, row.responsible) == ("Map all roads", "done", 3, None)
    assert row.task.done_at is not None
    with made.site.database.reading() as db:
        told = history_of(db, made.actor("observer"), made.room, row.task)
    assert [one.by for one in told] == ["Pat Member", "Olu Other", "Pat Member"]
    assert told[0].facts == {"state": ("going_on", "done")}
    assert told[1].facts["responsible"] == ("Olu Other", None)
    assert told[1].facts["due_on"] == ("2026-02-05", "2026-03-01")
    assert told[2].facts["objective"] == (None, "Safe passage")
    made.run("member", set_task_state, task=task, seen=3, state="going_on")
    assert found(made, task).task.done_at is None


@pytest.mark.parametrize("role", ["observer", "stranger"])
def test_whoever_does_not_write_changes_nothing(made, aim, role):
    task = add(made, aim)
    for operation, values in acts(made, aim, task):
        with pytest.raises(NotFound):
            made.run(role, operation, **values)
    assert found(made, task).task.revision == 1


def test_not_in_a_closed_room(made, aim):
    task = add(made, aim)
    made.close()
    for operation, values in acts(made, aim, task):
        with pytest.raises(Conflict) as caught:
            made.run("chair", operation, **values)
        assert caught.value.problem == "closed"


def test_the_responsible_one_says_how_far_it_is_even_as_an_observer(made, aim):
    task = add(made, aim, responsible=made.people["other"].public_id)
    roles = update(Grant).where(Grant.account_id == made.people["other"].id).values(role="observer")

    def demote(db: Session, _actor: Actor) -> None:
        db.execute(roles)

    made.site.work.run(demote, TEST)
    made.run("other", set_task_state, task=task, seen=1, state="going_on")
    assert found(made, task).task.state == "going_on"
    with pytest.raises(NotFound):
        made.run("other", edit_task, task=task, seen=2, new=NewTask(aim, "Mine"))
    made.leave("other")
    with pytest.raises(NotFound):
        made.run("other", set_task_state, task=task, seen=2, state="done")


def test_a_stale_change_is_refused(made, aim):
    task = add(made, aim)
    made.run("member", edit_task, task=task, seen=1, new=NewTask(aim, "Changed"))
    stale: tuple[tuple[Any, dict[str, Any]], ...] = (
        (edit_task, {"new": NewTask(aim, "Mine")}),
        (set_task_state, {"state": "done"}),
        (remove_task, {}),
        (restore_task, {}),
    )
    for operation, values in stale:
        with pytest.raises(Conflict) as caught:
            made.run("other", operation, task=task, seen=1, **values)
        assert caught.value.problem == "changed_meanwhile"
    assert found(made, task).task.title == "Changed"


def test_a_change_that_changes_nothing_is_none(made, aim):
    task = add(made, aim)
    made.run("member", edit_task, task=task, seen=1, new=NewTask(aim, "Map the roads"))
    made.run("member", set_task_state, task=task, seen=1, state="planned")
    assert found(made, task).task.revision == 1


@pytest.mark.parametrize("who", ["stranger", "observer"])
def test_a_task_is_given_to_nobody_who_does_not_write_here(made, aim, who):
    with pytest.raises(Invalid) as caught:
        add(made, aim, responsible=made.people[who].public_id)
    assert (caught.value.field, caught.value.problem) == ("responsible", "not_a_member")
    with pytest.raises(Invalid):
        add(made, aim, responsible="nosuchthing00000")


def test_what_was_given_to_somebody_who_left_stays_and_is_told(made, aim):
    task = add(made, aim, responsible=made.people["other"].public_id)
    made.leave("other")
    row = found(made, task)
    assert row.is_orphan
    assert row.responsible is not None
    assert row.responsible.name == "Olu Other"
    keep = NewTask(aim, "Map two roads", responsible=made.people["other"].public_id)
    made.run("member", edit_task, task=task, seen=1, new=keep)
    with pytest.raises(Invalid):
        add(made, aim, "Another", responsible=made.people["other"].public_id)
    with made.site.database.reading() as db:
        told, others = (brief(db, made.actor(role), made.room) for role in ("chair", "member"))
    assert told is not None
    assert others is not None
    assert [one.task.public_id for one in told.orphans] == [task]
    assert others.orphans == []
    mine = NewTask(aim, "Map two roads", responsible=made.people["member"].public_id)
    made.run("chair", edit_task, task=task, seen=2, new=mine)
    assert not found(made, task).is_orphan


def test_what_cannot_be_taken(made, aim):
    for values, field in (
        ({"title": " "}, "title"),
        ({"title": "x" * 301}, "title"),
        ({"title": "A", "note": "x" * 5_001}, "note"),
        ({"title": "A", "organisation": "x" * 201}, "organisation"),
        ({"title": "A", "due_on": "2026-02-30"}, "due_on"),
        ({"title": "A", "starts_on": "20260230"}, "starts_on"),
        ({"title": "A", "starts_on": "0001-01-01"}, "starts_on"),
        ({"title": "A", "starts_on": "2026-02-02", "due_on": "2026-02-01"}, "due_on"),
        ({"title": "A", "state": "begun"}, "state"),
        ({"title": "A\x00"}, "title"),
    ):
        with pytest.raises(Invalid) as caught:
            add(made, aim, **values)
        assert caught.value.field == field, values


def test_tasks_are_put_in_order_and_into_another_objective(made, aim):
    second = made.run("chair", add_objective, new=NewObjective("Second"))
    one, two, three = add(made, aim, "One"), add(made, aim, "Two"), add(made, second, "Three")
    made.run("member", move_task, task=two, way="up")
    with pytest.raises(Conflict):
        made.run("member", move_task, task=two, way="up")
    made.run("member", edit_task, task=one, seen=1, new=NewTask(second, "One"))
    with made.site.database.reading() as db:
        plan = plan_of(db, made.actor("member"), made.room)
    assert [[row.task.public_id for row in each.tasks] for each in plan] == [[two], [three, one]]


def test_what_was_taken_away_can_be_put_back(made, aim):
    task = add(made, aim)
    made.run("member", remove_task, task=task, seen=1)
    with made.site.database.reading() as db:
        who = made.actor("member")
        assert plan_of(db, who, made.room)[0].tasks == []
        assert [one.task.public_id for one in removed_tasks(db, who, made.room)] == [task]
    gone: tuple[tuple[Any, dict[str, Any]], ...] = (
        (edit_task, {"seen": 2, "new": NewTask(aim, "Mine")}),
        (set_task_state, {"seen": 2, "state": "done"}),
        (remove_task, {"seen": 2}),
        (move_task, {"way": "up"}),
    )
    for operation, values in gone:
        with pytest.raises(Conflict) as caught:
            made.run("member", operation, task=task, **values)
        assert caught.value.problem == "task_removed"
    made.run("member", restore_task, task=task, seen=2)
    with pytest.raises(Conflict):
        made.run("member", restore_task, task=task, seen=3)
    assert found(made, task).task.removed_at is None


def test_a_plan_is_narrowed_to_mine_overdue_and_an_organisation(made, aim):
    mine = add(made, aim, "Mine", responsible=made.people["member"].public_id)
    late = add(made, aim, "Late", due_on=made.day(-1), organisation="Clinic")
    add(made, aim, "Late and done", due_on=made.day(-1), state="done")
    add(made, aim, "Today", due_on=made.day(0))
    who = made.actor("member")
    for wanted, tasks in (
        (Wanted(mine=True), [mine]),
        (Wanted(overdue=True), [late]),
        (Wanted(organisation="Clinic"), [late]),
    ):
        with made.site.database.reading() as db:
            assert [one.task.public_id for one in plan_of(db, who, made.room, wanted)[0].tasks] == tasks


def test_those_who_follow_are_told_of_what_is_there_now(made, aim):
    task, gone = add(made, aim), add(made, aim, "Gone")
    made.run("member", remove_task, task=gone, seen=1)
    with made.site.database.reading() as db:
        row = db.scalars(select(StreamRow).where(StreamRow.scope_id == made.room.id)).first()
        assert row is not None
        stream = Stream(row.id, row.public_id, row.scope_id, row.audience, row.epoch, row.last_seq, True, 1)
        told = task_data(db, stream, {task, gone})
        assert list(told) == [task]
        assert told[task]["title"] == "Map the roads"
        assert db.scalars(select(Task.revision).where(Task.public_id == gone)).one() == 2
