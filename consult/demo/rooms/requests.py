"""Requests of the liaison group: one that is overdue, one that was answered, one that came in, and a draft."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from consult.core.clock import now, telling
from consult.demo.rooms.made import DemoRoom
from consult.demo.rooms.plan import day, public_ids
from consult.demo.rooms.story import part_of
from consult.site import Site
from consult.workspaces.requests.operations.drafting import draft_request
from consult.workspaces.requests.operations.steps import take_step
from consult.workspaces.requests.shape import NewRequest, Step

KEPT = ("direction", "subject", "title", "text", "institution", "language")


def add_requests(site: Site, room: DemoRoom) -> None:
    """Give the room of the story its requests, as they came about."""
    says = part_of("room_requests", room)
    if says is None:
        return
    names = public_ids(site, room)
    for one in says["requests"]:
        values = {name: one[name] for name in KEPT}
        due_on = day(one.get("first_due", one["due"]))
        new = NewRequest(**values, due_on=due_on, responsible=names.get(one["responsible"] or ""))
        with telling(now() - timedelta(days=one["drafted"])):
            made = site.work.run(draft_request, room.people[one["by"]], proceeding_id=room.id, new=new).result
        for seen, step in enumerate(one["steps"], 1):
            _take(site, room, str(made), seen, step)


def _take(site: Site, room: DemoRoom, request: str, seen: int, step: Mapping[str, Any]) -> None:
    taken = Step(step["step"], step.get("text", ""), day(step.get("due")))
    with telling(now() - timedelta(days=step["ago"])):
        site.work.run(take_step, room.led_by(), proceeding_id=room.id, request=request, seen=seen, step=taken)
