"""The pages of objectives, for who leads the room."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, ConsultError, NotFound
from consult.policy.access import require
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run
from consult.workspaces.plan.forms import ObjectiveForm
from consult.workspaces.plan.models import Objective
from consult.workspaces.plan.operations.objectives import (
    add_objective,
    edit_objective,
    move_objective,
    remove_objective,
)
from consult.workspaces.plan.queries import objective_by_public_id
from consult.workspaces.plan.shape import mark_of
from consult.workspaces.rooms.frame import framed


def led(slug: str) -> Proceeding:
    """The room of this page. Raises NotFound for whoever does not lead it."""
    found = located("workspace", slug)
    require(actor(), "room:lead", found)
    return found


def new(slug: str) -> ResponseReturnValue:
    """The form of a new objective."""
    found = led(slug)
    form = ObjectiveForm(found)
    if form.validate_on_submit():
        try:
            run(add_objective, proceeding_id=found.id, new=form.objective())
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            return page(found, form), error.status
        flash(_("The objective is set."), "ok")
        return back(found)
    return page(found, form), 422 if form.errors else 200


def edit(slug: str, objective: str) -> ResponseReturnValue:
    """The form of an objective; where somebody changed it meanwhile, what was typed stays beside what is stored."""
    found = led(slug)
    row = objective_by_public_id(reading(), actor(), found, objective)
    form = ObjectiveForm(found, obj=row)
    if request.method == "GET":
        form.seen.data = mark_of(row)
    if form.validate_on_submit():
        try:
            run(
                edit_objective,
                proceeding_id=found.id,
                objective=objective,
                seen=form.seen.data or "",
                new=form.objective(),
            )
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            return again(found, form, error, objective), error.status
        flash(_("The objective is changed."), "ok")
        return back(found)
    return page(found, form, row), 422 if form.errors else 200


def again(found: Proceeding, form: ObjectiveForm, error: ConsultError, objective: str) -> str:
    """The form once more. After a change by somebody else it shows what is stored, over which the next save goes knowingly."""
    row = objective_by_public_id(reading(), actor(), found, objective)
    stale = error.problem == "changed_meanwhile"
    if stale:
        form.seen.data = mark_of(row)
    return page(found, form, row, stored=row if stale else None)


def page(found: Proceeding, form: ObjectiveForm, row: Objective | None = None, stored: Objective | None = None) -> str:
    """The page of the form."""
    return framed("workspaces/plan/objective.html", found, "plan", form=form, row=row, stored=stored)


def move(slug: str, objective: str) -> ResponseReturnValue:
    """One place up or down."""
    return done(led(slug), move_objective, "", objective=objective, way=request.form.get("way", ""))


def remove(slug: str, objective: str) -> ResponseReturnValue:
    """Take an objective away."""
    words, seen = _("The objective is taken away."), request.form.get("seen", "")
    return done(led(slug), remove_objective, words, objective=objective, seen=seen)


def done(found: Proceeding, operation: Callable[..., Any], words: str, **values: Any) -> ResponseReturnValue:
    """Back to the plan, with what was done or why not."""
    try:
        run(operation, proceeding_id=found.id, **values)
    except Conflict as error:
        flash(message_for(error), "warn")
    else:
        if words:
            flash(words, "ok")
    return back(found, values.get("objective"))


def back(found: Proceeding, place: str | None = None) -> ResponseReturnValue:
    """The plan, at a place in it."""
    return redirect(url_for("plan.whole", slug=found.slug, _anchor=place and f"p-{place}"), 303)
