"""The addresses of requests below those of their room."""

from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.clock import now
from consult.core.errors import ConsultError, NotFound
from consult.policy.access import require
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run
from consult.workspaces.requests.forms import RequestForm, StepForm, people_offered
from consult.workspaces.requests.operations.drafting import draft_request, edit_request
from consult.workspaces.requests.operations.steps import steps_for, take_step
from consult.workspaces.requests.queries import (
    Asked,
    Wanted,
    acts_of,
    brief,
    counted,
    directory_page,
    narrowed,
    request_by_public_id,
    requests_of,
)
from consult.workspaces.requests.words import (
    choices,
    direction_words,
    done_words,
    state_words,
    step_words,
    subject_words,
)
from consult.workspaces.rooms import frame
from consult.workspaces.rooms.people import who_writes
from consult.workspaces.rooms.queries import withholds_names
from consult.workspaces.rooms.working import revision_in

KEPT = ("direction", "subject", "institution", "title", "text", "language", "due_on")
FORM = ["GET", "POST"]


def install(app: Flask) -> None:
    """Add the part of a room, its box on the overview, and the addresses."""
    part = frame.Part("requests", lambda: _("Requests"), "requests/", frame.has("requests"))
    app.extensions["consult.room_parts"].append(part)
    app.extensions.setdefault("consult.room_briefs", []).append(("workspaces/requests/brief.html", brief))
    words = {"state": state_words, "direction": direction_words, "subject": subject_words}
    words |= {"step": step_words, "done": done_words}
    app.jinja_env.globals["request_words"] = words
    base = "/<language:lang>/workspaces/<slug>/requests"
    app.add_url_rule(f"{base}/", "requests.all", every, methods=["GET"])
    app.add_url_rule(f"{base}/new", "requests.new", new, methods=FORM)
    app.add_url_rule(f"{base}/<asked>", "requests.one", one, methods=FORM)
    app.add_url_rule(f"{base}/<asked>/edit", "requests.edit", edit, methods=FORM)
    app.add_url_rule(f"{base}/<asked>/letter", "requests.letter", letter, methods=["GET"])


def every(slug: str) -> str:
    """All requests of a room, or those that a reader asks for."""
    found = located("workspace", slug)
    given = {name: request.args.get(name, "") for name in ("direction", "subject", "state", "institution")}
    wanted = Wanted(**given, overdue=request.args.get("overdue") == "yes")
    rows = requests_of(reading(), actor(), found)
    counts = counted(rows)
    return frame.framed(
        "workspaces/requests/list.html",
        found,
        "requests",
        rows=narrowed(rows, wanted),
        all=len(rows),
        wanted=wanted,
        is_narrow=wanted != Wanted(),
        counts=counts,
        choices=choices(),
        institutions=sorted(counts["institution"].items()),
    )


def new(slug: str) -> ResponseReturnValue:
    """The form of a new request."""
    found = located("workspace", slug)
    require(actor(), "room:write", found)
    form = RequestForm(found, people_offered(who_writes(reading(), found)))
    if form.validate_on_submit():
        try:
            made = run(draft_request, proceeding_id=found.id, new=form.request()).result
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            return page(found, form), error.status
        flash(_("The draft is kept. Whoever leads this workspace sends it."), "ok")
        return redirect(url_for("requests.one", slug=slug, asked=made), 303)
    return page(found, form), 422 if form.errors else 200


def edit(slug: str, asked: str) -> ResponseReturnValue:
    """The form of a draft; where somebody changed it meanwhile, what was typed stays beside what is stored."""
    found = located("workspace", slug)
    require(actor(), "room:write", found)
    row = request_by_public_id(reading(), actor(), found, asked)
    form = draft_form(found, row)
    if form.validate_on_submit():
        try:
            seen = revision_in(request.form.get("seen"))
            run(edit_request, proceeding_id=found.id, request=asked, seen=seen, new=form.request())
        except NotFound:
            raise
        except ConsultError as error:
            refuse(form, error)
            row = request_by_public_id(reading(), actor(), found, asked)
            stale = error.problem in ("changed_meanwhile", "request_was_sent")
            if stale:
                form.seen.data = str(row.row.revision)
            return page(found, form, row, stored=row if stale else None), error.status
        flash(_("The draft is changed."), "ok")
        return redirect(url_for("requests.one", slug=slug, asked=asked), 303)
    return page(found, form, row), 422 if form.errors else 200


