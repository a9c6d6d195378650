"""One message with what can be done about it, and the decisions of the room."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, Invalid
from consult.policy.access import require
from consult.proceedings.head import located
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run
from consult.workspaces.rooms.frame import framed
from consult.workspaces.threads.message_queries import message
from consult.workspaces.threads.operations.deciding import mark_decision, unmark_decision
from consult.workspaces.threads.operations.leading import may_rename
from consult.workspaces.threads.queries import decisions, discussion_at
from consult.workspaces.threads.routes.finding import place_of

ACTS = {"mark": mark_decision, "unmark": unmark_decision}


def decisions_page(slug: str) -> str:
    """What is marked as a decision of the room."""
    found = located("workspace", slug)
    shown = decisions(reading(), actor(), found)
    return framed("workspaces/discussions/decisions.html", found, "discussions", decisions=shown)


def message_page(slug: str, reference: str) -> str:
    """One message at an address of its own: its author corrects or withdraws it, who leads marks the decision."""
    found = located("workspace", slug)
    one = message(reading(), actor(), found, reference)
    place, label = place_of(found, one.reading)
    discussion = discussion_at(reading(), actor(), found, one.reading.target)
    return framed(
        "workspaces/discussions/message_page.html",
        found,
        "discussions",
        message=one,
        place=place,
        label=label,
        discussion=discussion,
        may_rename=discussion is not None and may_rename(actor(), found, discussion),
    )


def decide(slug: str, reference: str) -> ResponseReturnValue:
    """Mark a message as a decision, or take the mark away, as the button says."""
    found = located("workspace", slug)
    require(actor(), "room:lead", found)
    operation = ACTS.get(request.form.get("act", ""))
    if operation is None:
        raise Invalid("act", "no_such_choice")
    try:
        run(operation, proceeding_id=found.id, reference=reference)
    except Conflict as error:
        flash(message_for(error), "warn")
    else:
        marked = operation is mark_decision
        flash(_("The message is marked as a decision.") if marked else _("The message is no decision any more."), "ok")
    return redirect(url_for("discussions.message", lang=language(), slug=slug, reference=reference), 303)
