"""Making somebody responsible while they are removed, on PostgreSQL: whoever comes second sees what the first did."""

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.bodies.models import Grant
from consult.core.actors import Actor
from consult.core.clock import now
from consult.core.errors import Conflict, Invalid
from consult.workspaces.plan.operations.objectives import add_objective
from consult.workspaces.plan.operations.tasks import add_task, set_task_state
from consult.workspaces.plan.shape import NewObjective, NewTask
from tests.core.racing import second_waits_for_first
from tests.workspaces.duty_room import Made, make_room

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.parametrize("database_url", ["postgres"], indirect=True),
]


@pytest.fixture
def made(site) -> Made:
    return make_room(site)


def test_a_task_is_not_given_to_somebody_who_is_being_removed(made):
    aim = made.run("chair", add_objective, new=NewObjective("Safe passage"))
    chair, other = made.actor("chair"), made.people["other"]

    def remove(db: Session, _actor: Actor) -> None:
        db.execute(update(Grant).where(Grant.account_id == other.id).values(ended_at=now()))

    def give() -> object:
        new = NewTask(aim, "Map the roads", responsible=other.public_id)
        return made.site.work.run(add_task, chair, proceeding_id=made.room.id, new=new)

    assert isinstance(second_waits_for_first(made.site, remove, give), Invalid)


def test_of_two_who_save_the_same_task_the_second_is_told(made):
    aim = made.run("chair", add_objective, new=NewObjective("Safe passage"))
    task = made.run("member", add_task, new=NewTask(aim, "Map the roads"))
    one, two = made.actor("member"), made.actor("other")
    given = {"proceeding_id": made.room.id, "task": task, "seen": 1, "state": "done"}

    def first(db: Session, _actor: Actor) -> None:
        set_task_state(db, one, **given)

    result = second_waits_for_first(made.site, first, lambda: made.site.work.run(set_task_state, two, **given))
    assert isinstance(result, Conflict)
    assert result.problem == "changed_meanwhile"
