"""The comments on the chair's page: what waits, what is hidden, and the page on which one is decided."""

from flask import Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.disclosure import Reading
from consult.core.errors import Conflict, ConsultError, Invalid
from consult.hearings.chair.queries import comment_to_decide, comments_in_state
from consult.moderation.models import NEED_REASON, REASONS
from consult.moderation.operations.deciding import decide
from consult.moderation.shown import shown
from consult.moderation.words import reason_words
from consult.policy.access import require
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run

# What can be decided in each state.
DECISIONS = {
    "published": ("hide",),
    "pending": ("approve", "decline"),
    "hidden": ("restore",),
    "declined": ("restore",),
}


def install(app: Flask, base: str) -> None:
    """Add the address of one comment."""
    app.add_url_rule(f"{base}/comments/<reference>", "hearings.decide", decision, methods=["GET", "POST"])


def listed(found: Proceeding, slug: str, *states: str) -> list[tuple[Reading, str, str | None]]:
    """(reading, address of its decision, words of its reason) of the newest comments in some states."""
    rows = comments_in_state(reading(), actor(), found, *states)
    return [
        (row, url_for("hearings.decide", slug=slug, reference=row.reference), reason_words(row.reason)) for row in rows
    ]


def decision(slug: str, reference: str) -> ResponseReturnValue:
    """One comment and what can be decided on it, with reason and note."""
    found = located("hearing", slug)
    require(actor(), "hearing:chair", found)
    row, latest = comment_to_decide(reading(), actor(), found, reference)
    error: ConsultError | None = None
    if request.method == "POST":
        act, seen = request.form.get("act", ""), request.form.get("seen", 0, type=int)
        reason, note = request.form.get("reason") or None, request.form.get("note", "")[:2000]
        try:
            run(decide, reference=reference, act=act, seen=seen, reason=reason, note=note, over_claim=True)
        except (Conflict, Invalid) as refusal:
            error = refusal
        else:
            flash(_("Your decision on %(reference)s is stored.", reference=reference), "ok")
            return redirect(url_for("hearings.chair", slug=slug), 303)
    acts = DECISIONS.get(row.state, ())
    if not acts and error is None:
        abort(404)
    page = render_template(
        "hearings/decide.html",
        head=head(found),
        comment=shown(row, f"{url_for('hearings.live', slug=slug)}#", votes=False),
        reference=reference,
        latest=latest,
        acts=acts,
        needs_reason=any(act in NEED_REASON for act in acts),
        reasons=[(one, reason_words(one)) for one in REASONS],
        given=request.form,
        problem=problem_words(error) if error else None,
    )
    return page, error.status if error else 200


def problem_words(error: ConsultError) -> str:
    """What is wrong, in a sentence that stands at the top of the page and not beside its field."""
    if isinstance(error, Invalid) and error.field == "reason":
        return _("Choose a reason")
    return message_for(error)
