"""The docket at the desk: all that was filed in one proceeding, with filters and search."""

from functools import partial
from typing import Any
from urllib.parse import urlencode

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, NotFound
from consult.core.localized import texts_for
from consult.core.text import clean_text
from consult.moderation.docket.address import Asked, asked, asked_in
from consult.moderation.docket.page import Tools, docket_of
from consult.moderation.docket.words import line_words
from consult.moderation.docket_queries import desk_room, desk_rooms
from consult.moderation.operations.views import remove_view, save_view
from consult.moderation.queries import moderates
from consult.moderation.view_queries import saved_views
from consult.policy.access import holds, sits_at_desk
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def dockets() -> ResponseReturnValue:
    """The proceedings at whose desk the actor sits."""
    if not sits_at_desk(actor()):
        raise NotFound
    rooms = desk_rooms(reading(), actor())
    words = texts_for(reading(), [room.owner for room in rooms], [language()])
    lines = [(room, words.get((room.owner, "title"))) for room in rooms]
    return render_template("moderation/dockets.html", lines=lines)


def show(public_id: str) -> ResponseReturnValue:
    """One docket."""
    return page(desk_room(reading(), actor(), public_id), asked())


def page(room: Proceeding, wanted: Asked, problem: str | None = None) -> str:
    """One docket; `problem` says why a selection could not be saved."""
    public_id = room.public_id
    may_publish = holds(actor(), "contribution:publish", room.where)
    moderates_here = moderates(actor()) and holds(actor(), "contribution:moderate", room.where)
    return render_template(
        "moderation/docket.html",
        room=room,
        title=texts_for(reading(), [room.owner], [language()]).get((room.owner, "title")),
        docket=docket_of(room, wanted, partial(address, public_id), listed=False),
        words=line_words(),
        tools=Tools(_item if moderates_here else None, partial(_filing, public_id) if may_publish else None),
        may_publish=may_publish,
        may_export=holds(actor(), "record:export_restricted", room.where),
        saved=[
            (view, f"{address(public_id, {})}?{view.query}")
            for view in saved_views(reading(), actor(), "docket", room.id)
        ],
        problem=problem,
    )


def save(public_id: str) -> ResponseReturnValue:
    """Keep a filter and a search under a name."""
    room = desk_room(reading(), actor(), public_id)
    kept = {name.removeprefix("kept."): value for name, value in request.form.items() if name.startswith("kept.")}
    name = clean_text(request.form.get("name", ""), "name")
    try:
        run(save_view, place="docket", name=name, query=urlencode(kept), proceeding_id=room.id)
    except NotFound:
        raise
    except ConsultError as error:
        return page(room, asked_in(kept), message_for(error)), error.status
    flash(_("The selection “%(name)s” is kept.", name=name), "ok")
    return redirect(address(public_id, kept), 303)


def drop(public_id: str) -> ResponseReturnValue:
    """Forget a selection."""
    desk_room(reading(), actor(), public_id)
    run(remove_view, public_id=request.form.get("view", "")[:40])
    flash(_("The selection is removed."), "ok")
    return redirect(address(public_id, {}), 303)


def address(public_id: str, arguments: dict[str, Any]) -> str:
    """The docket with these arguments."""
    return url_for("desk.docket", public_id=public_id, **arguments)


def _item(reference: str) -> str:
    return url_for("desk.item", reference=reference, _anchor="input")


def _filing(public_id: str, reference: str) -> str:
    return url_for("desk.filing", public_id=public_id, reference=reference)
