"""Saved selections of a docket: kept under a name, opened, renamed, taken away; and what one says that asks for what is gone."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, NotFound
from consult.core.localized import texts_for
from consult.moderation.docket.address import asked
from consult.moderation.docket_queries import desk_room
from consult.moderation.models import SavedView
from consult.moderation.operations.views import canonical, remove_view, rename_view, save_view
from consult.moderation.selections import PLACE, Selection, selection_of, selections
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def install(app: Flask) -> None:
    """Add the addresses, and what the docket's page needs of its selections."""
    base = "/<language:lang>/desk/docket/<public_id>/selections"
    app.add_url_rule(f"{base}/", "desk.selections", every, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/<view>", "desk.selection", one, methods=["GET", "POST"])
    app.jinja_env.globals["selections_of"] = selections_of
    app.jinja_env.globals["docket_query"] = lambda: canonical(urlencode(asked().arguments()))


def selections_of(room: Proceeding) -> list[tuple[SavedView, Selection]]:
    """The reader's own selections of a docket, each as the docket is now."""
    return [(view, selection_of(reading(), room, view)) for view in selections(reading(), actor(), room)]


def every(public_id: str) -> ResponseReturnValue:
    """All of them, to be renamed and taken away; and where another one is saved."""
    room = desk_room(reading(), actor(), public_id)
    if request.method != "POST":
        return page(room)
    query, name = request.form.get("query", ""), request.form.get("name", "")
    try:
        made = run(save_view, place=PLACE, name=name, query=query, proceeding_id=room.id).result
    except ConsultError as error:
        return page(room, error)
    flash(_("The selection “%(name)s” is saved.", name=" ".join(name.split())), "ok")
    return redirect(url_for("desk.selection", public_id=public_id, view=made), 303)


def one(public_id: str, view: str) -> ResponseReturnValue:
    """Opens the docket as it was selected; a selection that asks for what is gone says so, and shows nothing in its place."""
    room = desk_room(reading(), actor(), public_id)
    found = next((one for one in selections(reading(), actor(), room) if one.public_id == view), None)
    if found is None:
        raise NotFound
    if request.method != "POST":
        selection = selection_of(reading(), room, found)
        if selection.gone:
            return page(room, gone=selection)
        return redirect(f"{url_for('desk.docket', public_id=public_id)}?{found.query}")
    try:
        if request.form.get("act") == "remove":
            run(remove_view, public_id=view)
            flash(_("The selection “%(name)s” is gone.", name=found.name), "ok")
        else:
            run(rename_view, public_id=view, name=request.form.get("name", ""))
            flash(_("The selection has another name."), "ok")
    except ConsultError as error:
        return page(room, error, at=view)
    return redirect(url_for("desk.selections", public_id=public_id), 303)


def page(
    room: Proceeding, error: ConsultError | None = None, *, at: str = "", gone: Selection | None = None
) -> ResponseReturnValue:
    """The list, with a refusal or with what is gone over it."""
    if isinstance(error, NotFound):
        raise error
    text = render_template(
        "moderation/docket/selections.html",
        room=room,
        title=texts_for(reading(), [room.owner], [language()]).get((room.owner, "title")),
        lines=selections_of(room),
        gone=gone,
        kept=url_for("desk.docket", public_id=room.public_id, **known_part(gone)) if gone else None,
        problem=message_for(error) if error else None,
        at=at,
        typed=request.form,
    )
    return (text, error.status if error.status != 400 else 422) if error else text


def known_part(selection: Selection) -> dict[str, Any]:
    """What of a selection the docket still knows, as the arguments of its address."""
    kept: dict[str, Any] = {name: str(value) for name, value in selection.wanted.chosen.items()}
    return kept | ({"q": selection.sought} if selection.sought else {})
