"""The pages of tasks: one with its history, its form, and what is done with it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.clock import now
from consult.core.errors import Conflict, ConsultError, Invalid, NotFound
from consult.policy.access import require
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run
from consult.workspaces.plan.forms import StateForm, TaskForm
from consult.workspaces.plan.operations.tasks import (
    add_task,
    edit_task,
    may_set_state,
    move_task,
    remove_task,
    restore_task,
    set_task_state,
)
from consult.workspaces.plan.queries import Planned, history_of, plan_of, task_by_public_id
from consult.workspaces.plan.routes.objectives import back
from consult.workspaces.plan.words import act_words, told_changes
from consult.workspaces.rooms.frame import framed
from consult.workspaces.rooms.people import who_writes
from consult.workspaces.rooms.working import revision_in

ACTS: dict[str, Callable[..., Any]] = {"move": move_task, "remove": remove_task, "restore": restore_task}
EDITED = ("title", "note", "organisation", "starts_on", "due_on", "state")


def one(slug: str, task: str) -> ResponseReturnValue:
    """A task with its history; whoever may, says there how far it is."""
    found = located("workspace", slug)
    row = task_by_public_id(reading(), actor(), found, task)
    form = StateForm(data={"seen": row.task.revision, "state": row.task.state})
    status = 200
    if request.method == "POST":
        values = {"task": task, "seen": revision_in(request.form.get("seen")), "state": form.state.data or ""}
        try:
            run(set_task_state, proceeding_id=found.id, **values)
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            status = error.status
            row = task_by_public_id(reading(), actor(), found, task)
            form.seen.data = str(row.task.revision)
        else:
            flash(_("How far the task is, is stored."), "ok")
            return redirect(url_for("plan.task", slug=slug, task=task), 303)
    return shown(found, row, form), status


def shown(found: Proceeding, row: Planned, form: StateForm) -> str:
    """The page of a task."""
    changes = history_of(reading(), actor(), found, row.task)
    return framed(
        "workspaces/plan/task.html",
        found,
        "plan",
        row=row,
        form=form,
        history=[(one, act_words(one), told_changes(one)) for one in changes],
        may_set=may_set_state(actor(), found, row.task) and found.phase(now()) == "open",
    )


def new(slug: str) -> ResponseReturnValue:
    """The form of a new task."""
    found = located("workspace", slug)
    require(actor(), "room:write", found)
    form = task_form(found, None, objective=request.args.get("objective", ""))
    if form.validate_on_submit():
        try:
            made = run(add_task, proceeding_id=found.id, new=form.task()).result
        except ConsultError as error:
            answered = unknown_objective(error)
            refuse(form, answered)
            return page(found, form), answered.status
        flash(_("The task is added."), "ok")
        return back(found, made)
    return page(found, form), 422 if form.errors else 200


def edit(slug: str, task: str) -> ResponseReturnValue:
    """The form of a task; where somebody changed it meanwhile, what was typed stays beside what is stored."""
    found = located("workspace", slug)
    require(actor(), "room:write", found)
    row = task_by_public_id(reading(), actor(), found, task)
    form = task_form(found, row)
    if form.validate_on_submit():
        try:
            run(
                edit_task,
                proceeding_id=found.id,
                task=task,
                seen=revision_in(request.form.get("seen")),
                new=form.task(),
            )
        except ConsultError as error:
            answered = unknown_objective(error)
            refuse(form, answered)
            row = task_by_public_id(reading(), actor(), found, task)
            stale = error.problem == "changed_meanwhile"
            if stale:
                form.seen.data = str(row.task.revision)
            return page(found, form, row, stored=row if stale else None), answered.status
        flash(_("The task is changed."), "ok")
        return redirect(url_for("plan.task", slug=slug, task=task), 303)
    return page(found, form, row), 422 if form.errors else 200


def unknown_objective(error: ConsultError) -> ConsultError:
    """Of a page that its reader may see, what is not there is the objective that was chosen: it was taken away meanwhile."""
    return Invalid("objective", "no_such_choice") if isinstance(error, NotFound) else error


def task_form(found: Proceeding, row: Planned | None, **values: Any) -> TaskForm:
    """The form, filled with what is stored or with what a new task begins with."""
    aims = [(one.objective.public_id, one.objective.title) for one in plan_of(reading(), actor(), found)]
    gone = row.responsible if row is not None else None
    if row is not None:
        values = {name: getattr(row.task, name) for name in EDITED}
        values |= {"seen": row.task.revision, "objective": row.objective.public_id}
        values |= {"responsible": gone.public_id if gone is not None else ""}
    return TaskForm(aims, who_writes(reading(), found), gone, data=values)


def page(found: Proceeding, form: TaskForm, row: Planned | None = None, stored: Planned | None = None) -> str:
    """The page of the form."""
    return framed("workspaces/plan/edit_task.html", found, "plan", form=form, row=row, stored=stored)


def act(slug: str, task: str, act: str) -> ResponseReturnValue:
    """Move a task, take it away or put it back."""
    found = located("workspace", slug)
    values: dict[str, Any] = {"way": request.form.get("way", "")}
    if act != "move":
        values = {"seen": revision_in(request.form.get("seen"))}
    words = {"remove": _("The task is taken away. It can be put back."), "restore": _("The task is put back.")}
    try:
        run(ACTS[act], proceeding_id=found.id, task=task, **values)
    except Conflict as error:
        flash(message_for(error), "warn")
    else:
        if act in words:
            flash(words[act], "ok")
    return back(found, task if act != "remove" else None)
