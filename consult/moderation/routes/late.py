"""Late filings at the desk: links for those who may still file, and what asks to be let in."""

import secrets
from typing import Any

from flask import current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.bodies.actors import token_hash
from consult.contributions.late_queries import late_passes, late_request_count, late_requests
from consult.contributions.operations.late import MOST_DAYS, decide_late, end_late_pass, give_late_pass
from consult.core.clock import now
from consult.core.errors import ConsultError, Invalid, NotFound
from consult.core.localized import texts_for
from consult.moderation.docket_queries import desk_room
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run

DAYS = 7


def show(public_id: str) -> ResponseReturnValue:
    """The page; a new link is shown once, in the direct answer to the form that made it."""
    room = desk_room(reading(), actor(), public_id)
    if request.method != "POST":
        return page(room)
    token = secrets.token_urlsafe(24)
    typed = request.form.get("days", "")
    days = int(typed) if typed.isascii() and typed.isdecimal() and len(typed) < 5 else 0
    given: dict[str, Any] = {"token_hash": token_hash(token), "reason": request.form.get("reason", ""), "days": days}
    try:
        run(give_late_pass, proceeding_id=room.id, **given)
    except ConsultError as error:
        return refused(room, error)
    address = url_for("late_pass", slug=room.slug, token=token)
    return page(room, link=f"{current_app.config['BASE_URL']}{address}")


def end(public_id: str) -> ResponseReturnValue:
    """Take a link back."""
    room = desk_room(reading(), actor(), public_id)
    try:
        run(end_late_pass, proceeding_id=room.id, public_id=request.form.get("pass", ""))
    except ConsultError as error:
        return refused(room, error)
    flash(_("The link is taken back."), "ok")
    return redirect(url_for("desk.late", public_id=public_id), 303)


def decide(public_id: str) -> ResponseReturnValue:
    """Accept or refuse what came late."""
    room = desk_room(reading(), actor(), public_id)
    reference, act = request.form.get("reference", ""), request.form.get("act")
    if act not in ("accept", "refuse"):
        return refused(room, Invalid("act", "no_such_choice"), reference)
    values: dict[str, Any] = {"accept": act == "accept", "reason": request.form.get("reason", "")}
    try:
        run(decide_late, reference=reference, **values)
    except ConsultError as error:
        return refused(room, error, reference)
    words = _("%(reference)s is accepted.") if act == "accept" else _("%(reference)s is not accepted.")
    flash(words % {"reference": reference}, "ok")
    return redirect(url_for("desk.late", public_id=public_id), 303)


def refused(room: Proceeding, error: ConsultError, reference: str | None = None) -> ResponseReturnValue:
    """The page with what was typed and the refusal beside its field."""
    if isinstance(error, NotFound):
        raise error
    field = error.field if isinstance(error, Invalid) else ""
    return page(room, problem=(field, message_for(error), reference)), 422 if field else error.status


def page(room: Proceeding, *, link: str | None = None, problem: tuple[str, str, str | None] | None = None) -> str:
    """Requests first, then links."""
    return render_template(
        "moderation/late.html",
        room=room,
        title=texts_for(reading(), [room.owner], [language()]).get((room.owner, "title")),
        requests=late_requests(reading(), actor(), room),
        waiting=late_request_count(reading(), actor(), room),
        passes=late_passes(reading(), actor(), room),
        is_closed=room.phase(now()) == "closed",
        link=link,
        problem=problem,
        typed={name: request.form.get(name, "") for name in ("reason", "days")} if problem else {},
        now=now(),
        days=DAYS,
        most_days=MOST_DAYS,
    )
