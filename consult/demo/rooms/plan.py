"""The action plan of the liaison group: three objectives, and twelve tasks in every state."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from consult.core.actors import Actor
from consult.core.clock import now, telling
from consult.demo.rooms.made import DemoRoom
from consult.demo.rooms.story import part_of
from consult.proceedings.duties import today_in
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.plan.operations.objectives import add_objective
from consult.workspaces.plan.operations.tasks import add_task, set_task_state
from consult.workspaces.plan.shape import NewObjective, NewTask
from consult.workspaces.rooms.people import who_writes

BEGAN = 20  # days ago


def add_plan(site: Site, room: DemoRoom) -> None:
    """Give the room of the story its plan, as it came about."""
    says = part_of("room_plan", room)
    if says is None:
        return
    names = public_ids(site, room)
    for aim in says["objectives"]:
        new = NewObjective(aim["title"], aim["note"], aim["language"])
        with telling(now() - timedelta(days=BEGAN)):
            made = site.work.run(add_objective, room.led_by(), proceeding_id=room.id, new=new).result
            tasks = [(_add(site, room, made, task, names), task) for task in aim["tasks"]]
        for public_id, task in tasks:
            _go_on(site, room, public_id, task)


def public_ids(site: Site, room: DemoRoom) -> dict[str, str]:
    """The public id of each member's account, by e-mail address."""
    with site.database.reading() as db:
        people = {one.account_id: one.public_id for one in who_writes(db, db.get_one(Proceeding, room.id))}
    return {email: people[who.account_id] for email, who in room.people.items() if who.account_id in people}


def day(days: int | None, zone: str = "Europe/Paris") -> str | None:
    """The day so many days from today in the zone of the demo."""
    return None if days is None else (today_in(zone) + timedelta(days=days)).isoformat()


def _add(site: Site, room: DemoRoom, objective: str, task: Mapping[str, Any], names: Mapping[str, str]) -> str:
    story = now() + timedelta(days=BEGAN)  # days are counted from today, not from the day on which it was added
    with telling(story):
        starts_on, due_on = day(task.get("starts")), day(task.get("due"))
    new = NewTask(
        objective,
        task["title"],
        task.get("note", ""),
        names.get(task.get("responsible", "")),
        task.get("organisation", ""),
        starts_on,
        due_on,
    )
    adder = _who(room, task.get("responsible"))
    return str(site.work.run(add_task, adder, proceeding_id=room.id, new=new).result)


def _go_on(site: Site, room: DemoRoom, public_id: str, task: Mapping[str, Any]) -> None:
    for seen, (state, ago) in enumerate(task.get("did", ()), 1):
        with telling(_ago(ago)):
            given: dict[str, Any] = {"task": public_id, "seen": seen, "state": state}
            site.work.run(set_task_state, _who(room, task.get("responsible")), proceeding_id=room.id, **given)


def _who(room: DemoRoom, email: str | None) -> Actor:
    return room.people.get(email or "") or room.led_by()


def _ago(days: float) -> datetime:
    return now() - timedelta(days=days)
