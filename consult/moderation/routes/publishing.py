"""Publishing by decision: what waits for it, chosen by its boxes."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.operations.publishing import publish_contributions
from consult.core.errors import Conflict, Invalid
from consult.core.localized import texts_for
from consult.moderation.docket_queries import desk_room
from consult.moderation.publishing_queries import PAGE, awaiting_decision
from consult.moderation.routes import parts
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run


def show(public_id: str) -> ResponseReturnValue:
    """The page, and what its boxes send."""
    room = desk_room(reading(), actor(), public_id)
    if request.method != "POST":
        return page(room)
    chosen = request.form.getlist("references")
    try:
        run(publish_contributions, proceeding_id=room.id, references=chosen)
    except Conflict as error:
        return page(room, message_for(error)), error.status
    except Invalid as error:
        words = _("Please choose at least one.") if error.problem == "required" else message_for(error)
        return page(room, words), 422
    flash(_("What you chose is published. What has no public name appears with the next daily release."), "ok")
    return redirect(url_for("desk.publish", public_id=public_id), 303)


def page(room: Proceeding, problem: str | None = None) -> str:
    """What waits, with a box for each."""
    number = parts.page_number()
    found = awaiting_decision(reading(), actor(), room, number)
    return render_template(
        "moderation/publish.html",
        room=room,
        title=texts_for(reading(), [room.owner], [language()]).get((room.owner, "title")),
        found=found,
        problem=problem,
        chosen=set(request.form.getlist("references")),
        pages=parts.pages(found.total, number, PAGE),
    )
