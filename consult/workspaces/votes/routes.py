"""The pages of votes: the list, a proposal with its ballot or its result, its draft, and what is done with it."""

from collections.abc import Callable
from typing import Any

from flask import Flask, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from consult.core.errors import ConsultError, NotFound
from consult.policy.access import holds, require
from consult.proceedings.ballots.sealing import Sealing
from consult.proceedings.head import located
from consult.proceedings.models import Proceeding
from consult.web.errors import message_for
from consult.web.fields import refuse
from consult.web.language import gettext as _
from consult.web.language import language, ngettext
from consult.web.site import actor, reading, run, this_site
from consult.workspaces.rooms.frame import Part, framed, has
from consult.workspaces.rooms.queries import room_of
from consult.workspaces.votes import words
from consult.workspaces.votes.forms import ProposalForm, WithdrawForm, values_of
from consult.workspaces.votes.operations.drafting import discard_proposal, draft_proposal, edit_proposal
from consult.workspaces.votes.operations.running import close_vote, open_vote, withdraw_vote
from consult.workspaces.votes.operations.voting import cast_vote
from consult.workspaces.votes.parts import document_choices, meeting_choices, meeting_of, whole_of
from consult.workspaces.votes.queries import (
    Proposed,
    Turnout,
    brief,
    check_part,
    electorate_of,
    proposal_by_public_id,
    proposals_of,
)

ACTS = ("open", "close", "withdraw")


def install(app: Flask) -> None:
    """Add the addresses under /<language>/workspaces/<slug>/votes/, the tab and the box of the overview."""
    base, both = "/<language:lang>/workspaces/<slug>/votes", ["GET", "POST"]
    app.add_url_rule(f"{base}/", "workspaces.votes", votes, methods=["GET"])
    app.add_url_rule(f"{base}/new", "workspaces.new_vote", new, methods=both)
    app.add_url_rule(f"{base}/<vote>", "workspaces.vote", one, methods=both)
    app.add_url_rule(f"{base}/<vote>/edit", "workspaces.edit_vote", edit, methods=both)
    app.add_url_rule(f"{base}/<vote>/turnout", "workspaces.turnout", turnout, methods=["GET"])
    app.add_url_rule(f"{base}/<vote>/<any({','.join(ACTS)}):act>", "workspaces.vote_act", act, methods=["POST"])
    app.add_url_rule(f"{base}/<vote>/discard", "workspaces.discard_vote", discard, methods=["POST"])
    app.extensions["consult.room_parts"].append(Part("votes", lambda: _("Votes"), "votes/", has("votes")))
    app.extensions.setdefault("consult.room_briefs", []).append(("workspaces/votes/brief.html", brief))
    app.jinja_env.globals["vote_words"] = words
    app.jinja_env.filters["turnout"] = turnout_words


def votes(slug: str) -> str:
    """What is being voted on, what was decided, and for its maker and who leads what is drafted."""
    found = located("workspace", slug)
    proposals = proposals_of(reading(), actor(), found)
    return framed("workspaces/votes/list.html", found, "votes", proposals=proposals)


def new(slug: str) -> ResponseReturnValue:
    """The form of a new proposal."""
    found = writable(slug)
    form = form_for(found, None)
    if request.method == "POST":
        made: list[str] = []
        status = _saved(form, lambda given: made.append(run(draft_proposal, proceeding_id=found.id, new=given).result))
        if status == 303:
            flash(_("The draft is kept. Only you and who leads the room see it until it is opened."), "ok")
            return redirect(url_for("workspaces.vote", slug=slug, vote=made[0]), 303)
        return _form_page(found, form, None), status
    return _form_page(found, form, None), 200