def draft_form(found: Proceeding, row: Asked) -> RequestForm:
    """The form, filled with what is stored."""
    values: dict[str, Any] = {name: getattr(row.row, name) for name in KEPT}
    values["seen"] = row.row.revision
    values["organisation"] = directory_page(reading(), actor(), row.row) or ""
    values["responsible"] = row.responsible.public_id if row.responsible is not None else ""
    return RequestForm(found, people_offered(who_writes(reading(), found), row.responsible), data=values)


def page(found: Proceeding, form: RequestForm, row: Asked | None = None, stored: Asked | None = None) -> str:
    """The page of the form."""
    return frame.framed("workspaces/requests/edit.html", found, "requests", form=form, asked=row, stored=stored)


def one(slug: str, asked: str) -> ResponseReturnValue:
    """A request with its history, and what can be done with it now."""
    found = located("workspace", slug)
    row = request_by_public_id(reading(), actor(), found, asked)
    if request.method == "GET":
        return shown(found, row, None)
    people = people_offered(who_writes(reading(), found))
    form = StepForm(people)
    form.fit(row.row.state, form.step.data or "")
    try:
        run(
            take_step,
            proceeding_id=found.id,
            request=asked,
            seen=revision_in(request.form.get("seen")),
            step=form.taken(),
        )
    except NotFound:
        raise
    except ConsultError as error:
        refuse(form, error)
        row = request_by_public_id(reading(), actor(), found, asked)
        form.seen.data = str(row.row.revision)
        return shown(found, row, form), error.status
    flash(_("It is written down."), "ok")
    return redirect(url_for("requests.one", slug=slug, asked=asked), 303)


def shown(found: Proceeding, row: Asked, refused: StepForm | None) -> str:
    """The page of a request; a step that was refused keeps what was typed, even where it is possible no more."""
    who = actor()
    can = steps_for(who, found, row.row) if found.phase(now()) == "open" else []
    people = people_offered(who_writes(reading(), found)) if can else []
    forms = {step: _step_form(row, step, people) for step in can}
    lost = None
    if refused is not None:
        step = refused.step.data or ""
        if step in forms:
            forms[step] = refused
        else:
            lost = refused
    return frame.framed(
        "workspaces/requests/one.html",
        found,
        "requests",
        asked=row,
        done=acts_of(reading(), who, found, row.row),
        forms=forms,
        refused=refused,
        lost=lost,
        directory=directory_page(reading(), who, row.row),
    )


def _step_form(row: Asked, step: str, people: list[tuple[str, str]]) -> StepForm:
    """The form of one step, whose fields are told from those of the other steps on the page."""
    present = row.responsible.public_id if row.responsible is not None else ""
    values = {"seen": row.row.revision, "due_on": row.row.due_on, "responsible": present}
    form = StepForm(people, formdata=None, data=values)
    form.fit(row.row.state, step)
    for one in form:
        one.id = f"{step}-{one.name}"
        one.label.field_id = one.id
    return form


def letter(slug: str, asked: str) -> str:
    """A request as a letter, to be printed. Where the rule of the room says so, nobody in it is named."""
    found = located("workspace", slug)
    row = request_by_public_id(reading(), actor(), found, asked)
    done = acts_of(reading(), actor(), found, row.row)
    sent = next((one for one in done if one.act == "send"), None)
    withheld = withholds_names(reading(), found)
    return render_template("workspaces/requests/letter.html", head=head(found), asked=row, sent=sent, withheld=withheld)
