"""The chair's page of polls: drafting, opening, closing, withdrawing; marking questions; slow mode and guests."""

from collections.abc import Callable
from typing import Any

from flask import Flask, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import Conflict, ConsultError, NotFound
from consult.hearings.polls.forms import SHOWN, PollForm, differing, form_for, values_of
from consult.hearings.polls.models import CHOICES
from consult.hearings.polls.operations.drafting import discard_poll, draft_poll, edit_poll
from consult.hearings.polls.operations.limits import set_guests, set_slow_mode
from consult.hearings.polls.operations.questions import handle_question
from consult.hearings.polls.operations.running import close_poll, open_poll, withdraw_poll
from consult.hearings.polls.parts import chair_polls, item_choices
from consult.hearings.polls.queries import Asked, draft_mark, poll_by_public_id
from consult.hearings.polls.words import rule_hints
from consult.policy.access import require
from consult.proceedings.ballots.sealing import Sealing
from consult.proceedings.head import head, located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import language
from consult.web.site import actor, reading, run, this_site

ACTS: dict[str, Callable[..., Any]] = {
    "open": open_poll,
    "close": close_poll,
    "withdraw": withdraw_poll,
    "discard": discard_poll,
}


def install(app: Flask) -> None:
    """Add the addresses."""
    base = "/<language:lang>/hearings/<slug>/chair"
    app.add_url_rule(f"{base}/polls", "hearings.chair_polls", overview, methods=["GET", "POST"])
    app.add_url_rule(f"{base}/polls/<poll>", "hearings.draft", draft, methods=["GET", "POST"])
    app.add_url_rule(
        f"{base}/polls/<poll>/<any({','.join(ACTS)}):act>", "hearings.poll_act", poll_act, methods=["POST"]
    )
    app.add_url_rule(f"{base}/questions/<reference>", "hearings.handle", handle, methods=["POST"])
    app.add_url_rule(f"{base}/limits", "hearings.limits", limits, methods=["POST"])


def chaired(slug: str) -> Proceeding:
    """The hearing of this page; not found for whoever does not chair it."""
    found = located("hearing", slug)
    require(actor(), "hearing:chair", found)
    return found


def overview(slug: str) -> ResponseReturnValue:
    """Every poll with what can be done with it, the questions, and the form of a new poll."""
    found = chaired(slug)
    form = form_for(languages_of(found), item_choices(found), choices=_wanted())
    status = 200
    if request.method == "POST" and "more" not in request.form:
        status = _saved(form, draft_poll, proceeding_id=found.id)
        if status == 303:
            flash(_("The draft is kept. Nobody sees it until you open the poll."), "ok")
            return redirect(url_for("hearings.chair_polls", slug=slug), 303)
    return _page(found, "hearings/polls/chair.html", form), status


def draft(slug: str, poll: str) -> ResponseReturnValue:
    """The form of a draft."""
    found = chaired(slug)
    asked: Asked = poll_by_public_id(reading(), actor(), found, poll)
    if asked.poll.state != "draft":
        return redirect(url_for("hearings.poll", slug=slug, poll=poll), 303)
    mark = draft_mark(reading(), asked.poll)
    form = form_for(languages_of(found), item_choices(found), asked, choices=_wanted(), seen=mark)
    status, present = 200, []
    if request.method == "POST" and "more" not in request.form:
        status = _saved(form, edit_poll, proceeding_id=found.id, poll=poll, seen=form.seen.data or "")
        if status == 409 and (form.seen.data or "") != mark:
            present = _present(found, poll, form)
        if status == 303:
            flash(_("The draft is kept. Nobody sees it until you open the poll."), "ok")
            return redirect(url_for("hearings.chair_polls", slug=slug), 303)
    return _page(found, "hearings/polls/draft.html", form, asked=asked, present=present), status


def _present(found: Proceeding, poll: str, form: PollForm) -> list[tuple[str, str]]:
    """What another chair saved meanwhile, field by field; what was typed stays in the form, to be saved over it."""
    now = poll_by_public_id(reading(), actor(), found, poll)
    form.form_errors = [_("Somebody else saved this meanwhile. Nothing of yours was stored yet; see below.")]
    form.seen.data = draft_mark(reading(), now.poll)
    return differing(form, values_of(now))


def languages_of(found: Proceeding) -> list[str]:
    """The languages of the hearing: that of the original first, then that of this page."""
    first = [one for one in dict.fromkeys((found.language, language())) if one in found.languages]
    return [*first, *(one for one in found.languages if one not in first)]


def _saved(form: PollForm, operation: Callable[..., Any], **values: Any) -> int:
    """303 when it was stored, else the status of the refusal, which stands in the form."""
    form.validate_on_submit()
    if form.errors:
        return 400
    try:
        run(operation, new=form.poll(), **values)
    except NotFound:
        raise
    except ConsultError as error:
        refuse(form, error)
        return error.status
    return 303


def _wanted() -> int:
    """For how many choices the form has fields: as many as were sent, and two more when asked."""
    places = {name.partition("_")[0] for name in request.form if name.startswith("choices-")}
    return min(CHOICES[1], max(SHOWN, len(places)) + (2 if "more" in request.form else 0))


def _page(found: Proceeding, template: str, form: PollForm, **more: Any) -> str:
    facts = chair_polls(found) if template.endswith("chair.html") else {}
    return render_template(
        template, head=head(found), form=form, hints=rule_hints(), most_choices=CHOICES[1], **facts, **more
    )


def poll_act(slug: str, poll: str, act: str) -> ResponseReturnValue:
    """Open, close, withdraw or discard a poll."""
    found = chaired(slug)
    values: dict[str, Any] = {"poll": poll}
    if act != "discard":
        values["seen"] = _seen()
    if act == "close":
        values["sealing"] = Sealing(this_site().secret_key)
    done = {
        "open": _("The poll is open: votes are taken."),
        "close": _("The poll is closed, and its result is told."),
        "withdraw": _("The poll is withdrawn. No vote was kept."),
        "discard": _("The draft is deleted."),
    }
    return _done(found, ACTS[act], done[act], **values)


def handle(slug: str, reference: str) -> ResponseReturnValue:
    """Mark a question."""
    found = chaired(slug)
    state = request.form.get("state", "")
    words = _("The question %(reference)s is marked.", reference=reference)
    return _done(found, handle_question, words, seen=_seen(), reference=reference, state=state)


def limits(slug: str) -> ResponseReturnValue:
    """Set slow mode, or let guests take part or not."""
    found = chaired(slug)
    if "guests" in request.form:
        guests = request.form["guests"] == "yes"
        words = _("Guests take part again.") if guests else _("Guests can read, and no longer write, ask or vote.")
        return _done(found, set_guests, words, seen=_seen(), guests=guests)
    seconds = request.form.get("seconds", -1, type=int)
    words = _("Slow mode is set.") if seconds else _("Slow mode is off.")
    return _done(found, set_slow_mode, words, seen=_seen(), seconds=seconds)


def _done(found: Proceeding, operation: Callable[..., Any], words: str, **values: Any) -> ResponseReturnValue:
    """Back to the page that the chair came from, with what was done or why not."""
    try:
        run(operation, proceeding_id=found.id, **values)
    except NotFound:
        raise
    except ConsultError as error:
        flash(message_for(error), "warn" if isinstance(error, Conflict) else "bad")
    else:
        flash(words, "ok")
    back = "hearings.chair" if request.form.get("back") == "chair" else "hearings.chair_polls"
    return redirect(url_for(back, slug=found.slug), 303)


def _seen() -> int:
    return request.form.get("seen", -1, type=int)