def edit(slug: str, vote: str) -> ResponseReturnValue:
    """The form of a draft."""
    found = writable(slug)
    draft = proposal_by_public_id(reading(), actor(), found, vote)
    if draft.row.state != "draft":
        return redirect(url_for("workspaces.vote", slug=slug, vote=vote), 303)
    form = form_for(found, draft)
    if request.method == "POST":
        given: dict[str, Any] = {"proceeding_id": found.id, "proposal": vote, "seen": form.seen_revision}
        status = _saved(form, lambda written: run(edit_proposal, new=written, **given))
        if status == 303:
            flash(_("The draft is changed."), "ok")
            return redirect(url_for("workspaces.vote", slug=slug, vote=vote), 303)
        return _form_page(found, form, draft), status
    return _form_page(found, form, draft), 200


def one(slug: str, vote: str) -> ResponseReturnValue:
    """One proposal: its draft, its ballot while it is open, its result afterwards."""
    found = located("workspace", slug)
    proposed = proposal_by_public_id(reading(), actor(), found, vote)
    if request.method == "GET":
        return _vote_page(found, proposed)
    chosen, reason = chosen_in(proposed, request.form), request.form.get("reason", "")
    sealing = Sealing(this_site().secret_key)
    given: dict[str, Any] = {"choices": chosen, "reason": reason, "sealing": sealing}
    try:
        run(cast_vote, proceeding_id=found.id, proposal=vote, **given)
    except NotFound:
        raise
    except ConsultError as error:
        proposed = proposal_by_public_id(reading(), actor(), found, vote)
        typed = {"chosen": chosen, "reason": reason, "problem": message_for(error)}
        return _vote_page(found, proposed, **typed), error.status
    flash(_("Your vote is counted. You can change it until the vote is closed."), "ok")
    return redirect(url_for("workspaces.vote", slug=slug, vote=vote), 303)


def turnout(slug: str, vote: str) -> ResponseReturnValue:
    """How many have voted until now, for the page that shows it: never who, nor what."""
    found = located("workspace", slug)
    proposed = proposal_by_public_id(reading(), actor(), found, vote)
    answer = jsonify({"phase": proposed.phase, "words": turnout_words(proposed.turnout)})
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def act(slug: str, vote: str, act: str) -> ResponseReturnValue:
    """Open, close or withdraw."""
    found = located("workspace", slug)
    proposal_by_public_id(reading(), actor(), found, vote)
    values: dict[str, Any] = {}
    if act == "open":
        values["seen"] = request.form.get("seen", -1, type=int)
    if act == "close":
        values["sealing"] = Sealing(this_site().secret_key)
    if act == "withdraw":
        values["reason"] = request.form.get("reason", "")
    return _acted(found, vote, act, values) or redirect(url_for("workspaces.vote", slug=slug, vote=vote), 303)


def discard(slug: str, vote: str) -> ResponseReturnValue:
    """Delete a draft."""
    found = located("workspace", slug)
    proposal_by_public_id(reading(), actor(), found, vote)
    seen = {"seen": request.form.get("seen", -1, type=int)}
    return _acted(found, vote, "discard", seen) or redirect(url_for("workspaces.votes", slug=slug), 303)


def _acted(found: Proceeding, vote: str, act: str, values: dict[str, Any]) -> ResponseReturnValue | None:
    """Do it; the page with the refusal where it cannot be done."""
    try:
        run(OPERATIONS[act], proceeding_id=found.id, proposal=vote, **values)
    except NotFound:
        raise
    except ConsultError as error:
        proposed = proposal_by_public_id(reading(), actor(), found, vote)
        return _vote_page(found, proposed, refused=message_for(error), withdrawing=values.get("reason")), error.status
    flash(done_words(act), "ok")
    return None


OPERATIONS: dict[str, Callable[..., Any]] = {
    "open": open_vote,
    "close": close_vote,
    "withdraw": withdraw_vote,
    "discard": discard_proposal,
}


