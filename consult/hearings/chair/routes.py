"""The chair's page of a hearing: opening and closing it, and deciding on comments."""

from collections.abc import Callable

from flask import Flask, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.contributions.disclosure import Reading
from consult.core.clock import now
from consult.core.errors import Conflict, ConsultError, Invalid
from consult.hearings.chair.operations import close_comments, open_comments
from consult.hearings.chair.queries import comment_to_decide, comments_in_state
from consult.moderation.models import NEED_REASON, REASONS
from consult.moderation.operations.deciding import decide
from consult.moderation.shown import shown
from consult.moderation.thread import thread_of
from consult.moderation.words import reason_words
from consult.policy.access import require
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.proceedings.operations import close_proceeding, open_proceeding, reopen_proceeding
from consult.web.errors import message_for
from consult.web.language import gettext as _
from consult.web.site import actor, reading, run

MOVES: dict[str, Callable[..., None]] = {
    "open": open_proceeding,
    "close": close_proceeding,
    "reopen": reopen_proceeding,
    "pause": close_comments,
    "resume": open_comments,
}
# What can be decided in each state.
DECISIONS = {
    "published": ("hide",),
    "pending": ("approve", "decline"),
    "hidden": ("restore",),
    "declined": ("restore",),
}


def install(app: Flask) -> None:
    """Add the chair's addresses."""
    base = "/<language:lang>/hearings/<slug>/chair"
    app.add_url_rule(base, "hearings.chair", chair, methods=["GET"])
    app.add_url_rule(f"{base}/<any({','.join(MOVES)}):move>", "hearings.move", move, methods=["POST"])
    app.add_url_rule(f"{base}/comments/<reference>", "hearings.decide", decision, methods=["GET", "POST"])


def chaired(slug: str) -> Proceeding:
    """The hearing of this page; not found for whoever may not open and close it."""
    found = located("hearing", slug)
    require(actor(), "proceeding:open", found)
    return found


def chair(slug: str) -> str:
    """The state of the hearing with its button, the live comments, what waits and what is hidden."""
    found = chaired(slug)
    return render_template(
        "hearings/chair.html",
        head=head(found),
        move=next_move(found),
        thread=thread_of(found, url_for("hearings.chair", slug=slug)),
        waiting=listed(found, slug, "pending"),
        hidden=listed(found, slug, "hidden", "declined"),
    )


def listed(found: Proceeding, slug: str, *states: str) -> list[tuple[Reading, str, str | None]]:
    """(reading, address of its decision, words of its reason) of the newest comments in some states."""
    rows = comments_in_state(reading(), actor(), found, *states)
    return [
        (row, url_for("hearings.decide", slug=slug, reference=row.reference), reason_words(row.reason)) for row in rows
    ]


def next_move(found: Proceeding) -> str:
    """The one change of state that makes sense now."""
    return {"open": "close", "closed": "reopen"}.get(found.phase(now()), "open")


def move(slug: str, move: str) -> ResponseReturnValue:
    """Open, close or open again: the hearing, or its comments alone."""
    found = chaired(slug)
    try:
        run(MOVES[move], proceeding_id=found.id)
    except Conflict as error:
        flash(message_for(error), "warn")
    else:
        done = {
            "open": _("The hearing is open: comments are taken."),
            "close": _("The hearing is closed: no more comments are taken."),
            "reopen": _("The hearing is open again: comments are taken."),
            "pause": _("Comments are closed. The hearing goes on."),
            "resume": _("Comments are open again."),
        }
        flash(done[move], "ok")
    return redirect(url_for("hearings.chair", slug=slug), 303)


def decision(slug: str, reference: str) -> ResponseReturnValue:
    """One comment and what can be decided on it, with reason and note."""
    found = chaired(slug)
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
