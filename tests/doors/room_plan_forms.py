"""A well-formed request for everything that changes a plan, or a request to an institution."""

from consult.workspaces.plan.queries import objective_by_public_id
from consult.workspaces.plan.shape import mark_of
from tests.doors.forms import ROOM_LEAD, WRITERS, Case
from tests.doors.room_plan import AIM, ONE, TASK, TASK_ACT, N, S
from tests.doors.scene import ROOM, Scene
from tests.factories import TEST


def planning_a_room(scene: Scene) -> list[Case]:
    """All of them, in the private workspace: who leads sets objectives and takes steps, whoever writes does the rest."""
    at, things, room = {"slug": "private-workspace"}, scene.furniture, scene.rooms[2]
    aim, bare = at | {"objective": things["aim"]}, at | {"objective": things["bare aim"]}
    with scene.site.database.reading() as db:
        mark = mark_of(objective_by_public_id(db, TEST, room, things["bare aim"]))
        seen_aim = mark_of(objective_by_public_id(db, TEST, room, things["aim"]))
    first, second, gone = (at | {"task": things[name]} for name in ("task", "second task", "gone task"))
    new_task = {"objective": things["aim"], "title": "Another task", "state": "planned"}
    new_aim = {"title": "Another aim", "language": "en"}
    return [
        Case(f"{N}/objectives/new", at, ROOM_LEAD, new_aim, ROOM),
        Case(AIM, aim, ROOM_LEAD, new_aim | {"seen": seen_aim}, ROOM),
        Case(f"{AIM}/move", aim, ROOM_LEAD, {"way": "down"}, ROOM),
        Case(f"{AIM}/remove", bare, ROOM_LEAD, {"seen": mark}, ROOM),
        Case(f"{N}/tasks/new", at, WRITERS, new_task, ROOM),
        Case(TASK, first, WRITERS, {"seen": "1", "state": "going_on"}, ROOM),
        Case(f"{TASK}/edit", first, WRITERS, new_task | {"seen": "1"}, ROOM),
        Case(TASK_ACT, second | {"act": "move"}, WRITERS, {"way": "up"}, ROOM),
        Case(TASK_ACT, first | {"act": "remove"}, WRITERS, {"seen": "1"}, ROOM),
        Case(TASK_ACT, gone | {"act": "restore"}, WRITERS, {"seen": "2"}, ROOM),
        *asking(scene),
    ]


def asking(scene: Scene) -> list[Case]:
    """Requests: whoever writes drafts them, who leads takes the steps."""
    at, things = {"slug": "private-workspace"}, scene.furniture
    sent, draft = (at | {"asked": things[name]} for name in ("sent request", "draft request"))
    new = {"direction": "from", "subject": "training", "institution": "School", "title": "Two days", "text": "Please."}
    new |= {"language": "en"}
    return [
        Case(f"{S}/new", at, WRITERS, new, ROOM),
        Case(f"{ONE}/edit", draft, WRITERS, new | {"seen": "1"}, ROOM),
        Case(ONE, draft, ROOM_LEAD, {"seen": "1", "step": "send"}, ROOM),
        Case(ONE, sent, ROOM_LEAD, {"seen": "2", "step": "decline", "text": "No."}, ROOM),
    ]