def done_words(act: str) -> str:
    """That it is done."""
    return {
        "open": _("The vote is open. Those who may vote in this room now are its electorate."),
        "close": _("The vote is closed, and its result is told."),
        "withdraw": _("The vote is withdrawn. No vote was kept."),
        "discard": _("The draft is deleted."),
    }[act]


def turnout_words(counted: Turnout) -> str:
    """How many have voted of how many, and how many left since the opening."""
    of, gone = counted.electorate - counted.struck, counted.struck
    said = ngettext("%(voted)s of %(num)s has voted", "%(voted)s of %(num)s have voted", of, voted=counted.voted)
    if not gone:
        return said
    left = ngettext("%(num)s left since the opening", "%(num)s left since the opening", gone)
    return _("%(voted)s; %(left)s", voted=said, left=left)


def writable(slug: str) -> Proceeding:
    """The room of a form that writes. Raises NotFound for who does not write there, and where it has no votes."""
    found = located("workspace", slug)
    check_part(reading(), actor(), found)
    require(actor(), "room:write", found)
    return found


def form_for(found: Proceeding, draft: Proposed | None) -> ProposalForm:
    """The form of a proposal, filled from a draft, or for the meeting of `?meeting=`."""
    meeting = meeting_of(found, draft.row) if draft is not None else None
    chosen = meeting.public_id if meeting is not None else request.args.get("meeting")
    usual = language() if language() in found.languages else found.language
    form = ProposalForm(data=values_of(draft, usual, chosen))
    form.label_all(found.zone, found.languages, document_choices(found, draft), meeting_choices(found))
    return form


def chosen_in(proposed: Proposed, sent: Any) -> list[str]:
    """What was chosen: one key, or the options by the places they were given; two in one place come twice, and are refused."""
    if proposed.row.method != "ranked":
        return list(sent.getlist("choice")[:3])
    places = {key: sent.get(f"place-{key}", "", type=str) for key in proposed.row.offered}
    given = sorted((int(place), key) for key, place in places.items() if place.isdigit() and len(place) < 3)
    numbers = [place for place, _key in given]
    doubled = [key for place, key in given if numbers.count(place) > 1][:1]
    return [key for _place, key in given] + doubled


def _saved(form: ProposalForm, store: Callable[[Any], Any]) -> int:
    """303 when it was stored, else the status of the refusal, which stands in the form."""
    form.validate_on_submit()
    if form.errors:
        return 400
    try:
        store(form.proposal())
    except NotFound:
        raise
    except ConsultError as error:
        refuse(form, error)
        return error.status
    return 303


def _form_page(found: Proceeding, form: ProposalForm, draft: Proposed | None) -> str:
    named = room_of(reading(), found).rule != "chatham"
    hints = {"method": words.method_hints(), "majority": words.majority_hints(), "secrecy": secrecy_hints(named=named)}
    return framed("workspaces/votes/form.html", found, "votes", form=form, draft=draft, hints=hints)


def secrecy_hints(*, named: bool) -> dict[str, str]:
    """What each choice means, in a room whose pages name who voted what, or not."""
    told = _("Once it is closed, the room sees who chose what, and the reasons of objections.")
    unnamed = _("Once it is closed, the room sees how many chose what, and the reasons of objections, without names.")
    return {
        "open": told if named else unnamed,
        "secret": _("Ballots are sealed, and kept apart from who voted. It takes at least five who may vote."),
    }


def _vote_page(found: Proceeding, proposed: Proposed, **refusal: Any) -> str:
    """The page of a proposal; `refusal` is what was refused with what was typed."""
    now_voting = len(electorate_of(reading(), found.id)) if proposed.row.state == "draft" else 0
    return framed(
        "workspaces/votes/page.html",
        found,
        "votes",
        whole=whole_of(found, proposed),
        form=WithdrawForm(),
        now_voting=now_voting,
        may_vote=holds(actor(), "room:vote", found.where),
        refusal={"chosen": [], "reason": "", "problem": None, "refused": None, "withdrawing": ""} | refusal,
    )
