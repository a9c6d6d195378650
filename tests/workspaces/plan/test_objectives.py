"""Objectives: who leads the room sets, changes, moves and takes them away."""

import pytest
from sqlalchemy import select

from consult.core.errors import Conflict, Invalid, NotFound
from consult.ledger.models import Entry
from consult.workspaces.plan.operations.objectives import (
    add_objective,
    edit_objective,
    move_objective,
    remove_objective,
)
from consult.workspaces.plan.operations.tasks import add_task, remove_task
from consult.workspaces.plan.queries import plan_of
from consult.workspaces.plan.shape import NewObjective, NewTask, mark_of
from tests.workspaces.duty_room import Made, make_room


@pytest.fixture
def made(site) -> Made:
    return make_room(site)


def titles(made: Made) -> list[str]:
    with made.site.database.reading() as db:
        return [one.objective.title for one in plan_of(db, made.actor("observer"), made.room)]


def mark(made: Made, place: int = 0) -> str:
    with made.site.database.reading() as db:
        return mark_of(plan_of(db, made.actor("observer"), made.room)[place].objective)


def test_who_leads_sets_changes_moves_and_takes_away(made):
    first = made.run("chair", add_objective, new=NewObjective(" First ", "Why.", "en"))
    second = made.run("secretary", add_objective, new=NewObjective("الثاني", "", "ar"))
    assert titles(made) == ["First", "الثاني"]
    made.run("chair", move_objective, objective=second, way="up")
    assert titles(made) == ["الثاني", "First"]
    made.run("chair", edit_objective, objective=first, seen=mark(made, 1), new=NewObjective("The first"))
    made.run("chair", remove_objective, objective=second, seen=mark(made))
    assert titles(made) == ["The first"]
    with made.site.database.reading() as db:
        told = set(db.scalars(select(Entry.kind).where(Entry.kind.startswith("objective."))))
    assert told == {"objective.added", "objective.moved", "objective.changed", "objective.removed"}


@pytest.mark.parametrize("role", ["member", "observer", "stranger"])
def test_nobody_else_touches_them(made, role):
    aim = made.run("chair", add_objective, new=NewObjective("First"))
    for operation, values in (
        (add_objective, {"new": NewObjective("Mine")}),
        (edit_objective, {"objective": aim, "seen": mark(made), "new": NewObjective("Mine")}),
        (move_objective, {"objective": aim, "way": "up"}),
        (remove_objective, {"objective": aim, "seen": mark(made)}),
    ):
        with pytest.raises(NotFound):
            made.run(role, operation, **values)
    assert titles(made) == ["First"]


def test_not_in_a_closed_room(made):
    aim, seen = made.run("chair", add_objective, new=NewObjective("First")), mark(made)
    made.close()
    for operation, values in (
        (add_objective, {"new": NewObjective("Late")}),
        (edit_objective, {"objective": aim, "seen": seen, "new": NewObjective("Late")}),
        (move_objective, {"objective": aim, "way": "up"}),
        (remove_objective, {"objective": aim, "seen": seen}),
    ):
        with pytest.raises(Conflict) as caught:
            made.run("chair", operation, **values)
        assert caught.value.problem == "closed"


def test_a_stale_change_and_a_removal_with_tasks_are_refused(made):
    aim, old = made.run("chair", add_objective, new=NewObjective("First")), mark(made)
    made.run("chair", edit_objective, objective=aim, seen=old, new=NewObjective("Changed"))
    for operation, values in ((edit_objective, {"new": NewObjective("Mine")}), (remove_objective, {})):
        with pytest.raises(Conflict) as caught:
            made.run("secretary", operation, objective=aim, seen=old, **values)
        assert caught.value.problem == "changed_meanwhile"
    task = made.run("member", add_task, new=NewTask(aim, "A task"))
    with pytest.raises(Conflict) as caught:
        made.run("chair", remove_objective, objective=aim, seen=mark(made))
    assert caught.value.problem == "objective_has_tasks"
    made.run("member", remove_task, task=task, seen=1)
    made.run("chair", remove_objective, objective=aim, seen=mark(made))
    assert titles(made) == []
    with pytest.raises(NotFound):
        made.run("member", add_task, new=NewTask(aim, "Too late"))


def test_what_cannot_be_taken(made):
    aim = made.run("chair", add_objective, new=NewObjective("First"))
    for new, field in (
        (NewObjective("  "), "title"),
        (NewObjective("x" * 301), "title"),
        (NewObjective("A", "x" * 5_001), "note"),
        (NewObjective("A", "", "ja"), "language"),
    ):
        with pytest.raises(Invalid) as caught:
            made.run("chair", add_objective, new=new)
        assert caught.value.field == field
    with pytest.raises(Invalid):
        made.run("chair", move_objective, objective=aim, way="sideways")
    with pytest.raises(Conflict):
        made.run("chair", move_objective, objective=aim, way="down")


def test_an_objective_of_another_room_is_none_of_this_one(made, site):
    other = make_room(site, "elsewhere")
    aim = other.run("chair", add_objective, new=NewObjective("Theirs"))
    with pytest.raises(NotFound):
        made.run("chair", move_objective, objective=aim, way="up")
    with pytest.raises(NotFound):
        made.run("member", add_task, new=NewTask(aim, "A task"))
