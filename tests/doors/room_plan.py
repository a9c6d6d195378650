"""The plan and the requests of the private workspace: an objective with two tasks, a request that was sent and a draft."""

from typing import Any

from consult.accounts.models import Account
from consult.proceedings.models import Proceeding
from consult.site import Site
from consult.workspaces.plan.operations.objectives import add_objective
from consult.workspaces.plan.operations.tasks import add_task, remove_task
from consult.workspaces.plan.shape import NewObjective, NewTask
from consult.workspaces.requests.operations.drafting import draft_request
from consult.workspaces.requests.operations.steps import take_step
from consult.workspaces.requests.shape import NewRequest, Step
from tests.doors.door import Door, L
from tests.factories import TEST

N = f"{L}/workspaces/<slug>/plan"
S = f"{L}/workspaces/<slug>/requests"
AIM, TASK, ONE = f"{N}/objectives/<objective>", f"{N}/tasks/<task>", f"{S}/<asked>"
TASK_ACT = f"{TASK}/<any(move,remove,restore):act>"
PLANNED = [
    Door("GET", f"{N}/", "plan_of", "room", ("plantext",)),
    Door("GET", f"{N}/objectives/new", "form", "office"),
    Door("POST", f"{N}/objectives/new", "add_objective", "office"),
    Door("GET", AIM, "objective_by_public_id", "office", ("plantext",)),
    Door("POST", AIM, "edit_objective", "office"),
    Door("POST", f"{AIM}/move", "move_objective", "office"),
    Door("POST", f"{AIM}/remove", "remove_objective", "office"),
    Door("GET", f"{N}/tasks/new", "form", "room", ("plantext",)),
    Door("POST", f"{N}/tasks/new", "add_task", "room"),
    Door("GET", TASK, "task_by_public_id", "room", ("plantext",)),
    Door("POST", TASK, "set_task_state", "room"),
    Door("GET", f"{TASK}/edit", "task_by_public_id", "room", ("plantext",)),
    Door("POST", f"{TASK}/edit", "edit_task", "room"),
    Door("POST", TASK_ACT, "move_task, remove_task, restore_task", "room"),
    Door("GET", f"{L}/workspaces/tasks", "duties_of", "signed in", ("plantext", "requesttext")),
    Door("GET", f"{S}/", "requests_of", "room", ("requesttext",)),
    Door("GET", f"{S}/new", "form", "room"),
    Door("POST", f"{S}/new", "draft_request", "room"),
    Door("GET", ONE, "request_by_public_id", "room", ("requesttext",)),
    Door("POST", ONE, "take_step", "office"),
    Door("GET", f"{ONE}/edit", "request_by_public_id", "room", ("requesttext",)),
    Door("POST", f"{ONE}/edit", "edit_request", "room"),
    Door("GET", f"{ONE}/letter", "request_by_public_id", "room", ("requesttext",)),
]


def plant_plan(site: Site, room: Proceeding, member: Account, plan: str, request: str) -> dict[str, str]:
    """The public ids of what was planted; tasks and requests hold the words, and the member is responsible for them."""

    def run(operation: Any, **values: Any) -> str:
        return str(site.work.run(operation, TEST, proceeding_id=room.id, **values).result)

    aim, bare = (run(add_objective, new=NewObjective(title)) for title in (f"An aim {plan}", "Without a task"))
    task = run(add_task, new=NewTask(aim, f"A task {plan}", responsible=member.public_id, due_on="2099-01-02"))
    second, gone = (run(add_task, new=NewTask(aim, title)) for title in ("The second", "Taken away"))
    run(remove_task, task=gone, seen=1)
    new = NewRequest(
        "to", "access", f"Visits {request}", f"We ask. {request}", "Ministry", responsible=member.public_id
    )
    sent, draft = (run(draft_request, new=new) for _ in range(2))
    run(take_step, request=sent, seen=1, step=Step("send"))
    found = {"aim": aim, "bare aim": bare, "task": task, "second task": second, "gone task": gone}
    return found | {"sent request": sent, "draft request": draft}
