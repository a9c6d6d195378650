"""What is done with the open contribution beside deciding: having it, asking about it, veiling it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, ConsultError, Invalid, NotFound
from consult.core.text import clean_text
from consult.moderation.forms import DecideForm
from consult.moderation.item_queries import item
from consult.moderation.operations.claiming import claim, give_back, take_over
from consult.moderation.operations.escalating import answer_escalation, escalate
from consult.moderation.operations.veiling import mark_distressing
from consult.moderation.routes.filtering import as_arguments, chosen
from consult.moderation.routes.queue import changed, item_parts, opened, to_next
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run

HOLDING = {"take": claim, "take_over": take_over, "give_back": give_back}


def hold(reference: str) -> ResponseReturnValue:
    """Take, take over or give back. What was typed for a decision stands there again; scripts get the part that changed."""
    item(reading(), actor(), reference)
    act = HOLDING.get(request.form.get("how", ""))
    if act is None:
        raise Invalid("how", "no_such_choice")
    problem = None
    try:
        run(act, reference=reference)
    except Conflict as error:
        problem = error
    if "quiet" in request.form:
        found = item(reading(), actor(), reference)
        seen = {"me_id": actor().account_id, "arguments": as_arguments(chosen())}
        return render_template("moderation/item/holding.html", **seen, **item_parts(found))
    if problem is not None and problem.problem != "claimed":
        return changed(reference)
    if problem is not None or request.form.get("note") or request.form.get("reason"):
        return again(reference, problem)
    return redirect(_here(reference), 303)


def ask(reference: str) -> ResponseReturnValue:
    """Escalate to the secretariat, and go on with the next."""
    note = clean_text(request.form.get("note", ""), "note")
    try:
        run(escalate, reference=reference, note=note)
    except (Conflict, Invalid) as error:
        return again(reference, error, escalation=note)
    flash(_("The secretariat is asked about %(reference)s.", reference=reference), "ok")
    return to_next(reference)


def answer(reference: str) -> ResponseReturnValue:
    """Answer what was asked."""
    said = clean_text(request.form.get("answer", ""), "answer")
    try:
        run(answer_escalation, reference=reference, answer=said)
    except (Conflict, Invalid) as error:
        return again(reference, error, answer=said)
    flash(_("Your answer on %(reference)s stands in its history.", reference=reference), "ok")
    return redirect(_here(reference), 303)


def veil(reference: str) -> ResponseReturnValue:
    """Say that it may distress, or that it does not."""
    run(mark_distressing, reference=reference, veiled=request.form.get("veiled") == "yes")
    return redirect(_here(reference), 303)


def again(reference: str, error: ConsultError | None, **typed: Any) -> ResponseReturnValue:
    """The page with everything that was typed, and the refusal over it."""
    if isinstance(error, NotFound):
        raise error
    found = item(reading(), actor(), reference)
    form = DecideForm(seen=found.latest)
    form.seen.data = found.latest
    said = (message_for(error),) if error is not None else ()
    status = 200 if error is None else 422 if isinstance(error, Invalid) else error.status
    return opened(found, form, status=status, problems_here=said, typed=typed)


def _here(reference: str) -> str:
    return url_for("desk.item", reference=reference, _anchor="input", **as_arguments(chosen()))
