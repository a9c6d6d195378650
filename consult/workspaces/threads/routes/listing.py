"""The list of the discussions of a room, opening one, and changing where it stands."""

from collections.abc import Callable

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, ConsultError, Invalid, NotFound
from consult.policy.access import require
from consult.proceedings.head import address_of, located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run
from consult.workspaces.rooms.frame import framed
from consult.workspaces.threads.forms import OpeningForm, TitleForm
from consult.workspaces.threads.operations.leading import (
    close_discussion,
    may_rename,
    open_discussion,
    pin_discussion,
    rename_discussion,
    reopen_discussion,
)
from consult.workspaces.threads.queries import PAGE, discussion_of, discussions, people, unseen_mentions
from consult.workspaces.threads.routes.sending import files_sent, refused, unsent_files


def index(slug: str) -> ResponseReturnValue:
    """The discussions, and the form that begins one."""
    found = located("workspace", slug)
    require(actor(), "room:read", found)
    form = OpeningForm(found, people(reading(), actor(), found))
    if request.method == "GET":
        return _page(found, form)
    require(actor(), "room:write", found)
    if not form.validate_on_submit():
        return _page(found, form, unsent_files()), 400
    try:
        new = form.message(actor(), None)
        public_id = run(
            open_discussion,
            proceeding_id=found.id,
            title=form.title.data,
            new=new,
            files=files_sent(),
            told=form.told.data or (),
        ).result
    except NotFound:
        raise
    except ConsultError as error:
        return _page(found, form, refused(form, error)), error.status
    return redirect(f"{address_of(found)}discussions/{public_id}/", 303)


def _page(found: Proceeding, form: OpeningForm, more: list[str] | None = None) -> str:
    number = max(1, request.args.get("page", 1, type=int) or 1)
    lines, total = discussions(reading(), actor(), found, limit=PAGE, offset=(number - 1) * PAGE)
    return framed(
        "workspaces/discussions/list.html",
        found,
        "discussions",
        form=form,
        more=more or [],
        lines=lines,
        total=total,
        number=number,
        pages=max(1, -(-total // PAGE)),
        mentions=unseen_mentions(reading(), actor(), found),
    )


ACTS: dict[str, tuple[Callable[..., None], dict[str, bool]]] = {
    "close": (close_discussion, {}),
    "reopen": (reopen_discussion, {}),
    "pin": (pin_discussion, {"pinned": True}),
    "unpin": (pin_discussion, {"pinned": False}),
}


def change_state(slug: str, discussion: str) -> ResponseReturnValue:
    """Close, reopen, pin or unpin it, as the button says."""
    found = located("workspace", slug)
    operation, values = ACTS.get(request.form.get("act", ""), (None, {}))
    require(actor(), "room:lead", found)
    if operation is None:
        raise Invalid("act", "no_such_choice")
    try:
        run(operation, proceeding_id=found.id, public_id=discussion, **values)
    except Conflict as error:
        flash(message_for(error), "warn")
    return redirect(f"{address_of(found)}discussions/{discussion}/", 303)


def title(slug: str, discussion: str) -> ResponseReturnValue:
    """Another title, for whoever opened it and for who leads the room."""
    found = located("workspace", slug)
    one = discussion_of(reading(), actor(), found, discussion)
    if not may_rename(actor(), found, one):
        raise NotFound
    form, status = TitleForm(obj=one), 200
    if request.method == "POST":
        status = 400
        if form.validate_on_submit():
            try:
                run(rename_discussion, proceeding_id=found.id, public_id=discussion, title=form.title.data)
            except NotFound:
                raise
            except ConsultError as error:
                refuse(form, error)
                status = error.status
            else:
                flash(_("The discussion has another title now."), "ok")
                return redirect(f"{address_of(found)}discussions/{discussion}/", 303)
    return framed("workspaces/discussions/title.html", found, "discussions", form=form, discussion=one), status
