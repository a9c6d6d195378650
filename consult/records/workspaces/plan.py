"""The tables of a room's plan and of its requests to and from institutions."""

from sqlalchemy import ColumnElement, literal

from consult.records.carried import Carried, named, of
from consult.records.package_checks import PUBLIC_ID, is_object, maybe
from consult.records.workspaces.fields import account, choice, everybody, left_unnamed, organisation
from consult.workspaces.plan.models import STATES, Objective, Task, TaskAct
from consult.workspaces.requests.models import DIRECTIONS, SUBJECTS, InstitutionRequest, RequestAct
from consult.workspaces.requests.models import STATES as REQUEST_STATES


def sent() -> ColumnElement[bool]:
    """A request that was never sent is a draft."""
    return InstitutionRequest.state != "draft"


REMINDED = {"reminded": "which reminder was mailed last, and to whom"}
OBJECTIVES = Carried(
    "objectives",
    Objective,
    "what the room wanted to reach",
    (
        of(Objective.public_id, "name for machines", check=PUBLIC_ID),
        of(Objective.position, "place in the plan"),
        of(Objective.title, "title"),
        of(Objective.note, "what it means"),
        of(Objective.language, "language, BCP 47"),
        of(Objective.removed_at, "instant in UTC at which it was taken away"),
    ),
    (Objective.position, Objective.id),
    open_to_all=lambda: Objective.removed_at.is_(None),
)
TASKS = Carried(
    "tasks",
    Task,
    "the steps, by whom and until when",
    (
        of(Task.public_id, "name for machines", check=PUBLIC_ID),
        named(Task.objective_id, Objective, "the objective", "objective"),
        of(Task.position, "place under the objective"),
        of(Task.title, "title"),
        of(Task.note, "what it means"),
        account(Task.account_id, "the responsible member", "responsible"),
        organisation(Task.organisation, "the responsible organisation"),
        of(Task.starts_on, "day on which it begins"),
        of(Task.due_on, "day on which it is due"),
        choice(Task.state, "how it stands", STATES),
        of(Task.revision, "changes"),
        of(Task.done_at, "instant in UTC"),
        of(Task.removed_at, "instant in UTC at which it was taken away"),
    ),
    (Objective.position, Objective.id, Task.position, Task.id),
    under=((Objective, Objective.id == Task.objective_id),),
    left_out=REMINDED,
    open_to_all=lambda: Task.removed_at.is_(None) & Objective.removed_at.is_(None),
)
TASK_ACTS = Carried(
    "task_acts",
    TaskAct,
    "what was changed of each task",
    (
        named(TaskAct.task_id, Task, "the task", "task"),
        account(TaskAct.by_id, "who changed it", "by"),
        of(TaskAct.at, "instant in UTC"),
        of(TaskAct.facts, "for each field what it was and what it became", check=is_object, unnamed=literal("{}")),
    ),
    (TaskAct.at, TaskAct.id),
    under=((Task, Task.id == TaskAct.task_id), (Objective, Objective.id == Task.objective_id)),
)
REQUESTS = Carried(
    "requests",
    InstitutionRequest,
    "requests to institutions and from them",
    (
        of(InstitutionRequest.public_id, "name for machines", check=PUBLIC_ID),
        of(InstitutionRequest.number, "number in the room"),
        choice(InstitutionRequest.direction, "to an institution or from one", DIRECTIONS),
        choice(InstitutionRequest.subject, "what is asked for", SUBJECTS),
        organisation(InstitutionRequest.institution, "the institution"),
        left_unnamed(
            InstitutionRequest.organisation_id, "public id of a registered institution", check=maybe(PUBLIC_ID)
        ),
        of(InstitutionRequest.title, "title"),
        of(InstitutionRequest.text, "the request"),
        of(InstitutionRequest.language, "language, BCP 47"),
        choice(InstitutionRequest.state, "how it stands", REQUEST_STATES),
        of(InstitutionRequest.due_on, "day on which it is due"),
        account(InstitutionRequest.account_id, "the responsible member", "responsible"),
        of(InstitutionRequest.revision, "acts"),
        account(InstitutionRequest.made_by, "who made it", "made_by"),
        of(InstitutionRequest.made_at, "instant in UTC"),
    ),
    (InstitutionRequest.number, InstitutionRequest.id),
    left_out=REMINDED,
    kept=sent,
    open_to_all=everybody,
)
REQUEST_ACTS = Carried(
    "request_acts",
    RequestAct,
    "what was done with each request",
    (
        of(RequestAct.public_id, "name for machines", check=PUBLIC_ID),
        named(RequestAct.request_id, InstitutionRequest, "the request", "request"),
        of(RequestAct.act, "what was done"),
        choice(RequestAct.state, "the state that it brought", REQUEST_STATES),
        of(RequestAct.text, "the words said"),
        of(RequestAct.facts, "what else changed", check=is_object, unnamed=literal("{}")),
        account(RequestAct.by_id, "who did it", "by"),
        of(RequestAct.at, "instant in UTC"),
    ),
    (RequestAct.at, RequestAct.id),
    under=((InstitutionRequest, InstitutionRequest.id == RequestAct.request_id),),
    kept=sent,
    open_to_all=everybody,
)
